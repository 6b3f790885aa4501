import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import { ALL_KINDS } from '../../../domain/records.ts'
import type { RecordKind } from '../../../domain/records.ts'
import { threadSeal } from '../../core/sealed.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import type { Packed } from '../documents/documents.ts'
import { unpackText } from '../documents/packed.ts'
import { pieceOfRecord, sealOfDocument } from '../documents/record-document.ts'

const AT_ONCE = 500

/** Seals documents of an earlier version, which wrote none. Run before the version says that all have one. */
export async function sealWhatIsNot(db: MongoDatabase, held: HeldLease): Promise<void> {
  if (((await db.meta.findOne({ _id: 'schema' }))?.version ?? 0) >= 2) return
  await sealThreads(db, held)
  for (const kind of ALL_KINDS) await sealRecords(db, held, kind)
}

async function sealThreads(db: MongoDatabase, held: HeldLease): Promise<void> {
  for (;;) {
    const rows = await db.threads
      .find({ bodyHash: { $type: 'string' }, seal: null as never })
      .limit(AT_ONCE)
      .project<{ _id: never; id: string; bodyHash: string; asOf?: string }>({
        id: 1,
        bodyHash: 1,
        asOf: 1,
      })
      .toArray()
    if (rows.length === 0) return
    held.assertHeld()
    await db.write(
      db.threads,
      rows.map(({ _id, id, bodyHash, asOf = '' }) => {
        const seal = threadSeal({ key: id, bodyHash, asOf })
        return { updateOne: { filter: { _id }, update: { $set: { seal } } } }
      }),
    )
  }
}

async function sealRecords(db: MongoDatabase, held: HeldLease, kind: RecordKind): Promise<void> {
  for (;;) {
    const rows = await db.records
      .find({ kind, seal: null as never })
      .limit(AT_ONCE)
      .project<{ _id: string; thread: string | null; tag: string | null; body: Packed }>({
        thread: 1,
        tag: 1,
        body: 1,
      })
      .toArray()
    if (rows.length === 0) return
    held.assertHeld()
    await db.write(
      db.records,
      rows.map((row) => {
        const seal = sealOfDocument(kind, row, textOf(kind, row))
        return { updateOne: { filter: { _id: row._id }, update: { $set: { seal } } } }
      }),
    )
  }
}

/** Of a damaged one there is none, and its seal will not hold. */
function textOf(kind: RecordKind, { _id, body }: { _id: string; body: Packed }): string {
  try {
    return unpackText(body, pieceOfRecord(kind, _id))
  } catch (error) {
    if (isHitCraftError(error, 'CORRUPT')) return ''
    throw error
  }
}
