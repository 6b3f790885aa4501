import { addDays } from '../counting/time/periods.ts'
import type { Door } from '../door.ts'
import type { Report } from '../report.ts'

type Filtered = Pick<Report, 'filter'>

/** The command that lists the threads behind a figure of a report. */
export function doorCommand(report: Filtered, door: Door): string {
  return `hitcraft ${listWords(report)} ${doorFlags(report, door)}`.trimEnd()
}

/** Verb and flags that the lists behind all figures of a report have in common. */
export function listWords({ filter: { topic, language } }: Filtered): string {
  const flags = flagsText([
    ['topic', topic],
    ['language', language],
    ['state', 'analyzed'],
  ])
  return `threads list ${flags}`
}

/** The flags that make of the common ones those of one figure. */
export function doorFlags({ filter }: Filtered, { facets, from, to }: Door): string {
  return flagsText([
    ['from', from ?? shortBound(filter.from)],
    ['to', to === undefined ? shortBound(filter.to) : addDays(to, 1)],
    ...facets.map((facet) => ['facet', facet] as const),
  ])
}

function flagsText(flags: readonly (readonly [string, string | undefined])[]): string {
  return flags
    .flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${inShell(value)}`]))
    .join(' ')
}

function shortBound(time: string | undefined): string | undefined {
  return time?.replace('T00:00:00.000Z', '')
}

/** A word as a shell takes it, in quotes that it does not hold where there are such. */
export function inShell(value: string): string {
  if (/^[\w:/.@-]+$/.test(value)) return value
  if (value.includes("'") && !/["$`\\!]/.test(value)) return `"${value}"`
  return `'${value.replaceAll("'", String.raw`'\''`)}'`
}
