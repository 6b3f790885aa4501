import { textOf } from '../../../core/row-reader.ts'
import { decodeKey } from '../../../../domain/values/ids.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import type { BaseContext } from '../file-context.ts'
import { forgetThreads } from './replay.ts'

/**
 * Forgets records about threads that were erased: lines and segments of the log that somebody put back
 * from a copy. Their bytes go when the erasure is finished. The caller is in `catalog.write`.
 */
export function forgetBuried(context: Pick<BaseContext, 'catalog' | 'writer'>): void {
  const { catalog } = context
  const erased = new TombstoneIndex(catalog)
  if (erased.isEmpty) return
  const orphans = catalog.all(
    `SELECT DISTINCT thread FROM records WHERE thread IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM threads WHERE id = records.thread)`,
  )
  const buried = orphans
    .map((row) => decodeKey(textOf(row, 'thread')))
    .filter((name) => erased.isBuried({ what: 'thread', name }))
  if (buried.length > 0) forgetThreads(context, buried)
}
