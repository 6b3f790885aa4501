import { labelsOf } from '../../../domain/analysis/analysis.ts'
import type { Analysis } from '../../../domain/analysis/analysis.ts'
import type { RecordKind } from '../../../domain/records.ts'
import type { TopicAssignment } from '../../../domain/analysis/topic-model.ts'
import { compareIds, decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import { readable } from '../../core/damaged.ts'
import { RECORD, recordOf } from './record-document.ts'
import type { RecordFields } from './record-document.ts'
import { analyzedTags, isOfThread, TAGS } from './tags.ts'
import { IDS_AT_ONCE } from './thread-bodies.ts'
import type { StateFields } from './thread-document.ts'
import { IS_LISTED, ownOf, projectionOf, refOf } from './thread-fields.ts'
import { textField, textsField } from './packed.ts'

/** Threads that a newly known analyzer key is written into by one command. */
const KEYS_AT_ONCE = 200

/** Says where a thread stands under each known key. */
export type StateOf = (id: string, contentHash: string) => StateFields

/** Reads what the states of threads (encoded ids) depend on. The caller holds the lease. */
export async function loadStates(db: MongoDatabase, ids: readonly string[]): Promise<StateOf> {
  const keys = await knownKeys(db)
  if (keys.length === 0) return () => ({ tags: [], labels: [] })
  const analyses = new Map<string, Analysis>()
  const topics = new Map<string, string>()
  const models = await currentModels(db)
  for (const { kind, thread, record } of await recordsOf(db, ids)) {
    if (kind === 'analysis') {
      const analysis = record as Analysis
      analyses.set(`${analysis.analyzerKey}\n${thread}`, analysis)
    } else {
      const { analyzerKey, modelId, topic } = record as TopicAssignment
      if (topic !== undefined && models.get(analyzerKey) === modelId) {
        topics.set(`${analyzerKey}\n${thread}`, topic)
      }
    }
  }
  return (id, contentHash) => {
    const tags: string[] = []
    const labels: { key: string; labels: string }[] = []
    for (const key of keys) {
      const analysis = analyses.get(`${key}\n${id}`)
      if (analysis?.contentHash !== contentHash) {
        tags.push(TAGS.pending(key))
        continue
      }
      const topic = topics.get(`${key}\n${id}`)
      const own = { ...labelsOf(analysis), ...(topic === undefined ? {} : { topic }) }
      tags.push(...analyzedTags(key, own))
      labels.push({ key: encodeKey(key), labels: JSON.stringify(own) })
    }
    return { tags, labels }
  }
}

async function recordsOf(db: MongoDatabase, ids: readonly string[]) {
  const found: { kind: RecordKind; thread: string; record: unknown }[] = []
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const rows = await db.records
      .find({
        thread: { $in: ids.slice(at, at + IDS_AT_ONCE) },
        kind: { $in: ['analysis', 'topicAssignment'] },
      })
      .project<RecordFields & { kind: RecordKind; thread: string }>({ ...RECORD, kind: 1 })
      .toArray()
    for (const row of rows) {
      const { kind, thread } = row
      // Of a damaged analysis the thread is pending: the next one takes its place.
      const record = readable(
        () => recordOf(kind, row),
        () => undefined,
      )
      if (record !== undefined) found.push({ kind, thread, record })
    }
  }
  return found
}

/** The newest topic model of each analyzer key. */
async function currentModels(db: MongoDatabase): Promise<Map<string, string>> {
  const rows = await db.records
    .find({ kind: 'topicModel' })
    .project<{ _id: string; tag: string }>({ _id: 1, tag: 1 })
    .toArray()
  const newest = new Map<string, string>()
  for (const { _id, tag } of rows) {
    const id = decodeKey(_id.slice('topicModel\n'.length))
    const key = decodeKey(tag)
    const before = newest.get(key)
    if (before === undefined || compareIds(before, id) < 0) newest.set(key, id)
  }
  return newest
}

/** Analyzer keys under which every thread has its state. */
export async function knownKeys(db: MongoDatabase): Promise<string[]> {
  const known = await db.meta.findOne({ _id: 'analyzer keys' })
  return (known?.keys ?? []).map(decodeKey)
}

/** Knows keys from now on: every thread is pending under them until it is analyzed. */
export async function addAnalyzerKeys(
  db: MongoDatabase,
  held: HeldLease,
  keys: readonly string[],
): Promise<void> {
  const known = new Set(await knownKeys(db))
  for (const key of new Set(keys)) {
    if (known.has(key)) continue
    const tags = [TAGS.pending(key), TAGS.analyzed(key)]
    for await (const ids of idBatches(db, KEYS_AT_ONCE)) {
      held.assertHeld()
      await db.threads.updateMany(
        { id: { $gte: ids[0] ?? '', $lte: ids.at(-1) ?? '' }, 'hitcraft.tags': { $nin: tags } },
        { $addToSet: { 'hitcraft.tags': TAGS.pending(key) } },
      )
    }
    known.add(key)
    await db.meta.updateOne(
      { _id: 'analyzer keys' },
      { $set: { keys: [...known].map(encodeKey) } },
      { upsert: true },
    )
  }
}

/** The encoded ids of all threads in their order, so many at a time. */
export async function* idBatches(db: MongoDatabase, size: number): AsyncGenerator<string[]> {
  let after = ''
  for (;;) {
    const rows = await db.threads
      .find({ $and: [{ id: { $gt: after } }, IS_LISTED] })
      .sort({ id: 1 })
      .limit(size)
      .project<{ id: string }>({ _id: 0, id: 1 })
      .toArray()
    if (rows.length === 0) return
    yield rows.map(({ id }) => id)
    after = rows.at(-1)?.id ?? ''
  }
}

/** Sets the states of threads (encoded ids) by what is stored. The caller holds the lease. */
export async function restate(
  db: MongoDatabase,
  held: HeldLease,
  ids: readonly string[],
): Promise<void> {
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const some = ids.slice(at, at + IDS_AT_ONCE)
    const stateOf = await loadStates(db, some)
    const rows = await db.threads
      .find({ $and: [{ id: { $in: some } }, IS_LISTED] })
      .project(projectionOf('rev', 'contentHash', 'tags'))
      .toArray()
    held.assertHeld()
    await db.write(
      db.threads,
      rows.map((row) => {
        const [ref, { contentHash, tags }] = [refOf(row), ownOf(row)]
        const state = stateOf(ref.id, textField(contentHash))
        const own = textsField(tags).filter(isOfThread)
        const $set = { 'hitcraft.tags': [...own, ...state.tags], 'hitcraft.labels': state.labels }
        // One that another has written meanwhile is stated by that one.
        return { updateOne: { filter: db.unchanged(ref), update: { $set } } }
      }),
    )
  }
}
