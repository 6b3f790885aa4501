import type { Choice } from '../../domain/analysis/choice.ts'
import { facetConditions, facetOf } from '../../domain/thread/facet.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'

/** What the analyses under a key are of. */
export interface KeyChoice extends Pick<Choice, 'only' | 'by'> {
  /** `sample`: drawn at random, so that they speak for the others. `mixed`: the runs chose from different threads. */
  readonly how: 'sample' | 'all' | 'mixed'
}

/** By the runs under the key; undefined where none of them chose. */
export async function choiceOfKey(
  store: Pick<ChatStore, 'listRecords'>,
  analyzerKey: string,
): Promise<KeyChoice | undefined> {
  const choices: (Choice | undefined)[] = []
  for await (const run of allRecords(store, 'run')) {
    if (run.analyzerKey === analyzerKey && run.analyzed > 0) choices.push(run.choice)
  }
  if (choices.every((choice) => choice === undefined)) return undefined
  const [from, ...others] = new Set(choices.map(chosenFrom))
  const [first] = choices
  if (from === undefined || first === undefined || others.length > 0) return { how: 'mixed' }
  const { only, by } = first
  const isSample = choices.every((choice) => choice?.sample !== undefined)
  return { ...given({ only, by }), how: isSample ? 'sample' : 'all' }
}

function chosenFrom(choice: Choice | undefined): string | undefined {
  return choice && canonicalJson(given({ only: choice.only, by: choice.by }))
}

/** The threads that were chosen from, as a filter under the key `by`, within a range of time. */
export function filterOfChoice(
  { only }: Pick<Choice, 'only'>,
  range: Pick<ThreadFilter, 'from' | 'to'> = {},
): Pick<ThreadFilter, 'from' | 'to' | 'facets'> {
  const from = [range.from, only?.from].flatMap((time) => time ?? []).toSorted()
  const to = [range.to, only?.to].flatMap((time) => time ?? []).toSorted()
  const facets = only?.facets.flatMap((text) => facetOf(text) ?? []) ?? []
  return { ...given({ from: from.at(-1), to: to.at(0) }), facets: facetConditions(facets) }
}
