import type { Choice } from '../../domain/analysis/choice.ts'

/** What a run chose from, and how, as a sentence. */
export function choiceText({ only, by, sample }: Choice): string {
  const { from, to, facets = [] } = only ?? {}
  const times = [from === undefined ? [] : `from ${from}`, to === undefined ? [] : `to ${to}`]
  const conditions = [...times.flat(), ...facets]
  const which =
    conditions.length === 0 ? 'all threads' : `the threads with ${conditions.join(', ')}`
  const under = by === undefined ? '' : ` (by ${by})`
  if (sample === undefined) return `Chosen: ${which}${under}.`
  const { size, of } = sample
  const all = size >= of ? `, which is all of them` : ''
  return `Chosen: a sample of ${size.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}${all}, drawn from ${which}${under}.`
}
