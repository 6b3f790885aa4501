import { intOf, textOf } from '../../core/row-reader.ts'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { StoreCheck } from '../../chat-store.ts'
import { clockCheck, failed, indexCheck, passed, warned } from '../../core/upkeep/checks.ts'
import type { Database } from '../connection/database.ts'
import { isReadOnly } from '../connection/errors.ts'
import { IS_OURS } from '../rows/thread-row.ts'

/** Each table with a column of it, and the rights besides SELECT that the store uses. */
const TABLES = [
  ['threads', 'id', 'INSERT UPDATE DELETE'],
  ['analysis_history', 'id', 'INSERT UPDATE DELETE'],
  ['facets', 'id', 'INSERT DELETE'],
  ['prefix_keys', 'id', 'INSERT DELETE'],
  ['analyzer_keys', 'key', 'INSERT UPDATE'],
  ['pending', 'id', 'INSERT DELETE'],
  ['analyzed', 'id', 'INSERT DELETE'],
  ['records', 'id', 'INSERT UPDATE DELETE'],
  ['record_counts', 'kind', 'INSERT UPDATE'],
  ['claims', 'key', 'INSERT UPDATE'],
  ['damaged', 'id', 'INSERT DELETE'],
  ['search', 'id', 'INSERT DELETE'],
  ['unindexed', 'id', 'INSERT UPDATE DELETE'],
  ['hitcraft_schema', 'version', 'UPDATE'],
] as const

/** What `doctor` asks a server: version, latency, each right by using it, clock, what is behind. */
export async function postgresChecks(db: Database): Promise<StoreCheck[]> {
  const start = performance.now()
  const [row] = await db.rows(
    "SELECT current_setting('server_version') AS version, now()::text AS now, current_user AS role",
  )
  const latency = Math.round(performance.now() - start)
  const role = textOf(row, 'role')
  const read = await right(db, role, 'read', probesOf(db, 'SELECT'))
  const write = [...probesOf(db, 'INSERT'), ...probesOf(db, 'UPDATE'), sequenceProbe(db)]
  return [
    passed('server', `PostgreSQL ${textOf(row, 'version')}, ${latency} ms`),
    read,
    await right(db, role, 'write', write),
    await right(db, role, 'delete', probesOf(db, 'DELETE')),
    clockCheck(Date.now() - Date.parse(textOf(row, 'now'))),
    // Without the right to read there is nothing to say of the rows.
    ...(read.status === 'ok' ? await rowChecks(db) : []),
  ]
}

/** What the tables themselves tell. */
async function rowChecks(db: Database): Promise<StoreCheck[]> {
  const threads = db.table('threads')
  const [row] = await db.rows(
    `SELECT (SELECT count(*) FROM ${threads} WHERE NOT ${IS_OURS})::int AS foreign_rows,
       (SELECT count(*) FROM ${db.table('unindexed')})::int AS behind,
       (SELECT erases - wiped FROM ${db.table('hitcraft_schema')})::int AS unwiped`,
  )
  return [
    indexCheck(intOf(row, 'behind')),
    foreignCheck(intOf(row, 'foreign_rows')),
    wipeCheck(intOf(row, 'unwiped')),
  ]
}

function foreignCheck(rows: number): StoreCheck {
  const found = `${rows} of another program in the table threads, left out until they are adopted`
  return rows === 0
    ? passed('rows to adopt', found)
    : warned('rows to adopt', found, 'Open the store once as a role that may write.')
}

function wipeCheck(erases: number): StoreCheck {
  const found = `${erases} erases whose words may still lie in the table files`
  const remedy =
    'As the owner of the tables, with room for a second copy of the largest, erase the same ' +
    'again or run `hitcraft reindex`.'
  return erases === 0 ? passed('erased bytes', found) : warned('erased bytes', found, remedy)
}

/** A statement that needs one right on something. */
interface Probe {
  readonly right: string
  readonly on: string
  readonly statement: string
}

/** Statements that touch no row: the server asks for the right all the same. */
function probesOf(db: Database, verb: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE'): Probe[] {
  return TABLES.filter(([, , rights]) => verb === 'SELECT' || rights.includes(verb)).map(
    ([name, column]) => {
      const on = db.table(name)
      const statement = {
        SELECT: `SELECT ${column} FROM ${on} WHERE FALSE`,
        INSERT: `INSERT INTO ${on} (${column}) SELECT NULL WHERE FALSE`,
        UPDATE: `UPDATE ${on} SET ${column} = ${column} WHERE FALSE`,
        DELETE: `DELETE FROM ${on} WHERE FALSE`,
      }[verb]
      return { right: verb, on, statement }
    },
  )
}

/** Rows of the history take their number from a sequence, which has a right of its own. */
function sequenceProbe(db: Database): Probe {
  return {
    right: 'USAGE',
    on: `ALL SEQUENCES IN SCHEMA "${db.schema}"`,
    statement: `SELECT nextval(pg_get_serial_sequence('${db.table('analysis_history')}', 'id'))`,
  }
}

/** Tries each statement in a transaction that is taken back. */
async function right(
  db: Database,
  role: string,
  name: 'read' | 'write' | 'delete',
  probes: readonly Probe[],
): Promise<StoreCheck> {
  const missing = new Map<string, string[]>()
  let refused: HitCraftError | undefined
  for (const { right: verb, on, statement } of probes) {
    const error = await refusal(db, statement)
    if (error === undefined) continue
    refused ??= error
    missing.set(verb, [...(missing.get(verb) ?? []), on])
  }
  if (refused === undefined) return passed(`right to ${name}`, `tried as ${role}`)
  const lacks = [...missing].map(([verb, on]) => `${verb} ON ${on.join(', ')}`)
  const grants = lacks.map((lack) => `GRANT ${lack} TO "${role.replaceAll('"', '""')}";`).join(' ')
  const found = `${role}: ${refused.message} (${refused.code}): ${lacks.join('; ')}`
  // Where the server takes no writes at all, its error has the remedy.
  const remedy = isReadOnly(refused) ? (refused.remedy ?? '') : `As the owner: ${grants}`
  if (name === 'read') return failed('right to read', found, remedy)
  return warned(
    `right to ${name}`,
    found,
    isReadOnly(refused) ? remedy : `Enough to read. ${remedy}`,
  )
}

/** Why a statement may not be run; undefined when it may. Other errors are thrown. */
async function refusal(db: Database, statement: string): Promise<HitCraftError | undefined> {
  try {
    await db.transaction(async (sql) => {
      await sql.rows(statement)
      throw new TakenBack()
    })
  } catch (error) {
    if (error instanceof TakenBack) return undefined
    if (isHitCraftError(error, 'PERMISSION')) return error
    throw error
  }
  return undefined
}

class TakenBack extends HitCraftError {
  constructor() {
    super('INTERNAL', 'taken back')
  }
}
