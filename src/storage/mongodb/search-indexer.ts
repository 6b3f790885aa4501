import type { MongoDatabase, ThreadRef } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { eachThread } from './documents/thread-bodies.ts'
import { tokensOf } from './documents/tokens.ts'

/** Milliseconds after opening before the work begins: what is asked first comes first. */
const QUIET = 250
const THREADS_AT_ONCE = 100

/**
 * Indexes what came in otherwise than by a merge, which does so itself: adopted threads, and all of them
 * after a reindex.
 */
export class SearchIndexer {
  readonly #db: MongoDatabase
  readonly #lease: WriterLease
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #stopped = false

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  /** There may be something to index. */
  wake(): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    this.#timer = setTimeout(() => {
      // An outage is met again, and told, by whoever flushes or searches.
      this.#running = this.#work().catch(() => undefined)
    }, QUIET)
    this.#timer.unref()
  }

  /** Resolves when everything written before can be found. */
  async flush(): Promise<void> {
    await this.#running
    await this.#work()
  }

  /** Ends the work after the batch at hand. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  async #work(): Promise<void> {
    while ((await this.#batch()) > 0) {
      if (this.#stopped) return
    }
  }

  /** @returns how many threads were looked at */
  async #batch(): Promise<number> {
    const rows = await this.#db.threads
      .find({ searchable: false })
      .limit(THREADS_AT_ONCE)
      .project<{ id: string }>({ _id: 0, id: 1 })
      .toArray()
    if (rows.length === 0) return 0
    const updates: { ref: ThreadRef; tokens: string[] }[] = []
    // A damaged thread is left out of search; whoever reads it is told.
    const damaged = (ref: ThreadRef) => updates.push({ ref, tokens: [] })
    const ids = rows.map(({ id }) => id)
    for await (const { thread, ref } of eachThread(this.#db, ids, damaged)) {
      updates.push({ ref, tokens: tokensOf(thread) })
    }
    if (updates.length === 0) return rows.length
    await this.#lease.hold(async (held) => {
      const ids = updates.map(({ ref }) => ref._id)
      const now = await this.#db.threads
        .find({ _id: { $in: ids } })
        .project<{ id: string; rev: string }>({ _id: 0, id: 1, rev: 1 })
        .toArray()
      // One that was written meanwhile comes again.
      const same = new Set(now.map(({ rev, id }) => `${id}\n${rev}`))
      held.assertHeld()
      const operations = updates
        .filter(({ ref }) => same.has(`${ref.id}\n${ref.rev}`))
        .map(({ ref, tokens }) => ({
          updateOne: {
            filter: this.#db.unchanged(ref),
            update: { $set: { tokens, searchable: true } },
          },
        }))
      await this.#db.write(this.#db.threads, operations)
    })
    return rows.length
  }
}
