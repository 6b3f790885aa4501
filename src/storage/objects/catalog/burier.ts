import { randomBytes } from 'node:crypto'
import { tombstoneId } from '../../../domain/thread/tombstone.ts'
import type { Tombstone, TombstoneName } from '../../../domain/thread/tombstone.ts'
import type { Catalog } from './catalog.ts'

/** Makes tombstones. All of a store are made with one secret: that of the first. */
export function burier(catalog: Catalog): (name: TombstoneName) => Tombstone {
  const known = catalog.one(
    "SELECT body ->> 'key' AS secret FROM records WHERE kind = 'tombstone' LIMIT 1",
  )
  const secret = known?.['secret']
  const key = typeof secret === 'string' ? secret : randomBytes(32).toString('hex')
  const erasedAt = new Date().toISOString()
  return ({ what, name }) => ({ id: tombstoneId(key, what, name), what, erasedAt, key })
}
