import { textOf } from '../../core/row-reader.ts'
import { decodeKey } from '../../../domain/values/ids.ts'
import type { PrefixHit } from '../../../domain/thread/thread-identity.ts'
import type { Catalog } from './catalog.ts'

/** Every stored (key, thread) pair whose key is among these. */
export function prefixHits(catalog: Catalog, keys: readonly string[]): PrefixHit[] {
  const rows = catalog.all(
    'SELECT key, id, whole FROM prefix_keys WHERE key IN (SELECT value FROM json_each(?))',
    JSON.stringify(keys),
  )
  return rows.map((row) => ({
    key: textOf(row, 'key'),
    threadId: decodeKey(textOf(row, 'id')),
    whole: row['whole'] === 1,
  }))
}
