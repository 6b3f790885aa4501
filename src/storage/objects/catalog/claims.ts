import { encodeKey } from '../../../domain/values/ids.ts'
import type { LedgerPlace } from '../../core/claims/with-claims.ts'
import type { Catalog } from './catalog.ts'

/**
 * Ledgers in a catalog that all processes of a machine share. A catalog that is made anew in its place keeps
 * them; one that was damaged lends everything again.
 *
 * @param refuse throws where nothing may be written
 */
export function catalogLedgers(catalog: Catalog, refuse: () => void): LedgerPlace {
  return {
    async change(analyzerKey, change) {
      refuse()
      const key = encodeKey(analyzerKey)
      return catalog.write(() => {
        const ledger = catalog.one('SELECT ledger FROM claims WHERE key = ?', key)?.['ledger']
        const { text, result } = change(typeof ledger === 'string' ? ledger : undefined, Date.now())
        if (text !== undefined)
          catalog.run('INSERT OR REPLACE INTO claims VALUES (?, ?)', key, text)
        return result
      })
    },
  }
}
