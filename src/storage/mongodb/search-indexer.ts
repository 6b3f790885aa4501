import { textsOf } from '../../domain/thread/content-part.ts'
import { encodeKey } from '../../domain/values/ids.ts'
import { indexTokens } from '../../domain/search/search-tokens.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { eachThread } from './documents/thread-bodies.ts'
import { ANY_TOKEN } from './list-filter.ts'

/** Milliseconds after the last write before the index follows: an import is not slowed by it. */
const QUIET = 250
const THREADS_AT_ONCE = 100
/** UTF-8 bytes of tokens that one document holds beside its body. */
const MOST_BYTES = 2_000_000

/** Lets the search index follow the writes, in any process that has the store open. */
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

  /** There is something new to index. */
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
    const updates: { id: string; rev: string; tokens: string[] }[] = []
    // A damaged thread is left out of search; whoever reads it is told.
    const damaged = (id: string, rev: string) => updates.push({ id, rev, tokens: [] })
    const ids = rows.map(({ id }) => id)
    for await (const { thread, rev } of eachThread(this.#db, ids, damaged)) {
      updates.push({ id: encodeKey(thread.id), rev, tokens: tokensOf(thread) })
    }
    if (updates.length === 0) return rows.length
    await this.#lease.hold(async (held) => {
      held.assertHeld()
      await this.#db.threads.bulkWrite(
        updates.map(({ id, rev, tokens }) => ({
          // One that was written meanwhile comes again.
          updateOne: { filter: { id, rev }, update: { $set: { tokens, searchable: true } } },
        })),
        { ordered: false },
      )
    })
    return rows.length
  }
}

function tokensOf(thread: Thread): string[] {
  const tokens: string[] = []
  let bytes = 0
  for (const token of indexTokens(thread.messages.flatMap(({ content }) => textsOf(content)))) {
    tokens.push(token)
    bytes += Buffer.byteLength(token) + 16
    if (bytes > MOST_BYTES) return [ANY_TOKEN]
  }
  return tokens
}
