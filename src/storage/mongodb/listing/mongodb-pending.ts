import { encodeKey } from '../../../domain/values/ids.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import type { PendingQuery, PendingThread } from '../../chat-store.ts'
import { storedSummary } from '../../core/stored-json.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { isNotAllowed } from '../connection/errors.ts'
import type { HeldLease, WriterLease } from '../connection/writer-lease.ts'
import { settledKeys } from '../documents/states.ts'
import { TAGS } from '../documents/tags.ts'
import { IS_LISTED, ownOf, projectionOf, refOf } from '../documents/thread-fields.ts'
import { isPending } from './list-filter.ts'

/** Pending threads that are few enough to be told by a tag each. */
const FEW = 100

/**
 * Which threads wait for an analysis under a key. Of a new key that is every thread, and nothing is
 * written of it: they are those without the tag `analyzed`, met in the order of their ids. Once few are
 * left the key is settled: those get the tag `pending`, as every thread does from then on that is written
 * and not analyzed, and the rest is not looked at again.
 */
export class MongoPending {
  readonly #db: MongoDatabase
  readonly #lease: WriterLease
  readonly #settled = new Set<string>()

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  /** A key that is settled stays so. */
  async isSettled(key: string): Promise<boolean> {
    if (!this.#settled.has(key)) {
      for (const known of await settledKeys(this.#db)) this.#settled.add(known)
    }
    return this.#settled.has(key)
  }

  async listPending(asked: PendingQuery): Promise<PendingThread[]> {
    const { analyzerKey: key, after = '', ...query } = asked
    const limit = checkedLimit(query.limit)
    const isSettled = await this.isSettled(key)
    const pending = isSettled ? { 'hitcraft.tags': TAGS.pending(key) } : isPending(key)
    const rows = await this.#db.threads
      .find({ $and: [{ id: { $gt: encodeKey(after) } }, pending, IS_LISTED] })
      .sort({ id: 1 })
      .limit(limit)
      .project(projectionOf('summary'))
      .toArray()
    // Who has come to the end has left few behind.
    if (!isSettled && rows.length < limit) await this.#settle(key)
    return rows.map((row) => {
      const { id, contentHash, messageCount } = storedSummary(ownOf(row)['summary'])
      return { id, contentHash, messageCount }
    })
  }

  async countPending(key: string): Promise<number> {
    if (await this.isSettled(key)) {
      return this.#db.threads.countDocuments({ 'hitcraft.tags': TAGS.pending(key) })
    }
    return this.#countUnsettled(key)
  }

  /** Two counts by an index, where to count those without a tag would read every document. */
  async #countUnsettled(key: string): Promise<number> {
    const all = await this.#db.threads.countDocuments(IS_LISTED)
    return all - (await this.#db.threads.countDocuments({ 'hitcraft.tags': TAGS.analyzed(key) }))
  }

  async #settle(key: string): Promise<void> {
    if ((await this.#countUnsettled(key)) > FEW) return
    const rows = await this.#db.threads
      .find({ $and: [isPending(key), IS_LISTED] })
      .limit(FEW)
      .project(projectionOf())
      .toArray()
    const ids = rows.map((row) => refOf(row).id)
    try {
      await this.#lease.hold((held) => this.#note(held, key, ids))
    } catch (error) {
      // A reader may not; the next writer will.
      if (!isNotAllowed(error)) throw error
    }
  }

  /** @param ids the pending threads as they were found before the lease was held */
  async #note(held: HeldLease, key: string, ids: readonly string[]): Promise<void> {
    const settled = await settledKeys(this.#db)
    if (settled.includes(key)) return
    held.assertHeld()
    if (ids.length > 0) {
      await this.#db.threads.updateMany(
        { $and: [{ id: { $in: [...ids] } }, isPending(key)] },
        { $addToSet: { 'hitcraft.tags': TAGS.pending(key) } },
      )
    }
    const noted = await this.#db.threads.countDocuments({ 'hitcraft.tags': TAGS.pending(key) })
    // Others were written meanwhile: whoever comes to the end next tries again.
    if (noted !== (await this.#countUnsettled(key))) return
    await this.#db.meta.updateOne(
      { _id: 'analyzer keys' },
      { $set: { keys: [...settled, key].map(encodeKey) } },
      { upsert: true },
    )
  }
}
