import { intOf } from '../../../core/row-reader.ts'
import type { Catalog } from '../catalog.ts'

/**
 * A number that the catalog keeps: `threads`; `analyzed <key>` and `settled <key>` of an analyzer key
 * (encoded); `epoch`, which grows each time that a key is settled, and then is that key's `settled`. What
 * was never set is 0.
 */
export function countOf(catalog: Catalog, name: string): number {
  return intOf(catalog.one('SELECT n FROM counters WHERE name = ?', name) ?? { n: 0 }, 'n')
}

/** @returns the number then. The caller is in `catalog.write`. */
export function addTo(catalog: Catalog, name: string, more: number): number {
  const row = catalog.one(
    `INSERT INTO counters VALUES (?1, ?2)
     ON CONFLICT (name) DO UPDATE SET n = n + ?2 RETURNING n`,
    name,
    more,
  )
  return intOf(row, 'n')
}

/** The epoch of threads that change now: behind that of every key that is settled. */
export function nextEpoch(catalog: Catalog): number {
  return countOf(catalog, 'epoch') + 1
}
