import { buildThread } from '../src/domain/thread/build-thread.ts'
import type { Thread } from '../src/domain/thread/thread.ts'

/** A thread, the same in every run: about 4 KB of JSON. */
export function thread(n: number, turns = 8): Thread {
  const number = padded(n)
  const messages = Array.from({ length: turns }, (_, turn) => ({
    id: `m${number}-${turn}`,
    role: turn % 2 === 0 ? 'user' : 'assistant',
    userId: `u${n % 1000}`,
    createdAt: new Date(1_700_000_000_000 + n * 60_000 + turn * 1000).toISOString(),
    content: [
      {
        type: 'text',
        text: `turn ${turn} of talk ${number} about a song: ${'la la bridge '.repeat(20)}`,
      },
    ],
  }))
  return buildThread({ id: idOf(n), messages }, { format: 'made' })
}

export function idOf(n: number): string {
  return `thread-${padded(n)}`
}

export function padded(n: number): string {
  return String(n).padStart(8, '0')
}
