import type { ImportRecord } from '../domain/import-record.ts'
import type { JsonValue } from '../domain/values/json.ts'
import type { Thread } from '../domain/thread/thread.ts'
import { Clock } from '../domain/values/time.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore, StoredOutcome } from '../storage/chat-store.ts'
import type { ByteSource, ImportBatch, Importer } from './importer.ts'
import type { ImportFileOptions } from './import-options.ts'
import { RejectsFile } from './rejects-file.ts'
import { ThreadTally } from './thread-tally.ts'

/** How far back to look for an interrupted import of the same bytes. */
const LOOK_BACK = 200
/** Milliseconds between two stored states of an import under way. */
const SAVE_INTERVAL = 1000
/** Threads handed to the store at once. */
const MERGE_AT_ONCE = 500

const OUTCOME_CODE = { unchanged: 1, updated: 2, added: 3, erased: 4 } as const

/** One import of one log: reads it, merges it, keeps the record. */
export class ImportWork {
  readonly #store: ChatStore
  readonly #source: ByteSource
  readonly #importer: Importer
  readonly #options: ImportFileOptions
  readonly #rejects: RejectsFile
  /** What this import did to each thread, so that pieces of one count once. */
  readonly #outcomes = new ThreadTally()
  #record: ImportRecord
  #clock: Clock
  #savedAt = 0

  constructor(
    store: ChatStore,
    source: ByteSource,
    importer: Importer,
    options: ImportFileOptions,
    record: ImportRecord,
  ) {
    this.#store = store
    this.#source = source
    this.#importer = importer
    this.#options = options
    this.#clock = new Clock(record.clock ?? record.startedAt)
    this.#record = { ...record, clock: record.clock ?? record.startedAt }
    this.#rejects = new RejectsFile(options.rejectsFolder, record.id)
  }

  /** @param size bytes of the content, where known */
  async run(size: number | undefined): Promise<ImportRecord> {
    const before = await this.#interruptedBefore()
    if (before !== undefined) this.#goOnFrom(before)
    const { signal } = this.#options
    try {
      await this.#save({ status: 'reading' })
      const asOf = await this.#importer.newestMessageAt(this.#source, {
        ...(signal === undefined ? {} : { signal }),
        clock: this.#clock,
        onBytes: (bytes) => this.#progress(bytes, size),
      })
      await this.#readThreads(asOf, size)
      const { resume: _resume, ...record } = this.#record
      this.#record = record
      const notes = [...this.#record.notes, ...this.#clock.notes()]
      await this.#save({ status: 'done', notes, finishedAt: new Date().toISOString() })
    } catch (error) {
      if (signal?.aborted !== true && !isHitCraftError(error, 'INTERRUPTED')) throw error
      await this.#save({ status: 'interrupted', finishedAt: new Date().toISOString() })
    } finally {
      this.#rejects.close()
    }
    return this.#record
  }

  async #readThreads(asOf: string | undefined, size: number | undefined): Promise<void> {
    const { signal } = this.#options
    const resume = this.#record.resume
    const batches = this.#importer.read(this.#source, {
      ...(asOf === undefined ? {} : { asOf }),
      ...(resume === undefined ? {} : { resume }),
      ...(signal === undefined ? {} : { signal }),
      clock: this.#clock,
      onBytes: (bytes) => this.#progress((size ?? 0) + bytes, size),
    })
    // The next batch is read while the store works on the one before.
    let storing: Promise<void> = Promise.resolve()
    try {
      for await (const batch of batches) {
        await storing
        storing = this.#take(batch)
        // Awaited in the next round or below; until then its error must not count as unhandled.
        storing.catch(() => undefined)
      }
    } finally {
      await storing
    }
  }

  async #take(batch: ImportBatch): Promise<void> {
    const counts = { added: 0, updated: 0, unchanged: 0, erased: 0 }
    for (let at = 0; at < batch.threads.length; at += MERGE_AT_ONCE) {
      const threads = batch.threads.slice(at, at + MERGE_AT_ONCE)
      const outcomes = await this.#store.mergeThreads(threads)
      this.#count(threads, outcomes, counts)
    }
    this.#rejects.add(batch.rejects)
    const { added, updated, unchanged, erased } = this.#record
    const rejected = this.#record.rejected + batch.rejects.length
    this.#record = {
      ...this.#record,
      messages: this.#record.messages + batch.messages,
      added: added + counts.added,
      updated: updated + counts.updated,
      unchanged: unchanged + counts.unchanged,
      erased: erased + counts.erased,
      rejected,
      ...(rejected > 0 ? { rejectsFile: this.#rejects.path } : {}),
      notes: [...new Set([...this.#record.notes, ...batch.notes])],
      bytesRead: batch.acknowledged,
      resume: batch.resume,
    }
    if (performance.now() - this.#savedAt > SAVE_INTERVAL) await this.#save({})
  }

  /** Counts each thread once: added beats updated beats unchanged. */
  #count(
    threads: readonly Thread[],
    outcomes: readonly StoredOutcome[],
    counts: { added: number; updated: number; unchanged: number; erased: number },
  ): void {
    for (const [index, { id, outcome }] of outcomes.entries()) {
      const key = threads[index]?.id === id ? id : `${threads[index]?.id ?? ''}\n${id}`
      const before = this.#outcomes.get(key)
      if (before >= OUTCOME_CODE[outcome]) continue
      if (before === OUTCOME_CODE.unchanged) counts.unchanged--
      else if (before !== 0) continue
      counts[outcome]++
      this.#outcomes.set(key, OUTCOME_CODE[outcome])
    }
  }

  /** The newest unfinished import of the same bytes in the same format. */
  async #interruptedBefore(): Promise<ImportRecord | undefined> {
    const records = await this.#store.listRecords('import', { descending: true, limit: LOOK_BACK })
    const same = records.find(
      ({ fileHash, format, id }) =>
        fileHash === this.#record.fileHash &&
        format === this.#record.format &&
        id !== this.#record.id,
    )
    return same?.status === 'interrupted' || same?.status === 'reading' ? same : undefined
  }

  #goOnFrom(before: ImportRecord): void {
    if (before.resume === undefined) return
    const { messages, added, updated, unchanged, erased, rejected, notes, bytesRead } = before
    const clock = before.clock ?? before.startedAt
    this.#clock = new Clock(clock)
    this.#record = {
      ...this.#record,
      messages,
      added,
      updated,
      unchanged,
      erased,
      rejected,
      notes,
      bytesRead,
      clock,
      resume: before.resume satisfies JsonValue,
      ...(before.rejectsFile === undefined ? {} : { rejectsFile: before.rejectsFile }),
    }
  }

  async #save(change: Partial<ImportRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change }
    this.#savedAt = performance.now()
    await this.#store.putRecords('import', [this.#record])
  }

  #progress(bytesRead: number, size: number | undefined): void {
    const { added, updated, unchanged } = this.#record
    this.#options.onProgress?.({
      bytesRead,
      bytesTotal: size === undefined ? undefined : size * 2,
      threads: added + updated + unchanged,
      record: this.#record,
    })
  }
}
