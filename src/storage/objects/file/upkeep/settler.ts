import { IndexLoop } from '../../../core/index-loop.ts'
import { textOf } from '../../../core/row-reader.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import type { Row } from '../../catalog/catalog.ts'
import { knownSegments, logEnd } from '../file-context.ts'
import type { BaseContext } from '../file-context.ts'
import { catchUp } from '../recovery/catch-up.ts'
import { endSegment } from '../recovery/end-segment.ts'
import { gapsOf } from '../recovery/replay.ts'
import { salvage } from '../recovery/salvage.ts'
import { keepSegment } from '../recovery/segment-lines.ts'
import { SettleHelpers } from './settle-helpers.ts'
import type { SettleJob } from './settle-thread.ts'

/** Milliseconds after the last write before the work begins: more than an import on a busy machine rests. */
const QUIET = 1000
/** Segments of the log beyond which it does not wait, so that the log stays small. */
const MOST_SEGMENTS = 8
/** Milliseconds that one turn may hold the writers' lock. */
const SLICE = 25
/** The same while somebody waits for the end: the index takes many threads at once for less. */
const LONG_SLICE = 200
/** Threads that are looked at in the first turn; in the next ones, up to twice what the last has done. */
const ROWS = 64

/**
 * What follows an acknowledged write at its own pace: thread files beside the log, readable texts, the
 * search index; then the log segment goes, once all of it is synced elsewhere. Works in short turns under
 * the writers' lock, in any process that has the store open; where one stops, another goes on.
 */
export class Settler {
  readonly #context: BaseContext
  readonly #helpers: SettleHelpers
  readonly #loop: IndexLoop
  #hasWritten = false
  #most = ROWS

  constructor(context: BaseContext) {
    this.#context = context
    this.#helpers = new SettleHelpers(context.fs)
    this.#loop = new IndexLoop((isAwaited) => this.#turn(isAwaited ? LONG_SLICE : SLICE), {
      quiet: QUIET,
      isUrgent: () => this.#isFull(),
    })
  }

  /** After a write of this process. */
  wake(): void {
    this.#hasWritten = true
    this.attend()
  }

  /** Works when writes have been quiet for a moment. An error ends the work; the next write wakes it. */
  attend(): void {
    if (!this.#context.isReadOnly) this.#loop.wake()
  }

  #isFull(): boolean {
    try {
      return this.#context.log.segments().length > MOST_SEGMENTS
    } catch {
      // The work meets it too, and whoever waits for that is told.
      return true
    }
  }

  /**
   * Resolves when everything written before is in its place.
   * @throws what keeps it from that; INTERRUPTED
   */
  async flush(signal?: AbortSignal): Promise<void> {
    if (!this.#context.isReadOnly) await this.#loop.flush(signal)
  }

  /** The same, with the log emptied too. */
  async drain(signal?: AbortSignal): Promise<void> {
    await this.flush(signal)
    await this.#context.catalog.write(() => this.#dropSegments(true))
  }

  /** What this process wrote comes to its place; what others left is theirs, or the next writer's. */
  async close(): Promise<void> {
    try {
      if (this.#hasWritten && !this.#context.isReadOnly) await this.drain()
    } finally {
      await this.stop()
    }
  }

  async stop(): Promise<void> {
    await this.#loop.stop()
    await this.#helpers.stop()
  }

  /**
   * @param slice milliseconds for which the lock is held
   * @returns whether there is more to do
   */
  #turn(slice: number): Promise<boolean> {
    const { catalog } = this.#context
    if (catalog.one('SELECT 1 FROM threads WHERE searchable = 0 LIMIT 1') === undefined) {
      const segments = this.#context.log.segments()
      if (segments.length < 2) return Promise.resolve(false)
    }
    return catalog.write(() => {
      const until = performance.now() + slice
      const most = this.#most
      const rows = catalog.all(
        `SELECT n, id, body_hash, segment, offset, length FROM threads INDEXED BY threads_unsearchable
         WHERE searchable = 0 ORDER BY n LIMIT ?`,
        most,
      )
      let left = rows.length
      this.#helpers.settle(
        rows.map((row) => this.#job(row)),
        until,
        (index, tokens) => {
          left--
          this.#settled(rows[index] ?? {}, tokens)
        },
      )
      this.#most = Math.max(ROWS, 2 * (rows.length - left))
      if (left > 0 || rows.length === most) return true
      this.#dropSegments(false)
      return false
    })
  }

  #job(row: Row): SettleJob {
    const { layout, log } = this.#context
    const id = decodeKey(textOf(row, 'id'))
    const { segment, offset, length } = row
    const path = log.path(Number(segment))
    return {
      id,
      bodyHash: textOf(row, 'body_hash'),
      threadFile: layout.threadFile(id),
      textFile: layout.textFile(id),
      ...(segment === null
        ? {}
        : { place: { path, offset: Number(offset), length: Number(length) } }),
    }
  }

  /** Tells the catalog what was settled; what could not be read is left out of search, and told to its readers. */
  #settled({ n = null, id = null, segment = null }: Row, tokens: string | undefined): void {
    const { catalog } = this.#context
    if (tokens === undefined) {
      catalog.run('UPDATE threads SET searchable = 1 WHERE n = ?', n)
      return
    }
    if (segment !== null) catalog.run('INSERT OR IGNORE INTO unsynced VALUES (?, ?)', segment, id)
    this.#context.writer.settled(n, tokens)
  }

  /**
   * Drops segments of which everything is durable elsewhere: the thread files are synced, the records
   * and sightings stand in their own files. The newest segment only when asked to.
   */
  #dropSegments(newest: boolean): void {
    const context = this.#context
    const { catalog } = context
    catchUp(context)
    const { segment: active, end } = logEnd(catalog)
    for (const segment of knownSegments(context)) {
      if (segment > active || (segment === active && (!newest || end === 0))) return
      const sql = 'SELECT 1 FROM threads WHERE segment = ? AND searchable = ? LIMIT 1'
      if (catalog.one(sql, segment, 0) !== undefined) return
      // What is left in it could not be read.
      const isDamaged = catalog.one(sql, segment, 1) !== undefined
      if (isDamaged || gapsOf(context, segment).length > 0) {
        salvage(context, segment)
        continue
      }
      keepSegment(context, segment)
      endSegment(context, segment)
    }
  }
}
