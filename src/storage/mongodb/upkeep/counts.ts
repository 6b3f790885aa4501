import { ALL_KINDS } from '../../../domain/records.ts'
import type { MongoDatabase } from '../connection/database.ts'
import type { DocumentCounts } from '../documents/documents.ts'
import { idsOfKind } from '../documents/record-documents.ts'
import { IS_OURS } from '../documents/thread-fields.ts'

export const COUNTED = ['thread', ...ALL_KINDS] as const

/** Counts what stands there; each kind is one range of an index. */
export async function countDocuments(db: MongoDatabase): Promise<DocumentCounts> {
  const counts = COUNTED.map(async (kind) => {
    const count =
      kind === 'thread'
        ? await db.threads.countDocuments(IS_OURS)
        : await db.records.countDocuments({ _id: idsOfKind(kind) })
    return [kind, count] as const
  })
  return Object.fromEntries(await Promise.all(counts))
}
