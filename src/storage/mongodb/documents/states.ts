import type { RecordKind } from '../../../domain/records.ts'
import { ALL_KINDS, RECORD_KINDS } from '../../../domain/records.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import { ifWhole } from '../../core/damaged.ts'
import { kinded } from '../../core/record-row.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import { currentModels, STATE_KINDS, statesOf } from '../../core/thread-state.ts'
import type { KeyState } from '../../core/thread-state.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import { textField, textsField } from './packed.ts'
import { idIn, RECORD, recordOf } from './record-document.ts'
import type { RecordFields } from './record-document.ts'
import { isOfThread, TAGS } from './tags.ts'
import { IDS_AT_ONCE } from './thread-bodies.ts'
import type { StateFields } from './thread-document.ts'
import { IS_LISTED, ownOf, projectionOf, refOf } from './thread-fields.ts'

const MODEL_KINDS = ALL_KINDS.filter((kind) => RECORD_KINDS[kind].modelOf !== undefined)

/** Says what a thread's state is, by its encoded id. */
export type StateOf = (id: string, contentHash: string) => StateFields

/** Reads what the states of threads (encoded ids) depend on. The caller holds the lease. */
export async function loadStates(db: MongoDatabase, ids: readonly string[]): Promise<StateOf> {
  const settled = await settledKeys(db)
  const models = await readModels(db)
  const records = await recordsOf(db, ids)
  return (id, contentHash) =>
    stateFields(statesOf({ contentHash, models, records: records.get(id) ?? [] }), settled)
}

function stateFields(states: readonly KeyState[], settled: readonly string[]): StateFields {
  const analyzed = new Set(states.map(({ analyzerKey }) => analyzerKey))
  return {
    tags: [
      ...settled.filter((key) => !analyzed.has(key)).map(TAGS.pending),
      ...states.flatMap(({ analyzerKey: key, facets }) => [
        TAGS.analyzed(key),
        ...facets.map((facet) => TAGS.facet(facet, key)),
      ]),
    ],
    labels: states.map(({ analyzerKey, labels }) => ({
      key: encodeKey(analyzerKey),
      labels: JSON.stringify(labels),
    })),
  }
}

/** By encoded thread id. */
async function recordsOf(
  db: MongoDatabase,
  ids: readonly string[],
): Promise<Map<string, KindedRecord[]>> {
  const found = new Map<string, KindedRecord[]>()
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const rows = await db.records
      .find({ thread: { $in: ids.slice(at, at + IDS_AT_ONCE) }, kind: { $in: [...STATE_KINDS] } })
      .project<RecordFields & { kind: RecordKind; thread: string }>({ ...RECORD, kind: 1 })
      .toArray()
    for (const row of rows) {
      const { kind, thread } = row
      // Of a damaged analysis the thread is pending: the next one takes its place.
      const record = ifWhole(() => recordOf(kind, row))
      if (record === undefined) continue
      found.set(thread, [...(found.get(thread) ?? []), kinded(kind, record)])
    }
  }
  return found
}

/** The newest model of each analyzer key; its records are tagged with the key. */
async function readModels(db: MongoDatabase): Promise<Map<string, string>> {
  const rows = await db.records
    .find({ kind: { $in: [...MODEL_KINDS] } })
    .project<{ _id: string; tag: unknown }>({ _id: 1, tag: 1 })
    .toArray()
  return currentModels(
    rows.map(({ _id, tag }) => ({
      id: idIn(_id),
      analyzerKey: decodeKey(textField(tag)),
    })),
  )
}

/** Analyzer keys under which each pending thread says so: see `mongodb-pending.ts`. */
export async function settledKeys(db: MongoDatabase): Promise<string[]> {
  const known = await db.meta.findOne({ _id: 'analyzer keys' })
  return (known?.keys ?? []).map(decodeKey)
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
