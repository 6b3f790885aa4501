import type { Analysis } from '../../../domain/analysis/analysis.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { analysisId, idOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import type { Run } from '../../../domain/analysis/run.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import type { TopicAssignment } from '../../../domain/analysis/topic-model.ts'
import type { AnalyzedThread, RecordListQuery } from '../../chat-store.ts'
import { writeAnalysisHistory } from './analysis-history.ts'
import { commit, jsonFrame } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { FRAME } from './disk/log.ts'

/** Behind every id. */
const LAST_ID = '\u{10FFFF}'.repeat(8)

/** Records of every kind, analyses among them. */
export class FileRecords {
  readonly #context: FileContext

  constructor(context: FileContext) {
    this.#context = context
  }

  async putRecords<K extends RecordKind>(
    kind: K,
    records: readonly RecordTypes[K][],
  ): Promise<void> {
    if (records.length === 0) return
    await this.#context.catalog.write(() =>
      commit(
        this.#context,
        records.map((record) => this.change(kind, record)),
      ),
    )
    if (kind === 'run' && (records as readonly Run[]).some(({ status }) => status !== 'running')) {
      writeAnalysisHistory(this.#context)
    }
    this.#context.wake()
  }

  /** A record as a change of the log and the catalog. */
  change<K extends RecordKind>(kind: K, record: RecordTypes[K]): Change {
    const id = idOfRecord(kind, record)
    return {
      ...jsonFrame(FRAME.record, { kind, id, record }),
      apply: () => this.#context.writer.record(kind, record),
    }
  }

  async getRecord<K extends RecordKind>(kind: K, id: string): Promise<RecordTypes[K] | undefined> {
    const row = this.#context.catalog.one(
      'SELECT body FROM records WHERE kind = ? AND id = ?',
      kind,
      encodeKey(id),
    )
    return row === undefined ? undefined : (JSON.parse(String(row['body'])) as RecordTypes[K])
  }

  async listRecords<K extends RecordKind>(
    kind: K,
    query: RecordListQuery = {},
  ): Promise<readonly RecordTypes[K][]> {
    const limit = checkedLimit(query.limit)
    const descending = query.descending === true
    const after = query.after === undefined ? (descending ? LAST_ID : '') : encodeKey(query.after)
    const rows = this.#context.catalog.all(
      `SELECT body FROM records WHERE kind = ? AND id ${descending ? '<' : '>'} ?
       ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT ?`,
      kind,
      after,
      limit,
    )
    return rows.map((row) => JSON.parse(String(row['body'])) as RecordTypes[K])
  }

  async countRecords(kind: RecordKind): Promise<number> {
    const row = this.#context.catalog.one('SELECT count(*) AS n FROM records WHERE kind = ?', kind)
    return Number(row?.['n'])
  }

  async saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    if (items.length === 0) return
    const { catalog } = this.#context
    await catalog.write(() =>
      commit(
        this.#context,
        items.flatMap((item) => this.#analysis(item)),
      ),
    )
    this.#context.wake()
  }

  #analysis({ analysis, entry }: AnalyzedThread): Change[] {
    const { threadId, analyzerKey, contentHash } = analysis
    const thread = this.#context.catalog.one(
      'SELECT content_hash FROM threads WHERE id = ?',
      encodeKey(threadId),
    )
    if (thread === undefined) return []
    const present = thread['content_hash']
    const stored = this.#analysisNow(analysisId(analyzerKey, threadId))
    const keepsStored = stored?.contentHash === present && contentHash !== present
    return [
      ...(keepsStored ? [] : [this.change('analysis', analysis)]),
      this.change('history', entry),
    ]
  }

  #analysisNow(id: string): Analysis | undefined {
    const row = this.#context.catalog.one(
      "SELECT body FROM records WHERE kind = 'analysis' AND id = ?",
      encodeKey(id),
    )
    return row === undefined ? undefined : (JSON.parse(String(row['body'])) as Analysis)
  }

  async saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    const { catalog } = this.#context
    await catalog.write(() => {
      const known = assignments.filter(
        ({ threadId }) =>
          catalog.one('SELECT 1 FROM threads WHERE id = ?', encodeKey(threadId)) !== undefined,
      )
      commit(
        this.#context,
        known.map((assignment) => this.change('topicAssignment', assignment)),
      )
    })
    this.#context.wake()
  }
}
