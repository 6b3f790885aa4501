import { isEvidenceValid } from '../domain/analysis/evidence.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { ChatStore } from '../storage/chat-store.ts'

const AT_ONCE = 100

/**
 * Holds quotes against the stored threads.
 * @returns those that the messages hold, word for word
 */
export async function verifyEvidence(
  store: ChatStore,
  quotes: readonly Evidence[],
): Promise<ReadonlySet<Evidence>> {
  const byThread = Map.groupBy(quotes, ({ threadId }) => threadId)
  const ids = [...byThread.keys()]
  const verified = new Set<Evidence>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    for (const thread of await readable(store, ids.slice(at, at + AT_ONCE))) {
      for (const quote of byThread.get(thread.id) ?? []) {
        if (isEvidenceValid(quote, thread)) verified.add(quote)
      }
    }
  }
  return verified
}

/** The threads that can be read; the quotes of a damaged one are dropped, as they cannot be checked. */
async function readable(store: ChatStore, ids: readonly string[]): Promise<Thread[]> {
  try {
    return (await store.getThreads(ids)).flatMap((thread) => thread ?? [])
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
  }
  const threads: Thread[] = []
  for (const id of ids) {
    try {
      threads.push(...[(await store.getThread(id)) ?? []].flat())
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
    }
  }
  return threads
}
