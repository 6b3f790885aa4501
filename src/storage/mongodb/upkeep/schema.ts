import type { Collection, Document, IndexDescription } from 'mongodb'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import { adoptHistory } from './adopt.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { isNotAllowed } from '../connection/errors.ts'
import type { HeldLease, WriterLease } from '../connection/writer-lease.ts'
import { UNADOPTED } from '../documents/thread-fields.ts'
import { IN_FORCE } from '../unfinished.ts'
import { sealRecords } from './seal-records.ts'
import { takeInThreads } from './take-in.ts'

const SCHEMA_VERSION = 3
/** Documents of a collection that are looked at to tell whose it is. */
const SAMPLE = 100
/** Milliseconds. */
const INDEX_TIMEOUT = 3_600_000

const INDEXES: Readonly<Record<IndexedCollection, readonly NamedIndex[]>> = {
  threads: [
    { name: 'hitcraft_id', key: { id: 1 }, unique: true },
    { name: 'hitcraft_own_newest', key: { 'hitcraft.last': -1, id: 1 } },
    { name: 'hitcraft_own_tags_newest', key: { 'hitcraft.tags': 1, 'hitcraft.last': -1, id: 1 } },
    { name: 'hitcraft_own_tags_id', key: { 'hitcraft.tags': 1, id: 1 } },
    { name: 'hitcraft_own_tokens', key: { 'hitcraft.tokens': 1 } },
    { name: 'hitcraft_own_prefix_keys', key: { 'hitcraft.prefixKeys': 1 } },
    { name: 'hitcraft_own_searchable', key: { 'hitcraft.searchable': 1 } },
  ],
  thread_parts: [{ name: 'hitcraft_part', key: { thread: 1, version: 1, n: 1 }, unique: true }],
  records: [
    { name: 'hitcraft_thread', key: { thread: 1, kind: 1 } },
    { name: 'hitcraft_kind', key: { kind: 1, tag: 1 } },
  ],
  analysis_history: [{ name: 'hitcraft_thread', key: { thread_id: 1 } }],
  threads_originals: [{ name: 'hitcraft_thread', key: { thread: 1 } }],
  damaged: [{ name: 'hitcraft_thread', key: { thread: 1 } }],
}

type IndexedCollection =
  | 'threads'
  | 'thread_parts'
  | 'records'
  | 'analysis_history'
  | 'threads_originals'
  | 'damaged'
type NamedIndex = IndexDescription & { readonly name: string }

/**
 * Makes or brings up to date the collections, under the lease: safe to run at every open, by several
 * processes at once, and again after it was cut short. A `threads` collection that is neither ours nor
 * one of plain `{id, …}` documents is refused untouched.
 */
export async function prepareSchema(db: MongoDatabase, lease: WriterLease): Promise<void> {
  if (!(await isCurrent(db))) {
    await refuseForeign(db)
    await lease.hold((held) => bringUpToDate(db, held))
  }
  await finishWhatIsLeft(db, lease)
}

async function bringUpToDate(db: MongoDatabase, held: HeldLease): Promise<void> {
  // Another process may have been faster.
  if (await isCurrent(db)) return
  const version = await versionOf(db)
  for (const name of [
    'thread_parts',
    'records',
    'analysis_history',
    'threads_originals',
    'damaged',
  ] as const) {
    await makeIndexes(db, name)
  }
  // Before the threads, whose states are told by records that hold.
  if (version < 2) await sealRecords(db, held)
  await takeInThreads(db, held, version)
  await makeIndexes(db, 'threads')
  await dropOldIndexes(db)
  await adoptHistory(db, held)
  held.assertHeld()
  held.countAnew()
  await db.meta.updateOne(
    { _id: 'schema' },
    { $set: { version: SCHEMA_VERSION } },
    { upsert: true },
  )
}

/** A reader without the right to write must be able to open a store that is up to date. */
async function isCurrent(db: MongoDatabase): Promise<boolean> {
  const version = await versionOf(db)
  if (version > SCHEMA_VERSION) {
    throw new HitCraftError('UNSUPPORTED', `${db.location} was written by a later version`, {
      remedy: 'Update this program, or set MONGODB_DATABASE to another database.',
    })
  }
  if (version < SCHEMA_VERSION || (await missingIndexes(db)).length > 0) return false
  return (await db.threads.findOne(UNADOPTED, { projection: { _id: 1 } })) === null
}

async function versionOf(db: MongoDatabase): Promise<number> {
  return (await db.meta.findOne({ _id: 'schema' }))?.version ?? 0
}

/** Names of indexes that are not there. */
export async function missingIndexes(db: MongoDatabase): Promise<string[]> {
  const missing: string[] = []
  for (const [collection, wanted] of Object.entries(INDEXES)) {
    const there = new Set(await indexNames(db.db.collection(collection)))
    missing.push(
      ...wanted.filter(({ name }) => !there.has(name)).map(({ name }) => `${collection}.${name}`),
    )
  }
  return missing
}

async function indexNames(collection: Collection): Promise<string[]> {
  try {
    const indexes = await collection.listIndexes().toArray()
    return indexes.map((index: Document) => String(index['name']))
  } catch (error) {
    // NamespaceNotFound: nobody has written into it yet.
    if (error instanceof Error && 'code' in error && error.code === 26) return []
    throw error
  }
}

async function makeIndexes(db: MongoDatabase, collection: IndexedCollection): Promise<void> {
  const there = new Set(await indexNames(db.db.collection(collection)))
  for (const index of INDEXES[collection]) {
    if (there.has(index.name)) continue
    // One that is made over many documents takes longer than any other command may.
    await db.db.collection(collection).createIndexes([index], { timeoutMS: INDEX_TIMEOUT })
  }
}

/** Those of a layout before. Without the right to drop them they stay, which costs room alone. */
async function dropOldIndexes(db: MongoDatabase): Promise<void> {
  const wanted = new Set(INDEXES.threads.map(({ name }) => name))
  const threads = db.db.collection('threads')
  const old = (await indexNames(threads)).filter(
    (name) => name.startsWith('hitcraft_') && !wanted.has(name),
  )
  try {
    for (const name of old) await threads.dropIndex(name)
  } catch (error) {
    if (!isNotAllowed(error)) throw error
  }
}

async function refuseForeign(db: MongoDatabase): Promise<void> {
  if ((await db.meta.findOne({ _id: 'schema' })) !== null) return
  const sample: Document[] = await db.db.collection('threads').find().limit(SAMPLE).toArray()
  const isTheirs = (document: Document) =>
    !['id', 'messages', 'content'].some((field) => field in document)
  if (sample.length === 0 || !sample.every(isTheirs)) return
  throw new HitCraftError(
    'UNSUPPORTED',
    `${db.location} has a collection "threads" of something else`,
    { remedy: 'Set MONGODB_DATABASE to a database of its own.' },
  )
}

/** What a process left half done that ended in the middle. */
async function finishWhatIsLeft(db: MongoDatabase, lease: WriterLease): Promise<void> {
  if ((await db.unfinished.findOne(IN_FORCE, { projection: { _id: 1 } })) === null) return
  try {
    // To hold the lease is enough: whoever comes behind one that died finishes its work.
    await lease.hold(async () => undefined)
  } catch (error) {
    // A reader may not; the next writer will.
    if (!isNotAllowed(error)) throw error
  }
}
