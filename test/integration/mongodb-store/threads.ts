import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'

/** A thread of one message, written for these tests. */
export function smallThread(n: number, message = `m${n}`): Thread {
  const minute = String(n % 60).padStart(2, '0')
  return buildThread(
    {
      id: `t${String(n).padStart(6, '0')}`,
      messages: [
        {
          id: message,
          role: 'user',
          userId: `u${n % 50}`,
          createdAt: `2025-03-10T10:${minute}:00.000Z`,
          content: [{ type: 'text', text: `how do I export the stems ${n}` }],
        },
      ],
    },
    { format: 'test', asOf: '2025-03-29T00:00:00.000Z' },
  )
}
