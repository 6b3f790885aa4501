import { Binary, Decimal128, Long, ObjectId } from 'mongodb'
import type { Document } from 'mongodb'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import { buildThread } from '../../../domain/thread/build-thread.ts'
import type { DraftMessage } from '../../../domain/thread/build-thread.ts'
import type { Message } from '../../../domain/thread/message.ts'
import { mergeThread } from '../../../domain/thread/merge-thread.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { canonicalJson } from '../../../domain/values/canonical-json.ts'
import { encodeKey, isDerivedId } from '../../../domain/values/ids.ts'
import { isJsonObject } from '../../../domain/values/json.ts'
import type { JsonValue } from '../../../domain/values/json.ts'
import { adoptedHistory, rowOfEntry } from '../../adopted-history.ts'
import { seedThread } from '../../seed-thread.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import { writeRecords } from '../documents/record-documents.ts'
import { loadStates } from '../documents/states.ts'
import { readThreads } from '../documents/thread-bodies.ts'
import { writtenThread } from '../documents/thread-document.ts'
import { erasedAmong } from '../thread-source.ts'

const AT_ONCE = 100
const FORMAT = 'mongodb-seed'

/** Documents that are not of our making. */
export const UNADOPTED = { searchable: null, bodyHash: null, seal: null } as never

/**
 * Takes in documents that others put there: `{id, …}` with the messages in `content` or beside the id,
 * with ids that repeat or are missing. Each is kept as it was in `threads_originals`; those of one id
 * are merged. What was erased before goes, and leaves no original. Cut short, it goes on where it was.
 */
export async function adoptThreads(db: MongoDatabase, held: HeldLease): Promise<void> {
  const foreign = db.db.collection('threads')
  for (;;) {
    const documents: Document[] = await foreign.find(UNADOPTED).limit(AT_ONCE).toArray()
    if (documents.length === 0) return
    held.assertHeld()
    await adoptSome(db, held, documents)
  }
}

async function adoptSome(
  db: MongoDatabase,
  held: HeldLease,
  documents: readonly Document[],
): Promise<void> {
  const all = documents.map((document) => ({ document, thread: threadOf(document) }))
  const erased = await erasedAmong(
    db,
    all.map(({ thread }) => thread),
  )
  const given = all.filter(({ thread }) => !erased.has(thread))
  await db.write(
    db.originals,
    given.map(({ document, thread }) => ({
      replaceOne: {
        filter: { _id: document['_id'] as never },
        replacement: { thread: encodeKey(thread.id), original: document },
        upsert: true,
      },
    })),
  )
  const ids = [...new Set(given.map(({ thread }) => encodeKey(thread.id)))]
  // One that is damaged is merged by the next import of it; until then it stays as it is.
  const damaged = new Set<string>()
  const stored = await readThreads(db, ids, ({ id = '' }) => damaged.add(id))
  const stateOf = await loadStates(db, ids)
  const merged = new Map<string, Thread>()
  const place = new Map<string, unknown>()
  for (const { document, thread } of given) {
    const before = merged.get(thread.id) ?? stored.get(thread.id)
    merged.set(thread.id, mergeThread(before, thread).thread)
    if (!place.has(thread.id)) place.set(thread.id, document['_id'])
  }
  for (const [id, thread] of merged) {
    const rev = `${held.fence}-adopted-${String(place.get(id))}`
    const state = stateOf(encodeKey(id), thread.contentHash)
    const { fields, parts } = writtenThread({ thread, hash: bodyHashOf(thread) }, state, rev)
    for (const part of parts) await db.parts.insertOne(part)
    const document = { ...fields, tokens: [] }
    // In the place of the first; a collection that has the unique index takes no second one.
    const filter = stored.has(id)
      ? { id: fields.id, searchable: { $ne: null } }
      : { _id: place.get(id) }
    await db.threads.replaceOne(filter as never, document)
    if (stored.has(id)) await db.parts.deleteMany({ thread: fields.id, version: { $ne: rev } })
  }
  const done = new Set(
    [...merged.keys()].filter((id) => !stored.has(id)).map((id) => place.get(id)),
  )
  const rest = documents.map(({ _id }) => _id as unknown).filter((_id) => !done.has(_id))
  if (rest.length > 0) await db.threads.deleteMany({ _id: { $in: rest as never[] } })
}

function threadOf(document: Document): Thread {
  const value = jsonOf(document)
  const fields = isJsonObject(value) ? value : {}
  const id = fields['id']
  const content = fields['content'] ?? value
  if (typeof id === 'string' && id !== '') return seedThread(id, content, FORMAT)
  if (typeof id === 'number') return seedThread(String(id), content, FORMAT)
  // Without an id the thread is its content.
  const { title, messages } = seedThread('?', content, FORMAT)
  const drafts = messages.map(draftOf)
  return buildThread(
    { ...(title === undefined ? {} : { title }), messages: drafts },
    { format: FORMAT },
  )
}

/** An id that was made here is made again, as it counts how often a message comes. */
function draftOf({ id, role, userId, createdAt, content }: Message): DraftMessage {
  return {
    ...(isDerivedId(id) ? {} : { id }),
    role,
    ...(userId === undefined ? {} : { userId }),
    ...(createdAt === undefined ? {} : { createdAt }),
    content,
  }
}

/** What BSON has beyond JSON, as text. */
function jsonOf(value: unknown): JsonValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint' || value instanceof Decimal128) return String(value)
  if (value instanceof Long) return value.toString()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof ObjectId) return value.toHexString()
  if (value instanceof Binary) return value.toString('base64')
  if (Array.isArray(value)) return value.map(jsonOf)
  if (typeof value !== 'object') return null
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, jsonOf(member)]))
}

/**
 * Rows of a history that is not ours belong to the key `legacy`, one entry for each thread that they name.
 * They stay as they are but for two fields of ours: `entry_id`, and in `thread_id` what is encoded in it.
 */
export async function adoptHistory(db: MongoDatabase, held: HeldLease): Promise<void> {
  const history = db.db.collection('analysis_history')
  for (;;) {
    const rows: Document[] = await history.find({ entry_id: null }).limit(AT_ONCE).toArray()
    if (rows.length === 0) return
    const adopted = rows.map(historyOf)
    await writeRecords(db, held, 'history', adopted.flat(), { toSeedCollection: false })
    held.assertHeld()
    await db.write(
      history,
      rows.map(({ _id, thread_id }, index) => {
        const [first, ...rest] = adopted[index] ?? []
        const isPlain = rest.length === 0 && first !== undefined && !Array.isArray(thread_id)
        const fields = {
          entry_id: first === undefined ? '' : encodeKey(rowOfEntry(first.id)),
          ...(isPlain ? { thread_id: encodeKey(first.threadId) } : {}),
        }
        return { updateOne: { filter: { _id: _id as ObjectId }, update: { $set: fields } } }
      }),
    )
  }
}

function historyOf(row: Document): HistoryEntry[] {
  const value = jsonOf(row)
  if (!isJsonObject(value)) return []
  const { _id = null } = value
  // The document's own `_id`, whatever type it has.
  return adoptedHistory(value, typeof _id === 'string' ? _id : canonicalJson(_id))
}
