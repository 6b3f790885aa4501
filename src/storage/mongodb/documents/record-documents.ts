import type { AnyBulkWriteOperation, Collection, Filter, OptionalId } from 'mongodb'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import { RECORD_KINDS } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { ofKind, recordRows } from '../../core/record-row.ts'
import type { RecordRow } from '../../core/record-row.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import type { HistoryDocument, RecordDocument } from './documents.ts'
import { packText } from './packed.ts'
import { documentId } from './record-document.ts'
import { restate } from './states.ts'
import { TAGS } from './tags.ts'
import { projectionOf, refOf } from './thread-fields.ts'

/** Every `_id` of a kind, beyond one of its encoded ids. */
export function idsOfKind(kind: RecordKind, after = '', descending = false) {
  return descending && after !== ''
    ? { $gt: `${kind}\n`, $lt: documentId(kind, after) }
    : { $gt: documentId(kind, after), $lt: `${kind}\v` }
}

/**
 * Writes records and what follows from them: states of threads, rows of the readable history. The
 * caller holds the lease, and has noted down what is to be written if it is more than one document.
 */
export async function writeRecords<K extends RecordKind>(
  db: MongoDatabase,
  held: HeldLease,
  kind: K,
  records: readonly RecordTypes[K][],
): Promise<void> {
  const rows = await putRecords(db, held, kind, records)
  const entries = ofKind('history', kind, records)
  if (entries.length > 0) {
    await putDocuments(db, db.history, historyDocuments(entries))
  }
  const { modelOf, state } = RECORD_KINDS[kind]
  if (modelOf !== undefined) await restateUnder(db, held, new Set(records.map(modelOf)))
  if (state !== undefined) {
    await restate(db, held, [...new Set(rows.flatMap(({ thread }) => thread ?? []))])
  }
}

/** Writes records from which nothing follows that is not so already. */
export async function putRecords<K extends RecordKind>(
  db: MongoDatabase,
  held: HeldLease,
  kind: K,
  records: readonly RecordTypes[K][],
): Promise<readonly RecordRow[]> {
  const rows = recordRows(kind, records)
  held.assertHeld()
  held.count(kind, await putDocuments(db, db.records, rows.map(documentOf)))
  return rows
}

function documentOf({ kind, key, text, ...row }: RecordRow): RecordDocument {
  return { _id: documentId(kind, key), kind, ...row, body: packText(text) }
}

function historyDocuments(entries: readonly HistoryEntry[]): HistoryDocument[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]))
  return [...byId.values()].map(({ id, threadId, runId, messageCount, timestamp }) => {
    const time = new Date(timestamp ?? Number.NaN)
    return {
      _id: encodeKey(id),
      entry_id: encodeKey(id),
      thread_id: encodeKey(threadId),
      session_id: encodeKey(runId),
      timestamp: Number.isNaN(time.getTime()) ? null : time,
      message_count: messageCount ?? null,
    }
  })
}

/**
 * Inserts what is not there, which costs the server least, and replaces the rest.
 * @returns how many were inserted
 */
async function putDocuments<T extends { readonly _id: string }>(
  db: MongoDatabase,
  collection: Collection<T>,
  documents: readonly T[],
): Promise<number> {
  if (documents.length === 0) return 0
  const rows = await collection
    .find({ _id: { $in: documents.map(({ _id }) => _id) } } as Filter<T>)
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  const there = new Set(rows.map(({ _id }) => _id))
  await db.write(
    collection,
    documents.map((document): AnyBulkWriteOperation<T> => {
      const { _id, ...replacement } = document
      return there.has(_id)
        ? { replaceOne: { filter: { _id } as Filter<T>, replacement, upsert: true } }
        : { insertOne: { document: document as OptionalId<T> } }
    }),
  )
  return documents.length - there.size
}

/** After a new model of these keys: what was made under an older one counts no more. */
async function restateUnder(
  db: MongoDatabase,
  held: HeldLease,
  keys: ReadonlySet<string>,
): Promise<void> {
  const rows = await db.threads
    .find({ 'hitcraft.tags': { $in: [...keys].map(TAGS.analyzed) } })
    .project(projectionOf())
    .toArray()
  await restate(
    db,
    held,
    rows.map((row) => refOf(row).id),
  )
}
