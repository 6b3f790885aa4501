import type { AnyBulkWriteOperation, Collection, Filter, OptionalId } from 'mongodb'
import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { idOfRecord, tagOfRecord, threadOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import type { HistoryDocument, RecordDocument } from './documents.ts'
import { pack } from './packed.ts'
import { documentId, sealOfDocument } from './record-document.ts'
import { addAnalyzerKeys, restate } from './states.ts'
import { TAGS } from './tags.ts'

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
  options: { readonly toSeedCollection: boolean } = { toSeedCollection: true },
): Promise<void> {
  if (records.length === 0) return
  // Of two with one id the later counts.
  const byId = new Map(records.map((record) => [encodeKey(idOfRecord(kind, record)), record]))
  const documents = [...byId].map(([id, record]) => documentOf(kind, id, record))
  held.assertHeld()
  await putDocuments(db, db.records, documents)
  if (kind === 'history' && options.toSeedCollection) {
    await writeHistory(db, [...byId.values()] as HistoryEntry[])
  }
  if (kind === 'analysis') {
    const analyses = [...byId.values()] as RecordTypes['analysis'][]
    await addAnalyzerKeys(
      db,
      held,
      analyses.map(({ analyzerKey }) => analyzerKey),
    )
  }
  if (kind === 'topicModel') await retopic(db, held, [...byId.values()] as TopicModel[])
  if (kind === 'analysis' || kind === 'topicAssignment') {
    await restate(db, held, [...new Set(documents.flatMap(({ thread }) => thread ?? []))])
  }
}

function documentOf<K extends RecordKind>(
  kind: K,
  encodedId: string,
  record: RecordTypes[K],
): RecordDocument {
  const thread = keyOrNull(threadOfRecord(kind, record))
  const tag = keyOrNull(tagOfRecord(kind, record))
  const fields = { _id: documentId(kind, encodedId), thread, tag }
  const seal = sealOfDocument(kind, fields, JSON.stringify(record))
  return { ...fields, kind, body: pack(record), seal }
}

function keyOrNull(text: string | undefined): string | null {
  return text === undefined ? null : encodeKey(text)
}

function writeHistory(db: MongoDatabase, entries: readonly HistoryEntry[]): Promise<void> {
  const documents = entries.map(
    ({ id, threadId, runId, messageCount, timestamp }): HistoryDocument => {
      const time = new Date(timestamp ?? Number.NaN)
      return {
        _id: encodeKey(id),
        entry_id: encodeKey(id),
        thread_id: encodeKey(threadId),
        session_id: encodeKey(runId),
        timestamp: Number.isNaN(time.getTime()) ? null : time,
        message_count: messageCount ?? null,
      }
    },
  )
  return putDocuments(db, db.history, documents)
}

/** Inserts what is not there, which costs the server least, and replaces the rest. */
async function putDocuments<T extends { readonly _id: string }>(
  db: MongoDatabase,
  collection: Collection<T>,
  documents: readonly T[],
): Promise<void> {
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
}

/** After a new topic model of a key: assignments of the older one count no more. */
async function retopic(
  db: MongoDatabase,
  held: HeldLease,
  models: readonly TopicModel[],
): Promise<void> {
  for (const key of new Set(models.map(({ analyzerKey }) => analyzerKey))) {
    const rows = await db.threads
      .find({ 'hitcraft.tags': TAGS.analyzed(key) })
      .project<{ id: string }>({ _id: 0, id: 1 })
      .toArray()
    await restate(
      db,
      held,
      rows.map(({ id }) => id),
    )
  }
}
