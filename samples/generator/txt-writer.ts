import type { SampleMessage, SampleThread } from './schedule.ts'
import { seededRandom } from './seeded-random.ts'

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** All samples lie in winter time. */
const ISRAEL_OFFSET = 2 * 60 * 60 * 1000

/**
 * The text export. As in real ones, every other thread has its messages out of order, and quotes
 * inside a text are not escaped.
 */
export function writeTxt(threads: readonly SampleThread[]): string {
  return threads.map(writeThread).join('\n')
}

function writeThread(thread: SampleThread): string {
  const random = seededRandom(`txt ${thread.id}`)
  const shuffled = random.chance(0.5)
  const messages = shuffled ? random.shuffled(thread.messages) : thread.messages
  const last = thread.messages.at(-1)?.createdAt ?? thread.createdAt
  return [
    `========== THREAD: ${thread.script.title} ==========`,
    `ThreadId: ${thread.id}`,
    'Status: active',
    `Messages: ${messages.length}`,
    `Date Range: ${consoleTime(thread.createdAt)} to ${consoleTime(last)}`,
    '',
    '----- MESSAGES -----',
    '',
    ...messages.flatMap((message, index) => writeMessage(thread, message, index + 1)),
    '========== END THREAD ==========',
    '',
  ].join('\n')
}

function writeMessage(thread: SampleThread, message: SampleMessage, number: number): string[] {
  return [
    `[${number}] Role: ${message.role} | Time: ${consoleTime(message.createdAt)}`,
    `UserId: ${thread.userId}`,
    `Content Items: ${message.parts.length}`,
    ...message.parts.flatMap((part, index) =>
      'text' in part
        ? [`  Content #${index + 1} (text):`, `  "${part.text}"`]
        : [`  Content #${index + 1} (${part.item}):`, `  [${part.item} content]`],
    ),
    '',
  ]
}

/** `Mon Mar 10 2025 20:15:15 GMT+0200 (Israel Standard Time)`; what lies under a second is cut off. */
function consoleTime(time: number): string {
  const local = new Date(time + ISRAEL_OFFSET)
  const two = (value: number): string => String(value).padStart(2, '0')
  const date = `${WEEKDAYS[local.getUTCDay()]} ${MONTHS[local.getUTCMonth()]} ${two(local.getUTCDate())} ${local.getUTCFullYear()}`
  const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()]
  return `${date} ${clock.map(two).join(':')} GMT+0200 (Israel Standard Time)`
}

/** What the database shell left below the export of day 1, because its output was redirected whole. */
export const SHELL_OUTPUT = `
✔ Wrote the export of collection "messages"
(node:71306) [DEP0040] DeprecationWarning: The \`punycode\` module is deprecated. Please use a userland alternative instead.
(Use \`node --trace-deprecation ...\` to show where the warning was created)
hitcraft> db.messages.find().sort({ createdAt: -1 }).limit(1)
[
  {
    _id: ObjectId('67cf4a1b9d02e4a6b1f7c350'),
    threadId: ObjectId('67cf49f09d02e4a6b1f7c34e'),
    role: 'assistant',
    content: [ { type: 'text', text: 'Sample document, printed by the shell' } ],
    createdAt: ISODate('2025-03-10T20:22:51.408Z'),
    __v: 0
  }
]
hitcraft> exit
`
