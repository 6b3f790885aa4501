import type { Choice } from '../../domain/analysis/choice.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
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
