import { hash } from 'node:crypto'
import type { Day, ScriptPart, ScriptThread } from './parse-script.ts'
import { seededRandom } from './seeded-random.ts'
import type { SeededRandom } from './seeded-random.ts'

export interface SampleMessage {
  /** 24 hex digits. */
  readonly id: string
  readonly role: 'user' | 'assistant'
  /** Milliseconds since 1970. No two messages of a thread fall into one second. */
  readonly createdAt: number
  readonly editedAt?: number
  readonly parts: readonly ScriptPart[]
}

export interface SampleThread {
  /** 24 hex digits. */
  readonly id: string
  readonly userId: string
  readonly createdAt: number
  readonly script: ScriptThread
  /** In time order, as of the last day. */
  readonly messages: readonly SampleMessage[]
}

export interface ExportDay {
  readonly day: Day
  readonly date: string
}

const FIRST_EXPORT_AT = Date.parse('2025-03-10T21:30:00Z')
const SECOND_EXPORT_AT = Date.parse('2025-03-11T21:30:00Z')

export const EXPORT_DAYS: readonly ExportDay[] = [
  { day: 1, date: '2025-03-10' },
  { day: 2, date: '2025-03-11' },
  { day: 3, date: '2025-03-12' },
]

const FIRST_DAY = Date.parse('2025-02-03T00:00:00Z')
const EDITED_AT = Date.parse('2025-03-11T09:14:27.318Z')
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How many people write in each language; another language has one. */
const USERS: Readonly<Record<string, number>> = { en: 40, he: 17, es: 8 }

/**
 * Gives each thread a user, ids and times. Each thread draws from a stream of its own, so that a
 * changed text moves nothing elsewhere.
 */
export function schedule(scripts: readonly ScriptThread[]): SampleThread[] {
  const seen = new Map<string, number>()
  const threads = scripts.map((script): SampleThread => {
    const nth = seen.get(script.topic) ?? 0
    seen.set(script.topic, nth + 1)
    const key = `${script.topic}/${nth}`
    const random = seededRandom(key)
    const createdAt = startOf(script, random)
    const messages = timedMessages(script, createdAt, key, random)
    return { id: objectId(createdAt, `thread ${key}`), userId: '', createdAt, script, messages }
  })
  const ordered = threads.sort((a, b) => a.createdAt - b.createdAt)
  return withUsers(ordered)
}

/** The first threads of a language bring its users in; later ones come back, some far more often. */
function withUsers(threads: readonly SampleThread[]): SampleThread[] {
  const counts = new Map<string, number>()
  return threads.map((thread) => {
    const { language } = thread.script
    const all = USERS[language] ?? 1
    const nth = counts.get(language) ?? 0
    counts.set(language, nth + 1)
    const drawn = Math.floor(all * seededRandom(`user of ${thread.id}`).next() ** 2)
    const user = nth < all * 2 && nth % 2 === 0 ? nth / 2 : Math.min(drawn, nth)
    return { ...thread, userId: objectId(FIRST_DAY - DAY, `user ${language} ${user}`) }
  })
}

function startOf(script: ScriptThread, random: SeededRandom): number {
  if (script.day > 1) {
    const exportedAt = script.day === 2 ? FIRST_EXPORT_AT : SECOND_EXPORT_AT
    return exportedAt + random.between(20, 20 * 60) * MINUTE + random.between(0, 59_999)
  }
  // More people every week; Israeli hours from nine in the morning to one at night.
  const day = Math.floor(36 * Math.sqrt(random.next()))
  const hour = random.between(7, 19) - (random.chance(0.15) ? 3 : 0)
  return FIRST_DAY + day * DAY + hour * HOUR + random.between(0, HOUR - 1)
}

function timedMessages(
  script: ScriptThread,
  createdAt: number,
  key: string,
  random: SeededRandom,
): SampleMessage[] {
  let now = createdAt + random.between(1, 6) * SECOND + random.between(0, 999)
  let wasGrown = false
  return script.messages.map((message, index): SampleMessage => {
    if (message.grown && !wasGrown) {
      now = FIRST_EXPORT_AT + random.between(30, 18 * 60) * MINUTE + random.between(0, 59_999)
      wasGrown = true
    } else if (index > 0) now += pause(script, index, random)
    const text = message.edited
    return {
      id: objectId(now, `message ${key} ${index}`),
      role: message.role,
      createdAt: now,
      parts: message.parts,
      ...(text === undefined ? {} : { editedAt: EDITED_AT + index }),
    }
  })
}

/** Milliseconds before a message: the assistant answers in seconds, people read and type. */
function pause(script: ScriptThread, index: number, random: SeededRandom): number {
  const message = script.messages[index]
  const wait = (message?.wait ?? 0) * MINUTE
  const first = message?.parts[0]
  const length = first !== undefined && 'text' in first ? first.text.length : 0
  if (message?.role === 'assistant') return wait + random.between(2100, 9000) + length * 12
  return wait + random.between(6000, 90_000) + length * random.between(60, 160)
}

/** As MongoDB makes them: seconds since 1970, then 16 digits; here these come from the seed. */
function objectId(time: number, seed: string): string {
  const seconds = Math.floor(time / SECOND)
    .toString(16)
    .padStart(8, '0')
  return seconds + hash('sha256', seed, 'hex').slice(0, 16)
}
