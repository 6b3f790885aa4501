import { isEvidenceValid } from '../domain/analysis/evidence.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { readEach } from '../storage/read-each.ts'

const AT_ONCE = 100

/**
 * Holds quotes against the stored threads.
 * @returns those that the messages hold, word for word; none of a damaged thread, where it cannot be checked
 */
export async function verifyEvidence(
  store: ChatStore,
  quotes: readonly Evidence[],
): Promise<ReadonlySet<Evidence>> {
  const byThread = Map.groupBy(quotes, ({ threadId }) => threadId)
  const ids = [...byThread.keys()]
  const verified = new Set<Evidence>()
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { threads } = await readEach(store, ids.slice(at, at + AT_ONCE))
    for (const thread of threads.values()) {
      for (const quote of byThread.get(thread.id) ?? []) {
        if (isEvidenceValid(quote, thread)) verified.add(quote)
      }
    }
  }
  return verified
}
