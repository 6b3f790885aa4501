import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import type { RecordKind } from '../../domain/records.ts'
import { ifWhole } from '../core/damaged.ts'
import {
  burialOf,
  foundDamaged,
  foundThread,
  planErasing,
  SCRUBBED_KINDS,
} from '../core/plan-erasing.ts'
import type { FoundThread } from '../core/plan-erasing.ts'
import { kinded } from '../core/record-row.ts'
import type { KindedRecord } from '../core/record-row.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import { RECORD, recordOf } from './documents/record-document.ts'
import type { RecordFields } from './documents/record-document.ts'
import { idsOfKind } from './documents/record-documents.ts'
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
    return this.#erase(async () => ({ ids: [...new Set(ids)].map(encodeKey), users: [] }))
  }

  eraseUser(userId: string): Promise<number> {
    return this.#erase(async () => ({ ids: await this.#threadsOfUser(userId), users: [userId] }))
  }

  async threadsOfUser(userId: string): Promise<string[]> {
    return (await this.#threadsOfUser(userId)).map(decodeKey)
  }

  /** Encoded ids. */
  async #threadsOfUser(userId: string): Promise<string[]> {
    const rows = await this.#db.threads
      .find({ 'hitcraft.tags': { $in: [TAGS.wrote(userId), TAGS.lost(userId)] } })
      .project<{ id: string }>({ _id: 0, id: 1 })
      .sort({ id: 1 })
      .toArray()
    return rows.map(({ id }) => id)
  }

  /** @param select the encoded ids of threads, and users who are erased with them */
  #erase(select: () => Promise<{ ids: string[]; users: string[] }>): Promise<number> {
    return this.#lease.hold(async (held) => {
      const { ids, users } = await select()
      const found: FoundThread[] = []
      // Of a damaged one the id alone is known for certain.
      const damaged = ({ id }: ThreadRef) => found.push(foundDamaged(decodeKey(id)))
      for await (const { thread } of eachThread(this.#db, ids, damaged)) {
        found.push(foundThread(thread))
      }
      const [secret] = await tombstoneSecrets(this.#db)
      const { stones, scrubbed } = planErasing({
        asked: ids.map(decodeKey),
        found,
        users,
        records: await recordsOfKinds(this.#db, SCRUBBED_KINDS),
        burial: burialOf(secret),
      })
      const groups = scrubbed.map(({ kind, record }) => ({ kind, records: [record] }))
      await makeChange(this.#db, held, { what: 'erase', ids, users, stones, groups })
      return found.length
    })
  }
}

/** Every record of some kinds that can be read. */
async function recordsOfKinds(
  db: MongoDatabase,
  kinds: readonly RecordKind[],
): Promise<KindedRecord[]> {
  const found: KindedRecord[] = []
  for (const kind of kinds) {
    const rows = db.records.find({ _id: idsOfKind(kind) }).project<RecordFields>(RECORD)
    for await (const row of rows) {
      const record = ifWhole(() => recordOf(kind, row))
      if (record !== undefined) found.push(kinded(kind, record))
    }
  }
  return found
}
