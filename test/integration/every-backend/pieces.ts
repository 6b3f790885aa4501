import type { Thread } from '../../../src/domain/thread/thread.ts'
import { say, threadOf } from '../../conformance/check.ts'

/** What one writer knows of a thread: one message. */
export function piece(n: number, writer: string): Thread {
  const message = say(`words of ${writer} in talk ${n}`, {
    id: `m-${writer}`,
    userId: `user-${writer}`,
    time: n,
  })
  return threadOf({ id: threadId(n), messages: [message] })
}

export function threadId(n: number): string {
  return `talk-${String(n).padStart(5, '0')}`
}
