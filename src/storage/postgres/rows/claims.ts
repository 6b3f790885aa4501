import { intOf, textOf } from '../../core/row-reader.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { LedgerPlace } from '../../core/claims/with-claims.ts'
import type { Database } from '../connection/database.ts'

/** Ledgers as rows, each locked while it is changed; the time is the server's. */
export function postgresLedgers(db: Database): LedgerPlace {
  const table = db.table('claims')
  return {
    change: (analyzerKey, change) =>
      db.transaction(async (sql) => {
        const key = encodeKey(analyzerKey)
        await sql.rows(`INSERT INTO ${table} VALUES ($1, '[]') ON CONFLICT DO NOTHING`, [key])
        const [row] = await sql.rows(
          `SELECT ledger, (extract(epoch FROM clock_timestamp()) * 1000)::int8 AS now
           FROM ${table} WHERE key = $1 FOR UPDATE`,
          [key],
        )
        const { text, result } = change(textOf(row, 'ledger'), intOf(row, 'now'))
        if (text !== undefined) {
          await sql.rows(`UPDATE ${table} SET ledger = $2 WHERE key = $1`, [key, text])
        }
        return result
      }),
  }
}
