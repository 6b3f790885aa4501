import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import { refuseFalseHashes } from '../../merge-batch.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'
import { withLaterAsOf } from '../thread-body.ts'
import type { BucketContext } from './bucket-context.ts'
import { BucketMerge } from './bucket-merge.ts'
import { inParallel } from './in-parallel.ts'
import { readThreadObject } from './thread-object.ts'

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

  async getThread(id: string): Promise<Thread | undefined> {
    const { catalog, objects } = this.#context
    const read = await readThreadObject(objects, id)
    if (read === undefined) return undefined
    const row = catalog.one('SELECT as_of FROM threads WHERE id = ?', encodeKey(id))
    // What a process left that died while it wrote may have been erased meanwhile.
    if (row === undefined && new TombstoneIndex(catalog).holds(read.thread)) return undefined
    const asOf = String(row?.['as_of'] ?? '')
    return withLaterAsOf(read.thread, asOf === '' ? undefined : asOf)
  }

  getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]> {
    return inParallel(ids, (id) => this.getThread(id))
  }

  /** The threads under encoded ids, by those; what is not there is left out. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
    const threads = await this.getThreads(ids.map(decodeKey))
    return new Map(
      ids.flatMap((id, index) => {
        const thread = threads[index]
        return thread === undefined ? [] : [[id, thread] as const]
      }),
    )
  }
}
