import { LEGACY_KEY } from '../../../domain/analysis/analyzer-key.ts'
import { threadDigits } from '../../../domain/analysis/run.ts'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import { isJsonArray, isJsonObject, jsonIfAny } from '../../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../../domain/values/json.ts'
import { midnightOf } from '../../../domain/values/time.ts'

/** Names under which other programs keep the threads of a row, the first that is there counts. */
const THREADS = [
  'thread_id',
  'threadId',
  'thread_ids',
  'threadIds',
  'threads',
  'analyzed_threads',
  'analyzedThreads',
] as const
const IDS = ['thread_id', 'threadId', 'id', '_id'] as const
const TIMES = ['timestamp', 'date', 'created_at', 'createdAt'] as const
const SESSIONS = ['session_id', 'sessionId'] as const
const COUNTS = ['message_count', 'messageCount'] as const

/** Seconds since 1970 stay below this until the year 5138; milliseconds were above it from 1973 on. */
const MOST_SECONDS = 1e11

/**
 * The lines of the history that a row or document stands for which another program wrote: one for each
 * thread that it names, all under the key `legacy`. A row that names none gives none. What the row does
 * not say (the time, the number of messages) the lines do not say either.
 *
 * @param number what the row is called where it lies, the same each time it is read
 */
export function adoptedHistory(row: JsonObject, number: string): HistoryEntry[] {
  const threads = THREADS.map((name) => namedIn(row[name])).find((found) => found.length > 0) ?? []
  const timestamp = TIMES.map((name) => timeOf(row[name])).find((time) => time !== undefined)
  const base = `${timestamp ?? ''}-legacy-${number.padStart(10, '0')}`
  const runId = `legacy-${textOf(row, SESSIONS) ?? 'unknown'}`
  const isAlone = threads.length === 1
  const time = timestamp === undefined ? {} : { timestamp }
  return threads.map((thread): HistoryEntry => {
    const id = isAlone ? base : `${base}#${threadDigits(thread.id)}`
    const entry = { id, threadId: thread.id, runId, analyzerKey: LEGACY_KEY, contentHash: '' }
    // The number of a row with many threads is that of all together.
    const messageCount = thread.messageCount ?? (isAlone ? countOf(row) : undefined)
    return Object.assign(entry, time, messageCount === undefined ? {} : { messageCount })
  })
}

/** The part of an entry's id that all entries of one row have in common. */
export function rowOfEntry(entryId: string): string {
  return entryId.replace(/#[0-9a-f]{16}$/, '')
}

interface NamedThread {
  readonly id: string
  readonly messageCount?: number
}

/** An id, a list of ids or of objects that have one, an object by ids, or any of these as JSON text. */
function namedIn(value: JsonValue | undefined): NamedThread[] {
  const found = new Map<string, NamedThread>()
  const take = (thread: NamedThread | undefined) => {
    if (thread !== undefined && !found.has(thread.id)) found.set(thread.id, thread)
  }
  const given = typeof value === 'string' ? parsed(value) : value
  if (isJsonArray(given)) for (const one of given) take(threadOf(one))
  else if (isJsonObject(given)) {
    const own = threadOf(given)
    if (own === undefined) for (const [id, one] of Object.entries(given)) take(threadOf(one, id))
    else take(own)
  } else take(threadOf(given))
  return [...found.values()]
}

/** A list or an object that was put into a text; an id stays one. */
function parsed(text: string): JsonValue {
  return /^\s*[[{]/.test(text) ? (jsonIfAny(text) ?? text) : text
}

function threadOf(value: JsonValue | undefined, key?: string): NamedThread | undefined {
  const id =
    key ?? (isJsonObject(value) ? textOf(value, IDS) : value === undefined ? '' : plainText(value))
  if (id === undefined || id === '') return undefined
  const messageCount = isJsonObject(value) ? countOf(value) : undefined
  return { id, ...(messageCount === undefined ? {} : { messageCount }) }
}

function countOf(value: JsonObject): number | undefined {
  const text = textOf(value, COUNTS)
  const count = text === undefined || text === '' ? Number.NaN : Number(text)
  if (Number.isSafeInteger(count) && count >= 0) return count
  const { messages } = value
  return Array.isArray(messages) ? messages.length : undefined
}

function textOf(value: JsonObject, names: readonly string[]): string | undefined {
  return names.map((name) => plainText(value[name])).find((text) => text !== undefined)
}

function plainText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](.+?)(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** ISO 8601 in UTC; of a time without a zone it is taken for that. Undefined for what is no time. */
function timeOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return isoOf(new Date(value < MOST_SECONDS ? value * 1000 : value))
  if (typeof value !== 'string') return undefined
  const [, year, month, day, time = '00:00:00', zone = 'Z'] = ISO.exec(value.trim()) ?? []
  if (year === undefined) return undefined
  // A 30th of February would be taken for the 2nd of March.
  if (Number.isNaN(midnightOf(Number(year), Number(month), Number(day)))) return undefined
  const offset = /^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone
  return isoOf(new Date(`${year}-${month}-${day}T${time}${offset}`))
}

function isoOf(date: Date): string | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
