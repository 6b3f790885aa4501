import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import { standsAlone } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { TopicAssignment } from '../../domain/analysis/topic-model.ts'
import type { AnalyzedThread, RecordListQuery } from '../chat-store.ts'
import { readable } from '../core/damaged.ts'
import { planAnalyses } from '../core/plan-analyses.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { documentId, RECORD, recordOf } from './documents/record-document.ts'
import type { RecordFields } from './documents/record-document.ts'
import { idsOfKind, writeRecords } from './documents/record-documents.ts'
import { textField } from './documents/packed.ts'
import { IS_LISTED, ownOf, projectionOf, refOf } from './documents/thread-fields.ts'
import { makeChange } from './unfinished.ts'

/** Records written while the lease is held once. */
const AT_ONCE = 1000

/** Records of every kind, analyses among them. */
export class MongoRecords {
  readonly #db: MongoDatabase
  readonly #lease: WriterLease

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  async putRecords<K extends RecordKind>(
    kind: K,
    records: readonly RecordTypes[K][],
  ): Promise<void> {
    for (let at = 0; at < records.length; at += AT_ONCE) {
      const some = records.slice(at, at + AT_ONCE)
      await this.#lease.hold((held) =>
        standsAlone(kind)
          ? writeRecords(this.#db, held, kind, some)
          : makeChange(this.#db, held, { what: 'records', groups: [{ kind, records: some }] }),
      )
    }
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

  async saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    for (let at = 0; at < items.length; at += AT_ONCE) {
      await this.#saveAnalyses(items.slice(at, at + AT_ONCE))
    }
  }

  #saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    return this.#lease.hold(async (held) => {
      const hashes = await this.#contentHashes(items.map(({ analysis }) => analysis.threadId))
      const stored = await this.#stored(items)
      const planned = planAnalyses(items, {
        ofThread: (id) => hashes.get(id),
        ofAnalysis: (id) => stored.get(id),
      })
      if (planned.length === 0) return
      await makeChange(this.#db, held, {
        what: 'records',
        groups: [
          { kind: 'history', records: planned.map(({ entry }) => entry) },
          { kind: 'analysis', records: planned.flatMap(({ analysis }) => analysis ?? []) },
        ],
      })
    })
  }

  async saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    for (let at = 0; at < assignments.length; at += AT_ONCE) {
      const some = assignments.slice(at, at + AT_ONCE)
      await this.#lease.hold(async (held) => {
        const present = await this.#contentHashes(some.map(({ threadId }) => threadId))
        const records = some.filter(({ threadId }) => present.has(threadId))
        if (records.length === 0) return
        const groups = [{ kind: 'topicAssignment' as const, records }]
        await makeChange(this.#db, held, { what: 'records', groups })
      })
    }
  }

  /** Of the threads that are there, by their ids. */
  async #contentHashes(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.#db.threads
      .find({ $and: [{ id: { $in: [...new Set(ids)].map(encodeKey) } }, IS_LISTED] })
      .project(projectionOf('contentHash'))
      .toArray()
    return new Map(
      rows.map((row) => [decodeKey(refOf(row).id), textField(ownOf(row)['contentHash'])]),
    )
  }

  /** Content hashes of the stored analyses, by their ids. */
  async #stored(items: readonly AnalyzedThread[]): Promise<Map<string, string>> {
    const ids = items.map(({ analysis }) =>
      documentId('analysis', encodeKey(analysisId(analysis.analyzerKey, analysis.threadId))),
    )
    const rows = await this.#db.records
      .find({ _id: { $in: ids } })
      .project<{ _id: string; tag: unknown }>({ _id: 1, tag: 1 })
      .toArray()
    return new Map(
      rows.map(({ _id, tag }) => [
        decodeKey(_id.slice('analysis\n'.length)),
        decodeKey(textField(tag)),
      ]),
    )
  }
}
