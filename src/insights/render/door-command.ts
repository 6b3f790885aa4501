import { addDays } from '../counting/time/periods.ts'
import type { Door } from '../door.ts'
import type { Report } from '../report.ts'

/** The command that lists the threads behind a figure of a report. */
export function doorCommand(
  { filter }: Pick<Report, 'filter'>,
  { facets, from, to }: Door,
): string {
  const flags: readonly (readonly [string, string | undefined])[] = [
    ['from', from ?? shortBound(filter.from)],
    ['to', to === undefined ? shortBound(filter.to) : addDays(to, 1)],
    ['topic', filter.topic],
    ['language', filter.language],
    ['state', 'analyzed'],
    ...facets.map((facet) => ['facet', facet] as const),
  ]
  const given = flags.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name} ${inShell(value)}`],
  )
  return `hitcraft threads list ${given.join(' ')}`
}

function shortBound(time: string | undefined): string | undefined {
  return time?.replace('T00:00:00.000Z', '')
}

/** A word as a shell takes it. */
function inShell(value: string): string {
  return /^[\w:/.@-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`
}
