import type { HistoryEntry } from '../../../domain/analysis/run.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { idOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import type { HistoryDocument, RecordDocument } from './documents.ts'
import { pack } from './packed.ts'
import { addAnalyzerKeys, restate } from './states.ts'
import { TAGS } from './tags.ts'

/** Records that one command writes. */
const AT_ONCE = 1000

/** The `_id` of a record's document. */
export function documentId(kind: RecordKind, encodedId: string): string {
  return `${kind}\n${encodedId}`
}

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
  const documents = [...byId].map(([id, record]): RecordDocument => ({
    _id: documentId(kind, id),
    kind,
    thread: 'threadId' in record ? encodeKey(record.threadId) : null,
    tag: tagOf(kind, record),
    body: pack(record),
  }))
  for (let at = 0; at < documents.length; at += AT_ONCE) {
    held.assertHeld()
    await db.records.bulkWrite(
      documents.slice(at, at + AT_ONCE).map(({ _id, ...replacement }) => ({
        replaceOne: { filter: { _id }, replacement, upsert: true },
      })),
      { ordered: false },
    )
  }
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

/** What statements must know of a record, encoded. */
function tagOf<K extends RecordKind>(kind: K, record: RecordTypes[K]): string | null {
  if (kind === 'analysis') return encodeKey((record as RecordTypes['analysis']).contentHash)
  if (kind === 'tombstone') return encodeKey((record as RecordTypes['tombstone']).key)
  return kind === 'topicModel' ? encodeKey((record as TopicModel).analyzerKey) : null
}

async function writeHistory(db: MongoDatabase, entries: readonly HistoryEntry[]): Promise<void> {
  await db.history.bulkWrite(
    entries.map(({ id, threadId, runId, messageCount, timestamp }) => {
      const time = new Date(timestamp)
      const replacement: Omit<HistoryDocument, '_id'> = {
        entry_id: encodeKey(id),
        thread_id: encodeKey(threadId),
        session_id: encodeKey(runId),
        timestamp: Number.isNaN(time.getTime()) ? null : time,
        message_count: messageCount,
      }
      return {
        replaceOne: { filter: { _id: encodeKey(id) }, replacement, upsert: true },
      }
    }),
    { ordered: false },
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
      .find({ tags: TAGS.analyzed(key) })
      .project<{ id: string }>({ _id: 0, id: 1 })
      .toArray()
    await restate(
      db,
      held,
      rows.map(({ id }) => id),
    )
  }
}
