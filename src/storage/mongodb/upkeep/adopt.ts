import { randomUUID } from 'node:crypto'
import { BSON } from 'mongodb'
import type { Document, ObjectId } from 'mongodb'
import { mergeThread } from '../../../domain/thread/merge-thread.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { rowOfEntry } from '../../core/adoption/adopted-history.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import type { ThreadDocument } from '../documents/documents.ts'
import { foreignThread, historyOf } from '../documents/foreign-documents.ts'
import { lackedBy } from '../documents/readable-thread.ts'
import { putRecords } from '../documents/record-documents.ts'
import { loadStates } from '../documents/states.ts'
import { readThreads } from '../documents/thread-bodies.ts'
import { writtenThread } from '../documents/thread-document.ts'
import { IS_OURS, UNADOPTED } from '../documents/thread-fields.ts'
import { erasedAmong } from '../thread-source.ts'

const AT_ONCE = 100

/** Bytes of a document of others beside which there is room for what is ours. */
const ROOM = 4_000_000

/**
 * Takes in documents that others put there: `{id, …}` with the messages in `content` or beside the id,
 * with ids that repeat or are missing. Each keeps its fields where they are and gets ours beside them;
 * those of one id are merged into the first, and all are kept as they were in `threads_originals`. What
 * was erased before goes, and leaves no original. Cut short, it goes on where it was.
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
  const all = documents.map((document) => ({ document, thread: foreignThread(document) }))
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
  const stored = await readThreads(db, ids, () => undefined)
  const stateOf = await loadStates(db, ids)
  const merged = new Map<string, Thread>()
  const first = new Map<string, Given>()
  for (const one of given) {
    const { id } = one.thread
    const before = merged.get(id) ?? stored.get(id)
    merged.set(id, mergeThread(before, one.thread).thread)
    // In the place of the first; a collection that has the unique index takes no second one.
    if (!stored.has(id) && !first.has(id)) first.set(id, one)
  }
  for (const [id, thread] of merged) {
    const place = first.get(id)
    const rev = `${held.fence}-adopted-${String(place?.document['_id'] ?? randomUUID())}`
    const state = stateOf(encodeKey(id), thread.contentHash)
    const hash = bodyHashOf(thread)
    const { document, parts } = writtenThread({ thread, hash }, state, { rev })
    for (const part of parts) await db.parts.insertOne(part)
    if (place !== undefined) await writeInto(db, place, document)
    else {
      await db.threads.updateOne({ $and: [{ id: document.id }, IS_OURS] }, { $set: document })
      await db.parts.deleteMany({ thread: document.id, version: { $ne: rev } })
    }
  }
  const done = new Set([...first.values()].map(({ document }) => document['_id'] as unknown))
  const rest = documents.map(({ _id }) => _id as unknown).filter((_id) => !done.has(_id))
  if (rest.length > 0) await db.threads.deleteMany({ _id: { $in: rest as never[] } })
}

interface Given {
  readonly document: Document
  readonly thread: Thread
}

/** Whether a document of others has room for ours beside what it has. */
export function leavesRoom(document: Document): boolean {
  return BSON.calculateObjectSize(document) <= ROOM
}

/** Beside what a document has, which stays; one that leaves no room for ours is replaced. */
async function writeInto(db: MongoDatabase, place: Given, ours: ThreadDocument): Promise<void> {
  const filter = { _id: place.document['_id'] as never }
  if (!leavesRoom(place.document)) {
    await db.threads.replaceOne(filter, ours)
    return
  }
  const { id, hitcraft, ...readable } = ours
  const isOfThatContent = place.thread.contentHash === hitcraft.contentHash
  const lacked = lackedBy(place.document, readable, isOfThatContent)
  const named = place.document['id'] === id ? {} : { id }
  await db.threads.updateOne(filter, { $set: { ...named, ...lacked, hitcraft } })
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
    await putRecords(db, held, 'history', adopted.flat())
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
