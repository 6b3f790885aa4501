import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { standsAlone } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { RecordListQuery } from '../chat-store.ts'
import { readable } from '../core/damaged.ts'
import type { RecordEngine, RecordPlan, StoredHashes, WantedHashes } from '../core/record-writes.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { documentId, idIn, RECORD, recordOf } from './documents/record-document.ts'
import type { RecordFields } from './documents/record-document.ts'
import { idsOfKind, writeRecords } from './documents/record-documents.ts'
import { textField } from './documents/packed.ts'
import { IS_LISTED, ownOf, projectionOf, refOf } from './documents/thread-fields.ts'
import { makeChange } from './unfinished.ts'

/** Records of every kind, analyses among them. */
export class MongoRecords implements RecordEngine {
  /** Records written while the lease is held once. */
  readonly atOnce = 1000
  readonly #db: MongoDatabase
  readonly #lease: WriterLease

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  write(wanted: WantedHashes, plan: RecordPlan): Promise<void> {
    const db = this.#db
    return this.#lease.hold(async (held) => {
      const groups = plan(await storedHashes(db, wanted))
      const [first, ...others] = groups
      if (first === undefined) return
      if (others.length === 0 && standsAlone(first.kind)) {
        await writeRecords(db, held, first.kind, first.records)
      } else await makeChange(db, held, { what: 'records', groups })
    })
  }

  async getRecord<K extends RecordKind>(kind: K, id: string): Promise<RecordTypes[K] | undefined> {
    const row = await this.#db.records.findOne<RecordFields>(
      { _id: documentId(kind, encodeKey(id)) },
      { projection: RECORD },
    )
    return row === null ? undefined : recordOf(kind, row)
  }

  async listRecords<K extends RecordKind>(
    kind: K,
    query: RecordListQuery = {},
  ): Promise<readonly RecordTypes[K][]> {
    const limit = checkedLimit(query.limit)
    const descending = query.descending === true
    const { after } = query
    // Before the first there is nothing.
    if (descending && after === '') return []
    const rows = await this.#db.records
      .find({ _id: idsOfKind(kind, encodeKey(after ?? ''), descending) })
      .sort({ _id: descending ? -1 : 1 })
      .limit(limit)
      .project<RecordFields>(RECORD)
      .toArray()
    return rows.flatMap((row) => readable(() => recordOf(kind, row), query.onDamage) ?? [])
  }

  async countRecords(kind: RecordKind): Promise<number> {
    return this.#db.records.countDocuments({ _id: idsOfKind(kind) })
  }
}

async function storedHashes(
  db: MongoDatabase,
  { threads, analyses }: WantedHashes,
): Promise<StoredHashes> {
  const hashes =
    threads.length === 0
      ? []
      : await db.threads
          .find({ $and: [{ id: { $in: [...new Set(threads)].map(encodeKey) } }, IS_LISTED] })
          .project(projectionOf('contentHash'))
          .map((row) => [decodeKey(refOf(row).id), textField(ownOf(row)['contentHash'])] as const)
          .toArray()
  const ids = analyses.map((id) => documentId('analysis', encodeKey(id)))
  const tags =
    ids.length === 0
      ? []
      : await db.records
          .find({ _id: { $in: ids } })
          .project<{ _id: string; tag: unknown }>({ _id: 1, tag: 1 })
          .map(({ _id, tag }) => [idIn(_id), decodeKey(textField(tag))] as const)
          .toArray()
  const [ofThreads, ofAnalyses] = [new Map(hashes), new Map(tags)]
  return { ofThread: (id) => ofThreads.get(id), ofAnalysis: (id) => ofAnalyses.get(id) }
}
