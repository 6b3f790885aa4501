import type { Document, Filter } from 'mongodb'
import type { Thread } from '../../../domain/thread/thread.ts'
import { threadSeal } from '../../core/sealed.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import { textField } from '../documents/packed.ts'
import { loadStates } from '../documents/states.ts'
import type { StateOf } from '../documents/states.ts'
import { threadOf } from '../documents/thread-bodies.ts'
import { bodyFieldsOf, UNADOPTED } from '../documents/thread-fields.ts'
import { ifWholeLater } from '../../core/damaged.ts'
import { carriedOf, movedDocument } from './moved-document.ts'

const AT_ONCE = 50

/**
 * Documents of layout 1 or 2, which had our fields at the top and the thread's own in `content`. A
 * damaged one may lack one of them; one of others may have a field of such a name.
 */
const OLD: Filter<Document> = {
  ...UNADOPTED,
  $and: [
    { $or: [{ rev: { $type: 'string' } }, { contentHash: { $type: 'string' } }] },
    {
      $or: [
        { bodyHash: { $type: 'string' } },
        { seal: { $type: 'string' } },
        { searchable: { $type: 'bool' } },
      ],
    },
  ],
}

/**
 * Puts our fields of each thread under one name and the thread's own at the top, where an adopted one
 * gets back what it had. Each document is old or new, so one run after another brings it to its end.
 *
 * @param areSealed whether the layout that they have had seals
 */
export async function moveFields(
  db: MongoDatabase,
  held: HeldLease,
  { areSealed }: { readonly areSealed: boolean },
): Promise<void> {
  const reading = areSealed ? (old: Document) => old : sealed
  let some: Document[] = []
  for await (const document of db.db.collection('threads').find(OLD).batchSize(AT_ONCE)) {
    some.push(document)
    if (some.length < AT_ONCE) continue
    await moveSome(db, held, some.map(reading))
    some = []
  }
  await moveSome(db, held, some.map(reading))
}

async function moveSome(
  db: MongoDatabase,
  held: HeldLease,
  documents: readonly Document[],
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
    const replacement = await moved(db, { old, original, stateOf })
    await db.threads.replaceOne({ _id: old['_id'] as never }, replacement as never)
  }
}

function sealed(old: Document): Document {
  const { id, bodyHash, asOf, seal } = old
  if (typeof seal === 'string' || typeof bodyHash !== 'string') return old
  return { ...old, seal: threadSeal({ key: textField(id), bodyHash, asOf: textField(asOf) }) }
}

interface Moving {
  readonly old: Document
  readonly original: Document | undefined
  readonly stateOf: StateOf
}

async function moved(db: MongoDatabase, { old, original, stateOf }: Moving): Promise<Document> {
  const { _id, id } = old
  const document = { _id: _id as unknown, id: id as unknown, hitcraft: carriedOf(old) }
  const thread = await wholeThreadOf(db, document)
  const state = stateOf(textField(id), textField(old['contentHash']))
  return movedDocument({ old, original, state, thread })
}

/** Undefined for a damaged one: it is moved as it stands, and stays damaged. */
function wholeThreadOf(db: MongoDatabase, document: Document): Promise<Thread | undefined> {
  return ifWholeLater(async () => (await threadOf(db, bodyFieldsOf(document)))?.thread)
}
