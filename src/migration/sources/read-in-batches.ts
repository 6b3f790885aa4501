import { BATCH_BYTES, BatchSize } from './batch-size.ts'
import type { MovedKind } from './moved-kinds.ts'
import type { RecordSource } from './record-source.ts'
import { bytesOf } from './walked-record.ts'
import type { WalkedRecord } from './walked-record.ts'

/** Threads may be large, and one that is a thousand times as large as those before it is not told from them. */
const MOST_AT_ONCE = 16
/** Ids of a batch: damaged records, and those that are not there, have no bytes. */
const MOST_IDS = 200

/** A stretch of ids with what was read of it. */
export interface ReadBatch {
  readonly ids: readonly string[]
  /** What is not there is left out. */
  readonly records: readonly WalkedRecord[]
}

/**
 * Reads records by id, in the order given, in batches of about a megabyte: few at once, and fewer where they are large. Memory
 * holds one batch, and of records that are far larger than those before them sixteen.
 */
export class BatchReader {
  readonly #read: RecordSource['read']
  readonly #size = new BatchSize(MOST_AT_ONCE)

  constructor(source: Pick<RecordSource, 'read'>) {
    this.#read = (kind, ids) => source.read(kind, ids)
  }

  /** The next batch, of one id at least where there is one. @param most ids of it */
  async next(kind: MovedKind, ids: readonly string[], most = ids.length): Promise<ReadBatch> {
    const records: WalkedRecord[] = []
    let bytes = 0
    let at = 0
    while (at < most && bytes < BATCH_BYTES) {
      const some = ids.slice(at, Math.min(most, at + this.#size.records))
      if (some.length === 0) break
      const read = await this.#read(kind, some)
      const took = read.reduce((sum, record) => sum + bytesOf(record), 0)
      this.#size.note(read.length, took)
      records.push(...read)
      bytes += took
      at += some.length
    }
    return { ids: ids.slice(0, at), records }
  }

  async *all(kind: MovedKind, ids: readonly string[]): AsyncGenerator<ReadBatch> {
    for (let at = 0; at < ids.length;) {
      const batch = await this.next(kind, ids.slice(at, at + MOST_IDS))
      at += batch.ids.length
      yield batch
    }
  }
}
