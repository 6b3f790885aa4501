import { sha256 } from '../values/canonical-json.ts'
import { isDerivedId } from '../values/ids.ts'
import { canonicalForm } from './message.ts'
import type { Thread } from './thread.ts'

/**
 * The prefix keys of a thread whose id is its content: one for each of its first 2, 3, … n messages,
 * in that order; empty for a thread with an id of its source and for one of fewer than two messages.
 * Key k is a hash chained over the messages, so a conversation begins with another exactly when the
 * other's last key is among its own. 32 hex digits each.
 */
export function prefixKeys(thread: Thread): string[] {
  if (!isDerivedId(thread.id)) return []
  const keys: string[] = []
  let chain = ''
  for (const message of thread.messages) {
    chain = sha256(chain + canonicalForm(message)).slice(0, 32)
    keys.push(chain)
  }
  return keys.slice(1)
}

/** A stored thread that one of the incoming thread's prefix keys belongs to. */
export interface PrefixHit {
  readonly key: string
  readonly threadId: string
  /** Whether the key stands for all messages of the stored thread. */
  readonly whole: boolean
}

/**
 * Which stored thread an id-less conversation is: the longest that it begins with (it has grown), or
 * one that begins with it (it is an older state of that one), else none (`undefined`: it is new).
 * Among several of one length the least id, so that the answer does not depend on the backend.
 *
 * @param keys of the incoming thread, as {@link prefixKeys} gives them
 * @param hits every stored (key, thread) pair whose key is among `keys`
 */
export function resolveIdentity(
  keys: readonly string[],
  hits: readonly PrefixHit[],
): string | undefined {
  const place = new Map(keys.map((key, index) => [key, index]))
  const last = keys.length - 1
  let best: PrefixHit | undefined
  for (const hit of hits) {
    const at = place.get(hit.key)
    if (at === undefined || !(hit.whole || at === last)) continue
    const bestAt = best === undefined ? -1 : (place.get(best.key) ?? -1)
    if (at > bestAt || (at === bestAt && best !== undefined && hit.threadId < best.threadId)) {
      best = hit
    }
  }
  return best?.threadId
}
