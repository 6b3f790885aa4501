import { withAsOf } from '../../domain/thread/merge-thread.ts'
import { bodyHashOf, contentHashOf } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { isJsonObject } from '../../domain/values/json.ts'

/** Whether a value has what hashing a thread needs; the hash then tells whether the rest is one of ours. */
export function isThreadLike(value: unknown): value is Thread {
  return (
    isJsonObject(value) &&
    typeof value['id'] === 'string' &&
    Array.isArray(value['messages']) &&
    value['messages'].every(isJsonObject)
  )
}

/** Whether a thread hashes to what was written. */
export function isWhole(thread: Thread, bodyHash: string): boolean {
  try {
    return contentHashOf(thread.messages) === thread.contentHash && bodyHashOf(thread) === bodyHash
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** The thread with an age that is known beside its body, where that is the later one. */
export function withLaterAsOf(thread: Thread, asOf: string): Thread {
  return asOf > (thread.asOf ?? '') ? withAsOf(thread, asOf) : thread
}
