import type { Document, Filter } from 'mongodb'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { threadSeal } from '../../core/sealed.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import { foreignThread } from '../documents/foreign-documents.ts'
import { textField, textsField } from '../documents/packed.ts'
import { lackedBy, readableThread } from '../documents/readable-thread.ts'
import { loadStates } from '../documents/states.ts'
import type { StateOf } from '../documents/states.ts'
import { threadOf } from '../documents/thread-bodies.ts'
import { derivedFields } from '../documents/thread-document.ts'
import { bodyFieldsOf } from '../documents/thread-fields.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import { leavesRoom } from './adopt.ts'

const AT_ONCE = 50

/** Documents of layout 1 or 2, which had our fields at the top and the thread's own in `content`. */
const OLD: Filter<Document> = {
  hitcraft: null,
  $or: [
    { bodyHash: { $type: 'string' } },
    { seal: { $type: 'string' } },
    { searchable: { $type: 'bool' } },
  ],
}

/** What is carried over as it is; tags are made anew, as they have another form. */
const CARRIED = [
  'rev',
  'messageCount',
  'last',
  'summary',
  'contentHash',
  'bodyHash',
  'asOf',
  'seal',
  'body',
  'parts',
  'labels',
  'prefixKeys',
  'tokens',
  'searchable',
] as const
const LEFT = ['_id', 'content', 'users', 'tags', ...CARRIED] as const

/**
 * Puts our fields of each thread under one name and the thread's own at the top, where an adopted one
 * gets back what it had. Each document is old or new, so one run after another brings it to its end.
 *
 * @param version of the layout that they have: the first had no seals
 */
export async function moveFields(
  db: MongoDatabase,
  held: HeldLease,
  version: number,
): Promise<void> {
  let some: Document[] = []
  for await (const document of db.db.collection('threads').find(OLD).batchSize(AT_ONCE)) {
    some.push(document)
    if (some.length < AT_ONCE) continue
    await moveSome(db, held, some, version)
    some = []
  }
  await moveSome(db, held, some, version)
}

async function moveSome(
  db: MongoDatabase,
  held: HeldLease,
  documents: readonly Document[],
  version: number,
): Promise<void> {
  const stateOf = await loadStates(
    db,
    documents.map(({ id }) => textField(id)),
  )
  const ids = documents.map(({ _id }) => _id as never)
  const originals = await db.originals.find({ _id: { $in: ids } }).toArray()
  const theirs = new Map(originals.map(({ _id, original }) => [String(_id), original]))
  held.assertHeld()
  for (const old of documents) {
    const original = theirs.get(String(old['_id']))
    const replacement = await moved(db, { old: sealed(old, version), original, stateOf })
    await db.threads.replaceOne({ _id: old['_id'] as never }, replacement as never)
  }
}

function sealed(old: Document, version: number): Document {
  const { id, bodyHash, asOf, seal } = old
  if (version > 1 || typeof seal === 'string' || typeof bodyHash !== 'string') return old
  return { ...old, seal: threadSeal({ key: textField(id), bodyHash, asOf: textField(asOf) }) }
}

interface Moving {
  readonly old: Document
  readonly original: Document | undefined
  readonly stateOf: StateOf
}

async function moved(db: MongoDatabase, { old, original, stateOf }: Moving): Promise<Document> {
  const { _id, ...had } = original !== undefined && leavesRoom(original) ? original : { _id: null }
  const theirs = { ...had, ...others(old) }
  const carried = Object.fromEntries(
    CARRIED.filter((name) => name in old).map((name) => [name, old[name] as unknown]),
  )
  const state = stateOf(textField(old['id']), textField(old['contentHash']))
  const { _id: place, id, content } = old
  const thread = await wholeThreadOf(db, {
    _id: place as unknown,
    id: id as unknown,
    hitcraft: carried,
  })
  if (thread === undefined) {
    const tags = [...textsField(old['users']).map(tagOfUser), ...state.tags]
    return { ...theirs, content: content as unknown, hitcraft: { ...carried, ...state, tags } }
  }
  const summary = summarize(thread)
  const derived = derivedFields({ thread, hash: bodyHashOf(thread) }, summary, state)
  const isOfThatContent =
    original !== undefined && foreignThread(original).contentHash === thread.contentHash
  const lacked = lackedBy(theirs, readableThread(thread, summary), isOfThatContent)
  return { ...theirs, ...lacked, hitcraft: { ...carried, ...derived } }
}

/** What a document has that is none of ours, and its id. */
function others(old: Document): Document {
  const names: readonly string[] = LEFT
  return Object.fromEntries(Object.entries(old).filter(([name]) => !names.includes(name)))
}

async function wholeThreadOf(db: MongoDatabase, document: Document): Promise<Thread | undefined> {
  try {
    return (await threadOf(db, bodyFieldsOf(document)))?.thread
  } catch (error) {
    // A damaged one is moved as it stands, and stays damaged.
    if (isHitCraftError(error, 'CORRUPT')) return undefined
    throw error
  }
}

/** Of the old form, which named no analyzer key. */
function tagOfUser(user: string): string {
  return user.replace(/^present\n/, 'user\n\n').replace(/^lost\n/, 'lost\n\n')
}
