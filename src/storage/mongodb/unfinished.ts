import { randomUUID } from 'node:crypto'
import { Binary } from 'mongodb'
import type { Document, Filter } from 'mongodb'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { ALL_KINDS, isRecordKind, RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import type { Tombstone } from '../../domain/thread/tombstone.ts'
import { isJsonArray, isJsonObject } from '../../domain/values/json.ts'
import { rowOfEntry } from '../core/adoption/adopted-history.ts'
import { corrupt } from '../core/damaged.ts'
import type { RecordGroup } from '../core/record-writes.ts'
import { isTexts } from '../core/stored-json.ts'
import { recordIn } from '../core/stored-record.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { HeldLease } from './connection/writer-lease.ts'
import { mongoError, tooLarge } from './connection/errors.ts'
import { bytesOf, pack, packBytes, unpackBytes, unpackText } from './documents/packed.ts'
import { putRecords, writeRecords } from './documents/record-documents.ts'
import type { RecordDocument } from './documents/documents.ts'
import { ownOf } from './documents/thread-fields.ts'

const PART = 8_000_000
/** Of a record's body: a document may have 16 MiB. */
const MOST_BYTES = 16_000_000

const NOTE = { kind: 'store', place: 'collection unfinished' } as const

/** Notes that still count. */
export const IN_FORCE = { aside: { $ne: true } } as const

/** A change of several documents, as it is noted down before the first of them is touched. */
export type Change =
  | { readonly what: 'records'; readonly groups: readonly RecordGroup[] }
  /** Encoded ids. */
  | {
      readonly what: 'erase'
      readonly ids: readonly string[]
      /** Users who are erased with all that was put aside of them. */
      readonly users?: readonly string[]
      readonly stones: readonly Tombstone[]
      /** Records that take the place of those which spoke of the threads; notes of earlier versions have none. */
      readonly groups?: readonly RecordGroup[]
    }

/**
 * Several documents as one change without a transaction, which a standalone server does not have: the
 * change is noted down, made, and struck out. Once it is noted down it will be made, by whoever comes
 * next if not by this process; making it twice does no harm.
 */
export async function makeChange(
  db: MongoDatabase,
  held: HeldLease,
  change: Change,
): Promise<void> {
  if (change.what === 'records') refuseTooLarge(change.groups)
  const _id = randomUUID()
  const bytes = packBytes(change)
  held.dirty = true
  // The last part stands for all of them.
  for (let n = Math.ceil(bytes.length / PART) - 1; n >= 0; n--) {
    const data = new Binary(bytes.subarray(n * PART, (n + 1) * PART))
    await db.unfinished.insertOne({ _id: n === 0 ? _id : `${_id} ${n}`, n, data })
  }
  await apply(db, held, change)
  await db.unfinished.deleteMany(IN_FORCE)
  held.dirty = false
}

/**
 * Makes what was noted down and not struck out, and clears away what nothing points to. A change that
 * cannot be made, which nobody was told had been, is set aside: it must not keep others from writing.
 */
export async function finishChanges(db: MongoDatabase, held: HeldLease): Promise<void> {
  const notes = await db.unfinished.find(IN_FORCE).sort({ n: 1 }).toArray()
  for (const { _id, n, data } of notes) {
    if (n !== 0) continue
    const rest = notes.filter((note) => note._id.startsWith(`${_id} `))
    const bytes = Buffer.concat([data, ...rest.map((note) => note.data)].map(bytesOf))
    try {
      await apply(db, held, changeOf(unpackBytes(bytes, NOTE)))
    } catch (error) {
      if (!cannotBeMade(mongoError(error, db.location))) throw error
      const ids = [_id, ...rest.map((note) => note._id)]
      await db.unfinished.updateMany({ _id: { $in: ids } }, { $set: { aside: true } })
    }
  }
  await db.unfinished.deleteMany(IN_FORCE)
  await dropOrphans(db)
}

/** @throws HitCraftError CORRUPT */
function changeOf(noted: unknown): Change {
  if (!isChange(noted)) throw corrupt(NOTE, 'holds no change')
  return noted
}

function isChange(value: unknown): value is Change {
  if (!isJsonObject(value)) return false
  const { what, ids, stones, users = [], groups = [] } = value
  if (!isJsonArray(groups) || !groups.every(isGroup)) return false
  if (what === 'records') return true
  return (
    what === 'erase' &&
    isTexts(ids) &&
    isTexts(users) &&
    isGroup({ kind: 'tombstone', records: stones })
  )
}

function isGroup(value: unknown): boolean {
  if (!isJsonObject(value)) return false
  const { kind, records } = value
  return (
    isRecordKind(kind) &&
    isJsonArray(records) &&
    records.every((record) => recordIn(kind, record) !== undefined)
  )
}

/** A damaged note, or one that the server refuses for what it is; a right or room may be given yet. */
function cannotBeMade(error: unknown): boolean {
  return isHitCraftError(error, 'CORRUPT') || isHitCraftError(error, 'UNSUPPORTED')
}

/** @throws HitCraftError UNSUPPORTED */
function refuseTooLarge(groups: readonly RecordGroup[]): void {
  for (const { records } of groups) {
    for (const record of records) {
      const body = pack(record)
      if (typeof body !== 'string' && body.position > MOST_BYTES) throw tooLarge()
    }
  }
}

async function apply(db: MongoDatabase, held: HeldLease, change: Change): Promise<void> {
  if (change.what === 'records') {
    for (const { kind, records } of change.groups) await writeRecords(db, held, kind, records)
    return
  }
  await putRecords(db, held, 'tombstone', change.stones)
  for (const { kind, records } of change.groups ?? []) await putRecords(db, held, kind, records)
  const ids = [...change.ids]
  held.assertHeld()
  await eraseAdoptedHistory(db, ids)
  const { deletedCount } = await db.threads.deleteMany({ id: { $in: ids } })
  held.count('thread', -deletedCount)
  await db.parts.deleteMany({ thread: { $in: ids } })
  await eraseRecordsOf(db, held, ids)
  await db.damaged.deleteMany({ thread: { $in: ids } })
  await eraseKeptOf(db, change.users ?? [])
  await db.history.deleteMany({ thread_id: { $in: ids } })
  await db.originals.deleteMany({ thread: { $in: ids } })
}

/** Also those that say by their `_id` alone of which thread they are, should a field be changed. */
async function eraseRecordsOf(
  db: MongoDatabase,
  held: HeldLease,
  ids: readonly string[],
): Promise<void> {
  const erase = async (kind: RecordKind, which: Filter<RecordDocument>) => {
    held.count(kind, -(await db.records.deleteMany(which)).deletedCount)
  }
  for (const kind of ALL_KINDS.filter((each) => RECORD_KINDS[each].onErase.does === 'delete')) {
    await erase(kind, { thread: { $in: [...ids] }, kind })
    if (RECORD_KINDS[kind].idEndsInThread !== true) continue
    for (const group of await groupsOf(db, kind)) {
      await erase(kind, { _id: { $in: ids.map((id) => `${group}${id}`) } })
    }
  }
  const { deletedCount } = await db.records.deleteMany({ thread: { $in: [...ids] } })
  if (deletedCount > 0) held.countAnew()
}

/** What the ids of a kind begin with, up to the thread: one look at the index for each. */
async function groupsOf(db: MongoDatabase, kind: RecordKind): Promise<string[]> {
  const groups: string[] = []
  for (;;) {
    const last = groups.at(-1)
    const $gt = last === undefined ? `${kind}\n` : `${last.slice(0, -1)}\v`
    const [next] = await db.records
      .find({ _id: { $gt, $lt: `${kind}\v` } })
      .sort({ _id: 1 })
      .limit(1)
      .project<{ _id: string }>({ _id: 1 })
      .toArray()
    if (next === undefined) return groups
    groups.push(/^[^\n]*\n[^\n]*\n/.exec(next._id)?.[0] ?? `${next._id}\n`)
  }
}

/** Documents that were put aside hold whatever they held; what names the users goes. */
async function eraseKeptOf(db: MongoDatabase, users: readonly string[]): Promise<void> {
  if (users.length === 0) return
  const names = users.map((user) => JSON.stringify(user).slice(1, -1))
  for await (const { _id, original } of db.damaged.find()) {
    const texts = [JSON.stringify(original), textOfBody(original)]
    if (names.some((name) => texts.some((text) => text.includes(name)))) {
      await db.damaged.deleteOne({ _id })
    }
  }
}

/** The text of a body, as far as it can be read. */
function textOfBody(original: Document): string {
  // Of a layout before, or a part of a body, it stands at the top.
  const body = ownOf(original)['body'] ?? original['data'] ?? (original['body'] as unknown)
  if (typeof body === 'string') return body
  try {
    return body instanceof Binary ? unpackText(body, { kind: 'store', place: '' }) : ''
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT')) return ''
    throw error
  }
}

/** Documents of another program that name the threads among others; what they say of those stays in ours. */
async function eraseAdoptedHistory(db: MongoDatabase, ids: readonly string[]): Promise<void> {
  const entries = await db.records
    .find({ thread: { $in: [...ids] }, kind: 'history', _id: /-legacy-/ })
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  if (entries.length === 0) return
  const rows = entries.map(({ _id }) => rowOfEntry(_id.slice('history\n'.length)))
  await db.history.deleteMany({ entry_id: { $in: rows } })
}

/**
 * Parts of a body that was written and never pointed to, or pointed to no more. Documents of a layout
 * before, which this runs ahead of moving, point to them from the top.
 */
async function dropOrphans(db: MongoDatabase): Promise<void> {
  const parts = await db.parts
    .find()
    .project<{ thread: string; version: string }>({ _id: 0, thread: 1, version: 1 })
    .toArray()
  const versions = new Map(
    parts.map(({ thread, version }) => [`${thread}\n${version}`, { thread, version }]),
  )
  for (const { thread, version } of versions.values()) {
    const pointing: Filter<Document> = {
      id: thread,
      $or: [{ 'hitcraft.parts.version': version }, { 'parts.version': version }],
    }
    const found = await db.db.collection('threads').findOne(pointing, { projection: { _id: 1 } })
    if (found === null) await db.parts.deleteMany({ thread, version })
  }
}
