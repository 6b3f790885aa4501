import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { prefixKeys } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { namesToLookFor, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { MergeSource, StoredBody } from '../merge-batch.ts'
import type { MongoDatabase } from './connection/database.ts'
import { documentId, RECORD } from './documents/record-document.ts'
import type { RecordFields } from './documents/record-document.ts'
import { idsOfKind } from './documents/record-documents.ts'
import { textsField } from './documents/packed.ts'
import { IDS_AT_ONCE, readThreads } from './documents/thread-bodies.ts'
import { bodyFieldsOf, ownOf, projectionOf, refOf } from './documents/thread-fields.ts'
import type { BodyFields, ThreadRef } from './documents/thread-fields.ts'

/** What a batch of merges must know, read before it begins. The caller holds the lease. */
export class ThreadSource implements MergeSource {
  readonly #rows = new Map<string, BodyFields>()
  readonly #hits = new Map<string, PrefixHit[]>()
  #bodies: ReadonlyMap<string, Thread> = new Map()
  #erased: ReadonlySet<Thread> = new Set()

  static async load(db: MongoDatabase, threads: readonly Thread[]): Promise<ThreadSource> {
    const source = new ThreadSource()
    source.#erased = await erasedAmong(db, threads)
    await source.#findByPrefix(db, threads)
    await source.#readRows(db, threads)
    const ids = [...source.#rows.keys()].map(encodeKey)
    // Also of threads that come in unchanged: else a damaged one would stay so.
    source.#bodies = await readThreads(db, ids, () => undefined)
    return source
  }

  stored(id: string): StoredBody | undefined {
    const row = this.#rows.get(id)
    // The age of a damaged document may be what was changed.
    return row && { bodyHash: row.bodyHash, asOf: this.holds(id) ? row.asOf : '' }
  }

  /** Whether somebody put documents there beside us, which must be adopted before anything is merged. */
  get hasForeign(): boolean {
    return [...this.#rows.values()].some(({ bodyHash, seal }) => bodyHash === '' && seal === '')
  }

  /** The document that must still be as it was when it is written; undefined where there is none. */
  ref(id: string): ThreadRef | undefined {
    return this.#rows.get(id)
  }

  /** Whether its body lies in parts. */
  hasParts(id: string): boolean {
    return (this.#rows.get(id)?.parts ?? null) !== null
  }

  holds(id: string): boolean {
    return this.#bodies.has(id)
  }

  body(id: string): Thread | undefined {
    return this.#bodies.get(id)
  }

  prefixHits(keys: readonly string[]): readonly PrefixHit[] {
    return keys.flatMap((key) => this.#hits.get(key) ?? [])
  }

  isErased(thread: Thread): boolean {
    return this.#erased.has(thread)
  }

  async #findByPrefix(db: MongoDatabase, threads: readonly Thread[]): Promise<void> {
    const wanted = new Set(threads.flatMap(prefixKeys))
    for (const keys of slices([...wanted])) {
      const rows = await db.threads
        .find({ 'hitcraft.prefixKeys': { $in: keys } })
        .project(projectionOf('prefixKeys'))
        .toArray()
      for (const row of rows) {
        const own = textsField(ownOf(row)['prefixKeys'])
        for (const [index, key] of own.entries()) {
          if (!wanted.has(key)) continue
          const hits = this.#hits.get(key) ?? []
          const threadId = decodeKey(refOf(row).id)
          // One thread may be found by keys of two queries.
          if (hits.some((hit) => hit.threadId === threadId)) continue
          hits.push({ key, threadId, whole: index === own.length - 1 })
          this.#hits.set(key, hits)
        }
      }
    }
  }

  async #readRows(db: MongoDatabase, threads: readonly Thread[]): Promise<void> {
    const found = [...this.#hits.values()].flat().map(({ threadId }) => threadId)
    const ids = new Set([...threads.map(({ id }) => id), ...found].map(encodeKey))
    for (const some of slices([...ids])) {
      const rows = await db.threads
        .find({ id: { $in: some } })
        .project(projectionOf('rev', 'bodyHash', 'asOf', 'seal', 'parts'))
        .map(bodyFieldsOf)
        .toArray()
      for (const row of rows) this.#rows.set(decodeKey(row.id), row)
    }
  }
}

/** Those of the threads that were erased, or hold a message of a user who was. */
export async function erasedAmong(
  db: MongoDatabase,
  threads: readonly Thread[],
): Promise<ReadonlySet<Thread>> {
  const erased = new Set<Thread>()
  const secrets = await tombstoneSecrets(db)
  const owners = new Map<string, Thread[]>()
  for (const thread of secrets.length === 0 ? [] : threads) {
    for (const { what, name } of namesToLookFor(thread)) {
      for (const secret of secrets) {
        const id = documentId('tombstone', tombstoneId(secret, what, name))
        owners.set(id, [...(owners.get(id) ?? []), thread])
      }
    }
  }
  for (const ids of slices([...owners.keys()])) {
    const found = await db.records
      .find({ _id: { $in: ids } })
      .project<{ _id: string }>({ _id: 1 })
      .toArray()
    for (const { _id } of found) for (const thread of owners.get(_id) ?? []) erased.add(thread)
  }
  return erased
}

/** One of this store, and one of each that was merged into it. */
export async function tombstoneSecrets(db: MongoDatabase): Promise<string[]> {
  const _id = idsOfKind('tombstone')
  const secrets = new Set<string>()
  const tags = await db.records.distinct('tag', { _id })
  for (const tag of [...tags, null]) {
    if (typeof tag === 'string') secrets.add(decodeKey(tag))
    const row = await db.records.findOne<RecordFields>({ _id, tag }, { projection: RECORD })
    if (row === null) continue
    // Were the field changed, what was erased would else come back.
    const stone = readableStone(row)
    if (stone !== undefined) secrets.add(stone)
  }
  return [...secrets]
}

function readableStone(row: RecordFields): string | undefined {
  const text = typeof row.body === 'string' ? row.body : ''
  return /"key":"([0-9a-f]{64})"/.exec(text)?.[1]
}

function* slices<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += IDS_AT_ONCE) yield all.slice(at, at + IDS_AT_ONCE)
}
