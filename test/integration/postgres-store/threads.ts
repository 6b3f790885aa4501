import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'

/** A small thread, written for these tests. */
export function smallThread(n: number, words = 'how do I export the stems'): Thread {
  const minute = String(n % 60).padStart(2, '0')
  const day = String(1 + (Math.floor(n / 60) % 28)).padStart(2, '0')
  return buildThread(
    {
      id: `t${String(n).padStart(6, '0')}`,
      messages: [
        {
          id: `m${n}`,
          role: 'user',
          userId: `u${n % 500}`,
          createdAt: `2025-03-${day}T10:${minute}:00.000Z`,
          content: [{ type: 'text', text: `${words} ${n}` }],
        },
      ],
    },
    { format: 'test', asOf: '2025-03-29T00:00:00.000Z' },
  )
}
