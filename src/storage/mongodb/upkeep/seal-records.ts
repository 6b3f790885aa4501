import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import { ALL_KINDS } from '../../../domain/records.ts'
import type { RecordKind } from '../../../domain/records.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { HeldLease } from '../connection/writer-lease.ts'
import type { Packed } from '../documents/documents.ts'
import { unpackText } from '../documents/packed.ts'
import { pieceOfRecord, sealOfDocument } from '../documents/record-document.ts'

const AT_ONCE = 500

/** Seals records of the first layout, which had no seals. */
export async function sealRecords(db: MongoDatabase, held: HeldLease): Promise<void> {
  for (const kind of ALL_KINDS) await sealKind(db, held, kind)
}

async function sealKind(db: MongoDatabase, held: HeldLease, kind: RecordKind): Promise<void> {
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
