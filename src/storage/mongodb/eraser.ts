import { randomBytes } from 'node:crypto'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { namesToBury, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { Tombstone, TombstoneName } from '../../domain/thread/tombstone.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { TAGS } from './documents/tags.ts'
import { eachThread } from './documents/thread-bodies.ts'
import type { ThreadRef } from './documents/thread-fields.ts'
import { tombstoneSecrets } from './thread-source.ts'
import { makeChange } from './unfinished.ts'

/** Erases threads from every collection, and leaves tombstones. */
export class Eraser {
  readonly #db: MongoDatabase
  readonly #lease: WriterLease

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  eraseThreads(ids: readonly string[]): Promise<number> {
    return this.#erase(async () => ({ ids: [...new Set(ids)].map(encodeKey), names: [] }))
  }

  eraseUser(userId: string): Promise<number> {
    return this.#erase(async () => {
      const rows = await this.#db.threads
        .find({ 'hitcraft.tags': { $in: [TAGS.wrote(userId), TAGS.lost(userId)] } })
        .project<{ id: string }>({ _id: 0, id: 1 })
        .toArray()
      return { ids: rows.map(({ id }) => id), names: [{ what: 'user', name: userId }] }
    })
  }

  #erase(select: () => Promise<{ ids: string[]; names: TombstoneName[] }>): Promise<number> {
    return this.#lease.hold(async (held) => {
      const { ids, names } = await select()
      let count = 0
      // Of a damaged one the id alone is known for certain.
      const damaged = ({ id }: ThreadRef) => {
        count++
        names.push({ what: 'thread', name: decodeKey(id) })
      }
      for await (const { thread } of eachThread(this.#db, ids, damaged)) {
        count++
        names.push(...namesToBury(thread))
      }
      const users = names.flatMap(({ what, name }) => (what === 'user' ? [name] : []))
      const stones = await this.#stones(names)
      await makeChange(this.#db, held, { what: 'erase', ids, users, stones })
      return count
    })
  }

  /** All tombstones of a store are made with one secret. */
  async #stones(names: readonly TombstoneName[]): Promise<Tombstone[]> {
    const [known] = await tombstoneSecrets(this.#db)
    const key = known ?? randomBytes(32).toString('hex')
    const erasedAt = new Date().toISOString()
    return names.map(({ what, name }) => ({
      id: tombstoneId(key, what, name),
      what,
      erasedAt,
      key,
    }))
  }
}
