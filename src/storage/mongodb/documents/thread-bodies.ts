import { decodeKey } from '../../../domain/values/ids.ts'
import { withAsOf } from '../../../domain/thread/merge-thread.ts'
import { bodyHashOf, contentHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { MongoDatabase, ThreadRef } from '../connection/database.ts'
import type { ThreadDocument } from './documents.ts'
import { bytesOf, unpack, unpackBytes } from './packed.ts'

/** What reading a body takes. */
const BODY = { id: 1, rev: 1, bodyHash: 1, asOf: 1, body: 1, parts: 1 } as const
type BodyFields = ThreadRef & Pick<ThreadDocument, 'bodyHash' | 'asOf' | 'body' | 'parts'>

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
 * @throws HitCraftError CORRUPT for one that does not hash to what was written
 */
export async function readThreads(
  db: MongoDatabase,
  ids: readonly string[],
): Promise<Map<string, Thread>> {
  const found = new Map<string, Thread>()
  for await (const { thread } of eachThread(db, ids)) found.set(thread.id, thread)
  return found
}

/** The threads under encoded ids, one after another; with `damaged` what cannot be read is told. */
export async function* eachThread(
  db: MongoDatabase,
  ids: readonly string[],
  damaged?: (ref: ThreadRef) => void,
): AsyncGenerator<ReadThread> {
  const wanted = [...new Set(ids)]
  for (let at = 0; at < wanted.length; at += IDS_AT_ONCE) {
    const some = wanted.slice(at, at + IDS_AT_ONCE)
    const cursor = db.threads
      .find({ id: { $in: some }, last: { $gte: '' } })
      .project<BodyFields>(BODY)
    for await (const fields of cursor) {
      const read = await readable(db, fields, damaged)
      if (read !== undefined) yield read
    }
  }
}

async function readable(
  db: MongoDatabase,
  fields: BodyFields,
  damaged: ((ref: ThreadRef) => void) | undefined,
): Promise<ReadThread | undefined> {
  try {
    return await threadOf(db, fields)
  } catch (error) {
    if (damaged === undefined || !isHitCraftError(error, 'CORRUPT')) throw error
    damaged(fields)
    return undefined
  }
}

async function threadOf(db: MongoDatabase, first: BodyFields): Promise<ReadThread | undefined> {
  let fields: BodyFields | null = first
  for (let attempt = 1; fields !== null; attempt++) {
    const body: unknown = fields.parts === null ? bodyOf(fields) : await joined(db, fields)
    if (body !== undefined) return { thread: checked(fields, body), ref: fields }
    if (attempt > ATTEMPTS) throw damage(decodeKey(fields.id))
    // Another writer has put new parts there and taken these away.
    fields = await db.threads.findOne<BodyFields>({ id: first.id }, { projection: BODY })
  }
  return undefined
}

function bodyOf(fields: BodyFields): unknown {
  return fields.body === null ? undefined : unpack(fields.body)
}

async function joined(db: MongoDatabase, fields: BodyFields): Promise<unknown> {
  const { version, count } = fields.parts ?? { version: '', count: 0 }
  const parts = await db.parts
    .find({ thread: fields.id, version })
    .sort({ n: 1 })
    .project<{ data: Parameters<typeof bytesOf>[0] }>({ _id: 0, data: 1 })
    .toArray()
  if (parts.length !== count) return undefined
  return unpackBytes(Buffer.concat(parts.map(({ data }) => bytesOf(data))))
}

function checked(fields: BodyFields, body: unknown): Thread {
  const thread = body as Thread
  const isWhole =
    contentHashOf(thread.messages) === thread.contentHash && bodyHashOf(thread) === fields.bodyHash
  if (!isWhole) throw damage(decodeKey(fields.id))
  return fields.asOf > (thread.asOf ?? '') ? withAsOf(thread, fields.asOf) : thread
}

function damage(threadId: string): HitCraftError {
  return new HitCraftError(
    'CORRUPT',
    'a document of the collection threads does not hold what was written',
    {
      remedy: 'Restore the document from a backup, or delete the thread and import it again.',
      details: { threadId },
    },
  )
}
