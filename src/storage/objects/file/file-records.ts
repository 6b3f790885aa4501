import { ofKind } from '../../core/record-row.ts'
import { idOfRecord, threadOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import type { RecordEngine, RecordPlan, WantedHashes } from '../../core/record-writes.ts'
import { storedHashes } from '../catalog/catalog-records.ts'
import { compareIds } from '../../../domain/values/ids.ts'
import { writeAnalysisHistory } from './analysis-history.ts'
import { commit, refuseReadOnly } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { FRAME } from './disk/log.ts'
import { recordText } from './disk/record-files.ts'
import { catchUp } from './recovery/catch-up.ts'

/** Writing records of every kind; what they say is read from the catalog. */
export class FileRecords implements RecordEngine {
  readonly #context: FileContext

  constructor(context: FileContext) {
    this.#context = context
  }

  async write(_: WantedHashes, plan: RecordPlan): Promise<void> {
    const context = this.#context
    refuseReadOnly(context)
    const groups = await context.catalog.write(() => {
      catchUp(context)
      const planned = plan(storedHashes(context.catalog))
      const changes = planned.flatMap(({ kind, records }) =>
        records.map((record) => ({
          thread: threadOfRecord(kind, record) ?? '',
          change: this.change(kind, record),
        })),
      )
      // A torn tail is taken in as far as it holds, so what is about one thread stands together.
      changes.sort((a, b) => compareIds(a.thread, b.thread))
      commit(
        context,
        changes.map(({ change }) => change),
      )
      return planned
    })
    const runs = groups.flatMap(({ kind, records }) => ofKind('run', kind, records))
    if (runs.some(({ status }) => status !== 'running')) writeAnalysisHistory(context)
    context.wake()
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
}
