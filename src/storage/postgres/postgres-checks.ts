import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { StoreCheck } from '../chat-store.ts'
import type { Database } from './connection/database.ts'

const MOST_SKEW = 60_000
/** An id that no thread has: ids are encoded, and this is no encoding. */
const NOBODY = "'\u0001\u0003'"

/** What `doctor` asks a server: version, latency, each right by using it, clock, search index. */
export async function postgresChecks(db: Database): Promise<StoreCheck[]> {
  const start = performance.now()
  const [row] = await db.rows(
    "SELECT current_setting('server_version') AS version, now()::text AS now, current_user AS role",
  )
  const latency = Math.round(performance.now() - start)
  const skew = Math.abs(Date.now() - Date.parse(String(row?.['now'])))
  const isSkewed = skew > MOST_SKEW
  const [behind] = await db.rows(
    `SELECT count(*)::int AS n FROM ${db.table('threads')} WHERE NOT searchable`,
  )
  const threads = db.table('threads')
  const role = String(row?.['role'])
  return [
    {
      name: 'server',
      status: 'ok',
      found: `PostgreSQL ${String(row?.['version'])}, ${latency} ms`,
    },
    { name: 'right to read', status: 'ok', found: `tried as ${role}` },
    await right(db, role, 'write', `INSERT INTO ${threads} (id) VALUES (${NOBODY})`),
    await right(db, role, 'delete', `DELETE FROM ${threads} WHERE id = ${NOBODY}`),
    {
      name: 'clock',
      status: isSkewed ? 'warning' : 'ok',
      found: `${Math.round(skew / 1000)} s apart`,
      ...(isSkewed ? { remedy: 'Set the clocks of both machines by NTP.' } : {}),
    },
    { name: 'search index', status: 'ok', found: `${String(behind?.['n'])} threads behind` },
  ]
}

/** Tries a statement in a transaction that is taken back. */
async function right(
  db: Database,
  role: string,
  name: string,
  statement: string,
): Promise<StoreCheck> {
  try {
    await db.transaction(async (sql) => {
      await sql.rows(statement)
      throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) {
      if (!isHitCraftError(error)) throw error
      return {
        name: `right to ${name}`,
        status: 'warning',
        found: `${role}: ${error.message} (${error.code})`,
        remedy: 'Enough to read; docs/deployment/postgresql.md has the grants.',
      }
    }
  }
  return { name: `right to ${name}`, status: 'ok', found: `tried as ${role}` }
}

class TakenBack extends HitCraftError {
  constructor() {
    super('INTERNAL', 'taken back')
  }
}
