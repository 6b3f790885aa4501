import { encodeKey } from '../../domain/values/ids.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { StoredOutcome } from '../chat-store.ts'
import { withKeptAt } from '../core/damaged.ts'
import { MergeBatch, refuseFalseHashes } from '../merge-batch.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { HeldLease, WriterLease } from './connection/writer-lease.ts'
import { readThreads } from './documents/thread-bodies.ts'
import { loadThreads } from './thread-source.ts'
import type { LoadedThreads } from './thread-source.ts'
import { ThreadWriter } from './thread-writer.ts'
import { takeInThreads } from './upkeep/take-in.ts'

/** Threads merged while the lease is held once. */
const AT_ONCE = 500
const ATTEMPTS = 5

/** Writing and reading whole threads. */
export class MongoThreads {
  readonly #db: MongoDatabase
  readonly #lease: WriterLease

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    refuseFalseHashes(threads)
    const outcomes: StoredOutcome[] = []
    for (let at = 0; at < threads.length; at += AT_ONCE) {
      const batch = threads.slice(at, at + AT_ONCE)
      outcomes.push(...(await this.#lease.hold((held) => this.#merge(held, batch))))
    }
    return outcomes
  }

  async getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]> {
    const threads = await readThreads(this.#db, ids.map(encodeKey))
    return ids.map((id) => threads.get(id))
  }

  async #load(held: HeldLease, threads: readonly Thread[]): Promise<LoadedThreads> {
    const loaded = await loadThreads(this.#db, threads)
    if (!loaded.hasForeign) return loaded
    await takeInThreads(this.#db, held)
    return loadThreads(this.#db, threads)
  }

  async #merge(held: HeldLease, batch: readonly Thread[]): Promise<StoredOutcome[]> {
    const outcomes = new Map<number, StoredOutcome>()
    let left = [...batch.keys()]
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const threads = left.flatMap((index) => batch[index] ?? [])
      const { source, rows } = await this.#load(held, threads)
      const merging = new MergeBatch(source)
      const merged = threads.map((thread) => merging.add(thread))
      const changes = merging.changes()
      const writer = new ThreadWriter(this.#db, held, rows)
      const lost = await writer.write(changes)
      const again: number[] = []
      for (const [place, outcome] of withKeptAt(merged, writer.kept).entries()) {
        const index = left[place] ?? 0
        outcomes.set(index, outcome)
        if (lost.has(outcome.id)) again.push(index)
      }
      if (again.length === 0) return batch.flatMap((_, index) => outcomes.get(index) ?? [])
      left = again
    }
    throw new HitCraftError('CONFLICT', 'another writer changes the same threads all the time', {
      remedy: 'Run the same command again.',
    })
  }
}
