import type { Choice } from '../../domain/analysis/choice.ts'
import { count } from '../output/format.ts'

/** What a run chose from, and how, as a sentence. */
export function choiceText({ only, by, sample }: Choice): string {
  const under = by === undefined ? '' : ` by ${by}`
  const which = only === undefined ? '' : ` that pass (${onlyText(only)}${under})`
  if (sample === undefined) return `Chosen: the threads${which}.`
  const { size, of } = sample
  const over = by === undefined ? 'over months' : `over months and the topics${under}`
  return size >= of
    ? `Chosen: all ${count(of, 'thread')}${which}, as a sample of ${size.toLocaleString('en-US')} would hold more.`
    : `Chosen: a sample of ${size.toLocaleString('en-US')} of ${count(of, 'thread')}${which}, spread ${over}.`
}

/** The same in a cell: `sample of 400; failure:any`. */
export function choiceShort({ only, sample }: Choice): string {
  const drawn = sample === undefined ? [] : [`sample of ${sample.size.toLocaleString('en-US')}`]
  return [...drawn, ...(only === undefined ? [] : [onlyText(only)])].join('; ')
}

/** Conditions on threads, in a row. */
export function onlyText({ from, to, facets }: NonNullable<Choice['only']>): string {
  const day = (time: string) => time.replace('T00:00:00.000Z', '')
  const times = [
    from === undefined ? [] : `from ${day(from)}`,
    to === undefined ? [] : `before ${day(to)}`,
  ]
  return [...times.flat(), ...facets].join(', ')
}
