import { seededRandom } from '../../src/analysis/topics/seeded-random.ts'

export interface WrittenMessage {
  readonly role: string
  readonly time: string
  readonly items: readonly (readonly [type: string, text?: string])[]
  /** As stated in the header; the place by default. */
  readonly number?: number
}

export interface WrittenThread {
  readonly id: string
  readonly title: string
  readonly messages: readonly WrittenMessage[]
  /** As stated in the head; what follows by default. */
  readonly stated?: number
}

const ZONE = 'GMT+0200 (Israel Standard Time)'

/** `20:15:<second>` of a day, as the export writes times. */
export function timeOf(second: number): string {
  const minutes = String(10 + Math.floor(second / 60)).padStart(2, '0')
  return `Mon Mar 10 2025 20:${minutes}:${String(second % 60).padStart(2, '0')} ${ZONE}`
}

/** The text of a message's block, from its header to the end of its last item. */
export function messageText({ role, time, items, number }: WrittenMessage, place: number): string {
  const parts = items.map(([type, text], item) => {
    const body = text === undefined ? `[${type} content]` : `"${text}"`
    return `  Content #${item + 1} (${type}):\n  ${body}\n`
  })
  const head = `[${number ?? place}] Role: ${role} | Time: ${time}\nUserId: ${'5'.repeat(24)}\n`
  return `${head}Content Items: ${items.length}\n${parts.join('')}`
}

export function threadText({ id, title, messages, stated }: WrittenThread): string {
  const head = `========== THREAD: ${title} ==========\nThreadId: ${id}\nStatus: active\nMessages: ${stated ?? messages.length}\nDate Range: ${timeOf(0)} to ${timeOf(1200)}\n\n----- MESSAGES -----\n`
  const blocks = messages.map((message, at) => `\n${messageText(message, at + 1)}`)
  return `${head}${blocks.join('')}\n========== END THREAD ==========\n\n`
}

export function exportText(threads: readonly WrittenThread[]): string {
  return threads.map(threadText).join('')
}

const SENTENCES = [
  'the kick is too loud',
  'lower it by two dB,\nthen listen again',
  'he said "play it" and left',
  'first\n\nthird "line"',
  'השיר שקט מדי',
  'see [3] and [4]: nothing new',
  '"all of it"',
  'naïve – 🎹',
]

/** Threads as a real export has them: inner quotes, blank lines, items without words. */
export function someThreads(seed: number, count = 4): WrittenThread[] {
  const random = seededRandom(seed)
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  return Array.from({ length: count }, (_, thread) => ({
    id: `67aa${seed.toString(16).padStart(8, '0')}${thread.toString(16).padStart(12, '0')}`,
    title: any(['A title', 'כותרת', 'Untitled Conversation']),
    messages: Array.from({ length: 2 + Math.floor(random() * 6) }, (_, at) => ({
      role: any(['user', 'assistant']),
      time: timeOf(at * 7),
      items: Array.from({ length: 1 + Math.floor(random() * 2) }, () =>
        random() < 0.2
          ? ([any(['error', 'lyrics_generation'])] as const)
          : (['text', `${any(SENTENCES)} ${Math.floor(random() * 1000)}`] as const),
      ),
    })),
  }))
}
