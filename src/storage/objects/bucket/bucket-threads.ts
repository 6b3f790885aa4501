import { maybeTextOf } from '../../core/row-reader.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import { refuseFalseHashes } from '../../merge-batch.ts'
import { withLaterAsOf } from '../../core/whole-thread.ts'
import type { BucketContext } from './bucket-context.ts'
import { BucketMerge } from './bucket-merge.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import { corrupt, ifWholeLater } from '../../core/damaged.ts'
import { inParallel } from './in-parallel.ts'
import { threadKey } from './layout.ts'
import { readThreadObject } from './thread-object.ts'

export interface ReadThreads {
  /** In the order of the ids. */
  readonly threads: readonly (Thread | undefined)[]
  /** Ids whose object is not what the catalog knows: another commit is under way, or its process died. */
  readonly untold: readonly string[]
}

/** Threads of one commit. */
const AT_ONCE = 500

/** Writing and reading whole threads. */
export class BucketThreads {
  readonly #context: BucketContext

  constructor(context: BucketContext) {
    this.#context = context
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    refuseFalseHashes(threads)
    if (threads.length === 0) return []
    return this.#context.journal.writing(async () => {
      const outcomes: StoredOutcome[] = []
      for (let at = 0; at < threads.length; at += AT_ONCE) {
        const batch = new BucketMerge(this.#context, threads.slice(at, at + AT_ONCE))
        outcomes.push(...(await batch.run()))
      }
      return outcomes
    })
  }

  /** Whole threads by their objects, as far as a commit tells of them. */
  async getThreads(ids: readonly string[]): Promise<ReadThreads> {
    const untold: string[] = []
    const threads = await inParallel(ids, async (id) => {
      const { catalog, objects, presence } = this.#context
      const read = await readThreadObject(objects, id).catch((error: unknown) => {
        if (isHitCraftError(error, 'CORRUPT')) presence.mark(id)
        throw error
      })
      const sql = 'SELECT as_of, etag FROM threads WHERE id = ?'
      if (read === undefined) {
        if (catalog.one(sql, encodeKey(id)) === undefined) return undefined
        // Another process may have erased it a moment ago.
        await this.#context.journal.refresh()
        if (catalog.one(sql, encodeKey(id)) === undefined) return undefined
        presence.mark(id)
        throw corrupt({ kind: 'thread', id, place: threadKey(id) }, 'is missing')
      }
      const row = catalog.one(sql, encodeKey(id))
      if (row?.['etag'] !== read.etag) untold.push(id)
      if (row === undefined) return undefined
      return withLaterAsOf(read.thread, maybeTextOf(row, 'as_of') ?? '')
    })
    return { threads, untold }
  }

  /** The threads under encoded ids, by those; what is not there is left out. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
    // A damaged one has no words to be found by; it keeps nobody from the others.
    const found = await inParallel(ids, (id) =>
      ifWholeLater(async () => (await this.getThreads([decodeKey(id)])).threads[0]),
    )
    return new Map(
      ids.flatMap((id, index) => {
        const thread = found[index]
        return thread === undefined ? [] : [[id, thread] as const]
      }),
    )
  }
}
