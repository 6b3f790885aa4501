import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { prefixKeys } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { buriedAmong, secretsOf } from '../core/tombstones.ts'
import { loadedSource } from '../merge-batch.ts'
import type { MergeSource } from '../merge-batch.ts'
import type { MongoDatabase } from './connection/database.ts'
import { documentId } from './documents/record-document.ts'
import { idsOfKind } from './documents/record-documents.ts'
import { textsField } from './documents/packed.ts'
import { IDS_AT_ONCE, readThreads } from './documents/thread-bodies.ts'
import { bodyFieldsOf, ownOf, projectionOf, refOf } from './documents/thread-fields.ts'
import type { BodyFields } from './documents/thread-fields.ts'

/** What a batch of merges must know, read before it begins. */
export interface LoadedThreads {
  readonly source: MergeSource
  /** Documents by the ids of their threads, each to be as it was still when it is written. */
  readonly rows: ReadonlyMap<string, BodyFields>
  /** Whether somebody put documents there beside us, which must be adopted before anything is merged. */
  readonly hasForeign: boolean
}

/** The caller holds the lease. */
export async function loadThreads(
  db: MongoDatabase,
  threads: readonly Thread[],
): Promise<LoadedThreads> {
  const erased = await erasedAmong(db, threads)
  const hits = await findByPrefix(db, threads)
  const ids = [...threads.map(({ id }) => id), ...hits.map(({ threadId }) => threadId)]
  const rows = await readRows(db, [...new Set(ids)].map(encodeKey))
  // Also of threads that come in unchanged: else a damaged one would stay so.
  const bodies = await readThreads(db, [...rows.keys()].map(encodeKey), () => undefined)
  const loaded = [...rows].map(
    ([id, { bodyHash, asOf }]) => [id, { bodyHash, asOf, thread: bodies.get(id) }] as const,
  )
  return {
    source: loadedSource({ threads: new Map(loaded), hits, erased }),
    rows,
    hasForeign: rows.values().some(({ bodyHash, seal }) => bodyHash === '' && seal === ''),
  }
}

async function findByPrefix(db: MongoDatabase, threads: readonly Thread[]): Promise<PrefixHit[]> {
  const wanted = new Set(threads.flatMap(prefixKeys))
  // One thread may be found by keys of two queries.
  const hits = new Map<string, PrefixHit>()
  for (const keys of slices([...wanted])) {
    const rows = await db.threads
      .find({ 'hitcraft.prefixKeys': { $in: keys } })
      .project(projectionOf('prefixKeys'))
      .toArray()
    for (const row of rows) {
      const own = textsField(ownOf(row)['prefixKeys'])
      const threadId = decodeKey(refOf(row).id)
      for (const [index, key] of own.entries()) {
        if (!wanted.has(key)) continue
        hits.set(`${key}\n${threadId}`, { key, threadId, whole: index === own.length - 1 })
      }
    }
  }
  return [...hits.values()]
}

/** By the ids as they are. */
async function readRows(
  db: MongoDatabase,
  ids: readonly string[],
): Promise<Map<string, BodyFields>> {
  const found = new Map<string, BodyFields>()
  for (const some of slices(ids)) {
    const rows = await db.threads
      .find({ id: { $in: some } })
      .project(projectionOf('rev', 'bodyHash', 'asOf', 'seal', 'parts'))
      .map(bodyFieldsOf)
      .toArray()
    for (const row of rows) found.set(decodeKey(row.id), row)
  }
  return found
}

/** As {@link buriedAmong}. */
export async function erasedAmong(
  db: MongoDatabase,
  threads: readonly Thread[],
): Promise<ReadonlySet<Thread>> {
  return buriedAmong(threads, await tombstoneSecrets(db), async (stones) => {
    const found: string[] = []
    for (const some of slices(stones)) {
      const _id = { $in: some.map((id) => documentId('tombstone', id)) }
      const rows = await db.records.find({ _id }).project<{ _id: string }>({ _id: 1 }).toArray()
      found.push(...rows.map((row) => row._id.slice('tombstone\n'.length)))
    }
    return found
  })
}

/** As {@link secretsOf}; of each secret in the field, and without one, a tombstone is read. */
export async function tombstoneSecrets(db: MongoDatabase): Promise<string[]> {
  const _id = idsOfKind('tombstone')
  const tags = await db.records.distinct('tag', { _id })
  const stones = [...tags, null].map(async (tag) => {
    const row = await db.records.findOne({ _id, tag }, { projection: { _id: 0, body: 1 } })
    return { tag, body: row?.body }
  })
  return secretsOf(await Promise.all(stones))
}

function* slices<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += IDS_AT_ONCE) yield all.slice(at, at + IDS_AT_ONCE)
}
