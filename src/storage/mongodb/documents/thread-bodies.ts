import { Binary } from 'mongodb'
import { isJsonObject } from '../../../domain/values/json.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Damage } from '../../chat-store.ts'
import { corrupt, damageOf } from '../../core/damaged.ts'
import type { OnDamage, Piece } from '../../core/damaged.ts'
import { wholeThread } from '../../core/sealed.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { OwnFields } from './documents.ts'
import { bytesOf, unpack, unpackBytes } from './packed.ts'
import { BODY, bodyFieldsOf, IS_OURS } from './thread-fields.ts'
import type { BodyFields, ThreadRef } from './thread-fields.ts'

/** Ids asked for in one query. */
export const IDS_AT_ONCE = 1000
/** Times that a body is read again which another writer exchanged in between. */
const ATTEMPTS = 10

export interface ReadThread {
  readonly thread: Thread
  readonly ref: ThreadRef
}

/**
 * The threads under encoded ids, by their true ids.
 * @param damaged told of what cannot be read; absent: CORRUPT is thrown
 */
export async function readThreads(
  db: MongoDatabase,
  ids: readonly string[],
  damaged?: OnDamage,
): Promise<Map<string, Thread>> {
  const found = new Map<string, Thread>()
  const told = damaged && ((_: ThreadRef, damage: Damage) => damaged(damage))
  for await (const { thread } of eachThread(db, ids, told)) found.set(thread.id, thread)
  return found
}

/** The threads under encoded ids, one after another; with `damaged` what cannot be read is told. */
export async function* eachThread(
  db: MongoDatabase,
  ids: readonly string[],
  damaged?: (ref: ThreadRef, damage: Damage) => void,
): AsyncGenerator<ReadThread> {
  const wanted = [...new Set(ids)]
  for (let at = 0; at < wanted.length; at += IDS_AT_ONCE) {
    const some = wanted.slice(at, at + IDS_AT_ONCE)
    const cursor = db.threads
      .find({ $and: [{ id: { $in: some } }, IS_OURS] })
      .project(BODY)
      .map(bodyFieldsOf)
    for await (const fields of cursor) {
      const read = await readable(db, fields, damaged)
      if (read !== undefined) yield read
    }
  }
}

async function readable(
  db: MongoDatabase,
  fields: BodyFields,
  damaged: ((ref: ThreadRef, damage: Damage) => void) | undefined,
): Promise<ReadThread | undefined> {
  try {
    return await threadOf(db, fields)
  } catch (error) {
    const damage = isHitCraftError(error) ? damageOf(error) : undefined
    if (damaged === undefined || damage === undefined) throw error
    damaged(fields, damage)
    return undefined
  }
}

/** @throws HitCraftError CORRUPT */
export async function threadOf(
  db: MongoDatabase,
  first: BodyFields,
): Promise<ReadThread | undefined> {
  let fields: BodyFields | null = first
  for (let attempt = 1; fields !== null; attempt++) {
    const piece = pieceOf(fields.id)
    const body = await bodyOf(db, fields)
    if (body !== undefined)
      return { thread: wholeThread(body, { key: fields.id, ...fields }, piece), ref: fields }
    if (attempt > ATTEMPTS) throw corrupt(piece, 'has not all parts of its body')
    // Another writer has put new parts there and taken these away.
    const { rev }: ThreadRef = fields
    const again = await db.threads.findOne({ id: first.id }, { projection: BODY })
    fields = again && bodyFieldsOf(again)
    if (fields?.rev === rev) throw corrupt(piece, 'has not all parts of its body')
  }
  return undefined
}

/** @returns undefined where parts of it are not there, which another writer may have taken away */
async function bodyOf(db: MongoDatabase, fields: BodyFields): Promise<unknown> {
  const piece = pieceOf(fields.id)
  const { body, parts } = fields
  if (isParts(parts)) {
    const bytes = await joined(db, fields.id, parts)
    return bytes && unpackBytes(bytes, piece)
  }
  if (typeof body !== 'string' && !(body instanceof Binary)) throw corrupt(piece, 'has no body')
  return unpack(body, piece)
}

type Parts = NonNullable<OwnFields['parts']>

function isParts(value: unknown): value is Parts {
  return (
    isJsonObject(value) &&
    typeof value['version'] === 'string' &&
    typeof value['count'] === 'number'
  )
}

async function joined(
  db: MongoDatabase,
  thread: string,
  { version, count }: Parts,
): Promise<Buffer | undefined> {
  const parts = await db.parts
    .find({ thread, version })
    .sort({ n: 1 })
    .project<{ n: number; data: Binary }>({ _id: 0, n: 1, data: 1 })
    .toArray()
  if (parts.length !== count) return undefined
  return Buffer.concat(parts.map(({ data }) => bytesOf(data)))
}

/** @param key encoded id */
export function pieceOf(key: string): Piece {
  const place = `collection threads, document with id ${JSON.stringify(key)}`
  return { kind: 'thread', id: decodeKey(key), place }
}
