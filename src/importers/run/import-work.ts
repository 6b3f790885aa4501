import type { ImportRecord, Reject } from '../../domain/import-record.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { Clock } from '../../domain/values/time.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { ImportBatch, Importer } from '../importer.ts'
import type { ImportFileOptions } from '../import-options.ts'
import { begun, broken, ended, ENDED_SILENTLY, storeEnd } from './import-records.ts'
import { mergeSingly } from './merge-singly.ts'
import type { Merged } from './merge-singly.ts'
import { RejectsFile } from './rejects-file.ts'
import type { Log } from '../source/log.ts'
import { ThreadTally } from '../thread-tally.ts'

/** How many times as long as storing its state takes is between two stored states of an import. */
const SAVE_SHARE = 20
/** Threads handed to the store at once. */
const MERGE_AT_ONCE = 500

const OUTCOME_CODE = { unchanged: 1, updated: 2, added: 3, erased: 4 } as const

/** What of an importer reads a log. */
export type LogReader = Pick<Importer, 'newestMessageAt' | 'read' | 'list'>

/** One import of one log: reads it, merges it, keeps the record. */
export class ImportWork {
  readonly #store: ChatStore
  readonly #log: Log
  readonly #importer: LogReader
  readonly #options: ImportFileOptions
  readonly #rejects: RejectsFile
  /** What this import did to each thread, so that pieces of one count once. */
  readonly #outcomes = new ThreadTally()
  readonly #clock: Clock
  #record: ImportRecord
  #saveAfter = 0
  #storeFailed = false

  /** @param before the unfinished import of the same bytes that this one goes on from */
  constructor(
    store: ChatStore,
    log: Log,
    importer: LogReader,
    options: ImportFileOptions,
    record: ImportRecord,
    before: ImportRecord | undefined,
  ) {
    this.#store = store
    this.#log = log
    this.#importer = importer
    this.#options = options
    const clock = before?.clock ?? before?.startedAt ?? record.startedAt
    this.#clock = new Clock(clock)
    this.#record = { ...(before === undefined ? record : goingOn(record, before)), clock }
    const path = before?.rejectsFile ?? RejectsFile.pathOf(options.rejectsFolder, record.id)
    this.#rejects = new RejectsFile(path)
  }

  get record(): ImportRecord {
    return this.#record
  }

  /** Whether it was the store that failed, not what was read. */
  get storeFailed(): boolean {
    return this.#storeFailed
  }

  /**
   * Whatever ends it, the record then says so and what was stored.
   * @returns the record, `done` or, when the signal came, `interrupted`
   * @throws what the store throws; what the importer throws
   */
  async run(): Promise<ImportRecord> {
    const { signal } = this.#options
    this.#record = begun(this.#record)
    try {
      this.#rejects.keepFirst(this.#record.rejected)
      await this.#save(this.#record)
      const asOf = await this.#importer.newestMessageAt(this.#log, {
        ...(signal === undefined ? {} : { signal }),
        clock: this.#clock,
        onBytes: () => this.#progress(0),
      })
      await this.#readThreads(asOf)
      this.#reject(this.#log.rejects)
      const { resume: _resume, ...record } = this.#record
      const notes = [...record.notes, ...this.#clock.notes()]
      const done = ended(record, { status: 'done', notes })
      await this.#save(done)
      this.#record = done
    } catch (error) {
      const isStopped = signal?.aborted === true || isHitCraftError(error, 'INTERRUPTED')
      this.#record = isStopped
        ? ended(this.#record, { status: 'interrupted' })
        : broken(this.#record, error)
      await storeEnd(this.#store, this.#record)
      if (!isStopped) throw error
    }
    return this.#record
  }

  async #readThreads(asOf: string | undefined): Promise<void> {
    const { signal } = this.#options
    const resume = this.#record.resume
    const { list } = this.#importer
    const batches = this.#importer.read(this.#log, {
      ...(asOf === undefined ? {} : { asOf }),
      ...(resume === undefined ? {} : { resume }),
      ...(list === undefined ? {} : { list }),
      ...(signal === undefined ? {} : { signal }),
      clock: this.#clock,
      onBytes: () => this.#progress(1),
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
    const place = {
      offset: this.#record.bytesRead,
      length: Math.max(0, batch.acknowledged - this.#record.bytesRead),
    }
    for (let at = 0; at < batch.threads.length; at += MERGE_AT_ONCE) {
      const threads = batch.threads.slice(at, at + MERGE_AT_ONCE)
      const merged = await this.#ofStore(mergeSingly(this.#store, threads))
      this.#count(merged)
      this.#reject(merged.flatMap((one) => rejectOf(one, place)))
    }
    this.#reject(batch.rejects)
    this.#record = {
      ...this.#record,
      messages: this.#record.messages + batch.messages,
      notes: [...new Set([...this.#record.notes, ...batch.notes])],
      bytesRead: batch.acknowledged,
      resume: batch.resume,
    }
    if (performance.now() >= this.#saveAfter) await this.#save(this.#record)
  }

  /** Counts each thread once: added beats updated beats unchanged. */
  #count(merged: readonly Merged[]): void {
    const counts = { added: 0, updated: 0, unchanged: 0, erased: 0 }
    let repaired = 0
    for (const one of merged) {
      if ('refused' in one) continue
      const { id, outcome, damage } = one.stored
      if (damage === 'repaired') repaired++
      const key = one.thread.id === id ? id : `${one.thread.id}\n${id}`
      const before = this.#outcomes.get(key)
      if (before >= OUTCOME_CODE[outcome]) continue
      if (before === OUTCOME_CODE.unchanged) counts.unchanged--
      else if (before !== 0) continue
      counts[outcome]++
      this.#outcomes.set(key, OUTCOME_CODE[outcome])
    }
    const { added, updated, unchanged, erased } = this.#record
    this.#record = {
      ...this.#record,
      added: added + counts.added,
      updated: updated + counts.updated,
      unchanged: unchanged + counts.unchanged,
      erased: erased + counts.erased,
      ...(repaired === 0 ? {} : { repaired: (this.#record.repaired ?? 0) + repaired }),
    }
  }

  #reject(rejects: readonly Reject[]): void {
    if (rejects.length === 0) return
    this.#rejects.add(rejects)
    const rejected = this.#record.rejected + rejects.length
    this.#record = { ...this.#record, rejected, rejectsFile: this.#rejects.path }
  }

  async #save(record: ImportRecord): Promise<void> {
    const before = performance.now()
    await this.#ofStore(this.#store.putRecords('import', [record]))
    const now = performance.now()
    this.#saveAfter = now + (now - before) * SAVE_SHARE
  }

  async #ofStore<T>(call: Promise<T>): Promise<T> {
    try {
      return await call
    } catch (error) {
      this.#storeFailed = true
      throw error
    }
  }

  /** @param pass 0: the newest time is looked for; 1: threads are read */
  #progress(pass: 0 | 1): void {
    const { added, updated, unchanged, bytes } = this.#record
    const { share, passed } = this.#log
    this.#options.onProgress?.({
      bytesRead: Math.round(2 * share.start + share.length * (pass + passed)),
      bytesTotal: bytes * 2,
      threads: added + updated + unchanged,
      record: this.#record,
    })
  }
}

/** A record that takes up the counts and the place of an earlier one. */
function goingOn(record: ImportRecord, before: ImportRecord): ImportRecord {
  const { messages, added, updated, unchanged, erased, repaired, rejected, bytesRead } = before
  return {
    ...record,
    messages,
    added,
    updated,
    unchanged,
    erased,
    ...(repaired === undefined ? {} : { repaired }),
    rejected,
    notes: before.notes.filter((note) => note !== ENDED_SILENTLY),
    bytesRead,
    ...(before.resume === undefined ? {} : { resume: before.resume satisfies JsonValue }),
    ...(before.rejectsFile === undefined ? {} : { rejectsFile: before.rejectsFile }),
  }
}

/** What must be told of a thread that was refused, or that stands where damaged bytes stood. */
function rejectOf(one: Merged, place: { offset: number; length: number }): Reject[] {
  if ('refused' in one) {
    const { code, message } = one.refused
    const { id: threadId } = one.thread
    const reason = `the thread ${threadId} was not stored: ${message} (${code})`
    return [{ ...place, reason, threadId }]
  }
  const { id, damage, keptAt } = one.stored
  if (damage !== 'replaced') return []
  const kept = keptAt === undefined ? '' : `; its damaged bytes are kept in ${keptAt}`
  const reason = `what was stored of the thread ${id} was damaged: what this file holds of it stands${kept}`
  return [{ ...place, reason, threadId: id }]
}
