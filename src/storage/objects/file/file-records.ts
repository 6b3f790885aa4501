import { ofKind } from '../../core/record-row.ts'
import { idOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import type { TopicAssignment } from '../../../domain/analysis/topic-model.ts'
import type { AnalyzedThread } from '../../chat-store.ts'
import { ofKnownThreads, recordsOfAnalyses } from '../catalog/analysis-records.ts'
import { writeAnalysisHistory } from './analysis-history.ts'
import { commit, refuseReadOnly } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { FRAME } from './disk/log.ts'
import { recordText } from './disk/record-files.ts'
import { catchUp } from './recovery/catch-up.ts'

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
    await this.#write(() => records.map((record) => this.change(kind, record)))
    if (ofKind('run', kind, records).some(({ status }) => status !== 'running')) {
      writeAnalysisHistory(this.#context)
    }
    this.#context.wake()
  }

  /** A record as a change of the log and the catalog. */
  change<K extends RecordKind>(kind: K, record: RecordTypes[K]): Change {
    const id = idOfRecord(kind, record)
    return {
      type: FRAME.record,
      payload: Buffer.from(recordText({ kind, id, record })),
      apply: () => this.#context.writer.record(kind, record),
    }
  }

  async saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    if (items.length === 0) return
    await this.#write(() =>
      recordsOfAnalyses(this.#context.catalog, items).map(({ kind, record }) =>
        this.change(kind, record),
      ),
    )
    this.#context.wake()
  }

  async saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    await this.#write(() =>
      ofKnownThreads(this.#context.catalog, assignments).map((assignment) =>
        this.change('topicAssignment', assignment),
      ),
    )
    this.#context.wake()
  }

  async #write(changesOf: () => Change[]): Promise<void> {
    refuseReadOnly(this.#context)
    await this.#context.catalog.write(() => {
      catchUp(this.#context)
      commit(this.#context, changesOf())
    })
  }
}
