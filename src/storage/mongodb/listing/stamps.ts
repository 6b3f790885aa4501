import type { RecordKind } from '../../../domain/records.ts'
import { checkedLimit } from '../../../domain/thread/thread-query.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { Stamp, StampQuery } from '../../chat-store.ts'
import { stampOfThread } from '../../core/lists/stamps.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { textField } from '../documents/packed.ts'
import { idIn } from '../documents/record-document.ts'
import type { RecordFields } from '../documents/record-document.ts'
import { idsOfKind } from '../documents/record-documents.ts'
import { IS_LISTED, ownOf, projectionOf, refOf } from '../documents/thread-fields.ts'

const STAMP = projectionOf('bodyHash', 'asOf')

/** As `StoreUpkeep.listStamps`. */
export async function listStamps(
  db: MongoDatabase,
  kind: 'thread' | RecordKind,
  query: StampQuery = {},
): Promise<readonly Stamp[]> {
  const limit = checkedLimit(query.limit)
  const after = encodeKey(query.after ?? '')
  if (kind === 'thread') {
    const rows = await db.threads
      .find({ $and: [IS_LISTED, { id: { $gt: after } }] }, { allowDiskUse: true })
      .sort({ id: 1 })
      .limit(limit)
      .project(STAMP)
      .toArray()
    return rows.map((row) => {
      const { bodyHash, asOf } = ownOf(row)
      return stampOfThread(refOf(row).id, textField(bodyHash), textField(asOf))
    })
  }
  const rows = await db.records
    .find({ _id: idsOfKind(kind, after) })
    .sort({ _id: 1 })
    .limit(limit)
    .project<RecordFields>({ _id: 1, seal: 1 })
    .toArray()
  return rows.map(({ _id, seal }) => ({ id: idIn(_id), stamp: textField(seal) }))
}
