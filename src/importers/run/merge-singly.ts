import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, StoredOutcome } from '../../storage/chat-store.ts'
import type { Thread } from '../../domain/thread/thread.ts'

/** What became of one thread: stored, or refused for what it is or for what is stored of it. */
export type Merged =
  | { readonly thread: Thread; readonly stored: StoredOutcome }
  | { readonly thread: Thread; readonly refused: HitCraftError }

/**
 * Merges threads; where the store refuses the lot for one of them, each is merged by itself, so that
 * the others are stored.
 *
 * @throws what the store throws for other reasons, and CORRUPT when it is so of every one of several threads:
 *   that is the store's damage
 */
export async function mergeSingly(
  store: ChatStore,
  threads: readonly Thread[],
): Promise<readonly Merged[]> {
  try {
    const outcomes = await store.mergeThreads(threads)
    return threads.flatMap((thread, index) => {
      const stored = outcomes[index]
      return stored === undefined ? [] : [{ thread, stored }]
    })
  } catch (error) {
    if (!isOfOneThread(error)) throw error
    if (threads.length === 1) return threads.map((thread) => ({ thread, refused: error }))
    const merged: Merged[] = []
    for (const thread of threads) merged.push(...(await mergeSingly(store, [thread])))
    if (merged.every((one) => 'refused' in one && one.refused.code === 'CORRUPT')) throw error
    return merged
  }
}

function isOfOneThread(error: unknown): error is HitCraftError {
  return isHitCraftError(error, 'CORRUPT') || isHitCraftError(error, 'INVALID_INPUT')
}
