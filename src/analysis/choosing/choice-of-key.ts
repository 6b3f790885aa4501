import type { Choice } from '../../domain/analysis/choice.ts'
import { facetConditions, facetOf } from '../../domain/thread/facet.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'

/** What the analyses under a key are of. */
export interface KeyChoice extends Pick<Choice, 'only' | 'by'> {
  /** Whether the threads were drawn at random, so that they speak for the others. */
  readonly isSample: boolean
}

/**
 * By the runs under the key: the threads that all of them chose from; undefined where one of them took whatever was
 * pending, or they chose differently.
 */
export async function choiceOfKey(
  store: Pick<ChatStore, 'listRecords'>,
  analyzerKey: string,
): Promise<KeyChoice | undefined> {
  let common: KeyChoice | undefined
  for await (const run of allRecords(store, 'run', { descending: true })) {
    if (run.analyzerKey !== analyzerKey || run.analyzed === 0) continue
    if (run.choice === undefined) return undefined
    const { sample, ...from } = run.choice
    common ??= { ...from, isSample: true }
    const { isSample, ...before } = common
    if (canonicalJson(from) !== canonicalJson(before)) return undefined
    common = { ...from, isSample: isSample && sample !== undefined }
  }
  return common
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
