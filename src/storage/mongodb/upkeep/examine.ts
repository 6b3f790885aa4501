import type { Document } from 'mongodb'
import { analysisId } from '../../../domain/kinds/analysis.ts'
import { isRecordKind } from '../../../domain/records.ts'
import type { RecordKind } from '../../../domain/records.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Damage, ExamineOptions } from '../../chat-store.ts'
import { damageIn, damageInLater, ifWhole } from '../../core/damaged.ts'
import { Pace } from '../../core/upkeep/pace.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { WriterLease } from '../connection/writer-lease.ts'
import { documentId, pieceOfRecord, RECORD, recordOf } from '../documents/record-document.ts'
import type { RecordFields } from '../documents/record-document.ts'
import { labelsOf } from '../listing/list-row.ts'
import { threadOf } from '../documents/thread-bodies.ts'
import { BODY, bodyFieldsOf, IS_OURS, refOf } from '../documents/thread-fields.ts'
import { COUNTED, countDocuments } from './counts.ts'
import { rowOfEntry } from '../../core/adoption/adopted-history.ts'

const AT_ONCE = 500
const MISSING = 'is missing'

/**
 * Reads every document of threads, with the parts of its body, and of records, and what others promise:
 * analyses of threads that count as analyzed, lines of the history, and how many were written. The last
 * is left out where others write all the time.
 */
export async function* examine(
  db: MongoDatabase,
  lease: WriterLease,
  options?: ExamineOptions,
): AsyncGenerator<Damage> {
  // Reading reads the same documents.
  if (options?.isReadElsewhere === true) return
  const total = (await db.threads.countDocuments(IS_OURS)) + (await db.records.countDocuments())
  const pace = new Pace(options, total)
  const missing: Damage[] = []
  for await (const damage of examineAll(db, pace)) {
    if (damage.problem === MISSING) missing.push(damage)
    yield damage
  }
  yield* miscounted(db, lease, missing)
  pace.end()
}

async function* examineAll(db: MongoDatabase, pace: Pace): AsyncGenerator<Damage> {
  yield* examineThreads(db, pace)
  yield* examineRecords(db, pace)
  yield* missingHistory(db)
}

async function* examineThreads(db: MongoDatabase, pace: Pace): AsyncGenerator<Damage> {
  let promised: string[] = []
  const documents = db.threads.find(IS_OURS).project({ ...BODY, 'hitcraft.labels': 1 })
  for await (const document of documents) {
    await pace.step()
    const { id } = refOf(document)
    const damage = (await damageTo(db, document)) ?? damageIn(() => labelsOf(document))
    if (damage !== undefined) yield damage
    for (const key of ifWhole(() => labelsOf(document))?.keys() ?? []) {
      promised.push(documentId('analysis', encodeKey(analysisId(decodeKey(key), decodeKey(id)))))
    }
    if (promised.length < AT_ONCE) continue
    yield* missing(db, 'analysis', promised)
    promised = []
  }
  yield* missing(db, 'analysis', promised)
}

async function damageTo(db: MongoDatabase, document: Document): Promise<Damage | undefined> {
  if (typeof document['id'] !== 'string') {
    const place = `collection threads, document ${JSON.stringify(document['_id'])}`
    return { kind: 'thread', place, problem: 'has no id' }
  }
  return damageInLater(() => threadOf(db, bodyFieldsOf(document)))
}

async function* examineRecords(db: MongoDatabase, pace: Pace): AsyncGenerator<Damage> {
  const documents = db.records
    .find()
    .project<RecordFields & { readonly kind?: unknown }>({ ...RECORD, kind: 1 })
  for await (const { kind: named, ...fields } of documents) {
    await pace.step()
    const kind = fields._id.split('\n', 1).join('')
    if (!isRecordKind(kind)) {
      const place = `collection records, document ${JSON.stringify(fields._id)}`
      yield { kind: 'store', place, problem: 'is of no kind that there is' }
      continue
    }
    if (named !== kind) {
      yield { ...pieceOfRecord(kind, fields._id), problem: 'says that it is of another kind' }
      continue
    }
    const damage = damageIn(() => recordOf(kind, fields))
    if (damage !== undefined) yield damage
  }
}

/** Lines that the readable history has and the records have not. */
async function* missingHistory(db: MongoDatabase): AsyncGenerator<Damage> {
  let promised: string[] = []
  // Of a document that another program made and that names several threads there are several lines.
  const lines = db.history
    .find({ entry_id: { $type: 'string', $ne: '' }, thread_id: { $type: 'string' } })
    .project<{ entry_id: string }>({ _id: 0, entry_id: 1 })
  for await (const { entry_id } of lines) {
    if (rowOfEntry(entry_id) === entry_id) promised.push(documentId('history', entry_id))
    if (promised.length < AT_ONCE) continue
    yield* missing(db, 'history', promised)
    promised = []
  }
  yield* missing(db, 'history', promised)
}

/** Documents that are fewer than were written, or more, and that nothing else names. */
async function* miscounted(
  db: MongoDatabase,
  lease: WriterLease,
  missing: readonly Damage[],
): AsyncGenerator<Damage> {
  const [here = {}, written = {}] = (await lease.undisturbed(() => countDocuments(db))) ?? []
  for (const kind of COUNTED) {
    const [found = 0, expected = 0] = [here[kind], written[kind]]
    const named = missing.filter((damage) => damage.kind === kind).length
    // Those that are named may have been missing already when all were counted anew.
    if (found === expected || found === expected - named) continue
    yield {
      kind,
      place: kind === 'thread' ? 'collection threads' : `collection records, kind ${kind}`,
      problem: `has ${found} documents where ${expected} were written`,
    }
  }
}

/** Those of the documents that are not there. */
async function* missing(
  db: MongoDatabase,
  kind: RecordKind,
  ids: readonly string[],
): AsyncGenerator<Damage> {
  if (ids.length === 0) return
  const rows = await db.records
    .find({ _id: { $in: [...ids] } })
    .project<{ _id: string }>({ _id: 1 })
    .toArray()
  const there = new Set(rows.map(({ _id }) => _id))
  for (const id of ids) {
    if (!there.has(id)) yield { ...pieceOfRecord(kind, id), problem: MISSING }
  }
}
