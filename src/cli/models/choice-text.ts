import type { Choice } from '../../domain/analysis/choice.ts'

/** What a run chose from, and how, as a sentence. */
export function choiceText({ only, by, sample }: Choice): string {
  const which = only === undefined ? 'all threads' : `the threads with ${onlyText(only)}`
  const under = by === undefined ? '' : ` (by ${by})`
  if (sample === undefined) return `Chosen: ${which}${under}.`
  const { size, of } = sample
  const all = size >= of ? ', which is all of them' : ''
  return `Chosen: a sample of ${size.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}${all}, drawn from ${which}${under}.`
}

/** Conditions on threads, in a row. */
export function onlyText({ from, to, facets }: NonNullable<Choice['only']>): string {
  const times = [from === undefined ? [] : `from ${from}`, to === undefined ? [] : `to ${to}`]
  return [...times.flat(), ...facets].join(', ')
}
