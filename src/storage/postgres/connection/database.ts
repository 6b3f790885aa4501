import { Client, Pool } from 'pg'
import type { PoolClient, PoolConfig, QueryResultRow } from 'pg'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { PostgresOptions } from '../options.ts'
import { patiently } from '../../patience.ts'
import { isNotThereYet, mayGoThrough, isUnanswered, postgresError, wantsNoTls } from './errors.ts'
import type { NamedDatabase } from './errors.ts'
import { copyRows } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { readTls } from './tls.ts'

export type Row = Record<string, string | number | boolean | null>

/** What runs statements: the pool, or one connection in a transaction. */
export interface Sql {
  /** A table of the store's schema, quoted. */
  table(name: string): string
  rows<R extends QueryResultRow = Row>(
    text: string,
    values?: readonly unknown[],
    patience?: Patience,
  ): Promise<R[]>
}

/** What runs statements in a transaction. */
export interface Transaction extends Sql {
  /**
   * Adds rows to a table of the store that has none of their keys.
   * @param columns names, in the order of the values
   */
  copy(table: string, columns: string, rows: Iterable<readonly CopyValue[]>): Promise<void>
}

/** How long a statement may take: `locks` waits for other writers, `tables` writes whole tables. */
export type Patience = 'ordinary' | 'locks' | 'tables'

/** Milliseconds for a connection: with what comes after, an error within ten seconds. */
const CONNECT_TIMEOUT = 8_000
/** Milliseconds without an answer after which a connection is given up. */
const ANSWER_TIMEOUT = 60_000
const PATIENT = { locks: 600_000, tables: 86_400_000 } as const
/**
 * Milliseconds that a transaction may stand idle. A machine that vanishes in the middle would keep the
 * writers' lock until the server's own keepalive notices, by default after two hours.
 */
const IDLE_TIMEOUT = 120_000
const ATTEMPTS = 5
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_$]{0,62}$/

/** The connections of one store. Uses no session state, so it runs behind a transaction pooler. */
export class Database implements Sql {
  readonly #pool: Pool
  readonly schema: string
  /** `host:port/database`, behind which `.schema` stands where it is not `public` or the database's name has a dot. No secret. */
  readonly location: string
  /** Milliseconds without an answer that make an outage. */
  readonly answerTimeout: number
  readonly #mayGoPlain: boolean
  readonly #named: NamedDatabase
  #closed = false

  /** @throws HitCraftError INVALID_CONFIG for a URL or schema name that is none, or TLS settings that cannot be */
  constructor(options: PostgresOptions) {
    this.schema = options.schema ?? 'public'
    if (!IDENTIFIER.test(this.schema)) {
      throw new HitCraftError('INVALID_CONFIG', `the schema "${this.schema}" is no plain name`, {
        remedy:
          'Set PGSCHEMA, or schema in the URL, to a name of letters, digits and _, at most 63 of them.',
      })
    }
    const { database } = options
    const { connectionString, ssl, mayGoPlain } = readTls(options.connectionString, options.tls)
    this.#mayGoPlain = mayGoPlain
    this.answerTimeout = options.answerTimeout ?? ANSWER_TIMEOUT
    this.#pool = new Pool({
      ...(connectionString === undefined ? {} : { connectionString }),
      ...(connectionString === undefined && database !== undefined ? { database } : {}),
      ssl,
      max: options.poolSize ?? 8,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      application_name: 'hitcraft',
      query_timeout: this.answerTimeout,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    // An idle connection that breaks is replaced; the next call tells whether the server is there.
    this.#pool.on('error', () => undefined)
    const {
      host,
      port,
      database: name = '',
    } = addressOf(this.#pool.options, options.connectionString)
    // As to libpq, a Unix socket has no TLS whatever the mode.
    if (host.startsWith('/')) this.#pool.options.ssl = false
    const isPlain = this.schema === 'public' && !name.includes('.')
    this.location = `${host}:${port}/${name}${isPlain ? '' : `.${this.schema}`}`
    this.#named = {
      name: `PostgreSQL at ${this.location}`,
      url: 'DATABASE_URL',
      orUser: ' (or PGUSER and PGPASSWORD)',
      orDatabase: ' or PGDATABASE',
      rights:
        'Grant the rights listed in docs/deployment/postgresql.md, name another role in DATABASE_URL ' +
        '(or PGUSER), or another schema in PGSCHEMA.',
    }
  }

  table(name: string): string {
    return `"${this.schema}"."${name}"`
  }

  async rows<R extends QueryResultRow = Row>(
    text: string,
    values: readonly unknown[] = [],
    patience: Patience = 'ordinary',
  ): Promise<R[]> {
    this.#refuseWhenClosed()
    const client = await this.#connect()
    let failed = true
    // What breaks it is told by the statement under way.
    const onError = () => undefined
    client.on('error', onError)
    try {
      const { rows } = await client.query<R>(statementOf(text, values, patience))
      failed = false
      return rows
    } catch (error) {
      throw postgresError(error, this.#named)
    } finally {
      client.off('error', onError)
      // What went wrong may have left the connection in the middle of an answer.
      client.release(failed)
    }
  }

  /**
   * Runs a change in a transaction; again when the server found it in conflict with another, or when another
   * program has written a row meanwhile that the change was to add.
   */
  async transaction<T>(change: (sql: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      this.#refuseWhenClosed()
      const client = await this.#connect()
      try {
        return await this.#inTransaction(client, change)
      } catch (error) {
        if (attempt >= ATTEMPTS || !mayGoThrough(error)) {
          throw postgresError(error, this.#named)
        }
      }
    }
  }

  /** The same as the only writer: one lock for everything that writes, in whatever process. */
  writing<T>(change: (sql: Transaction) => Promise<T>): Promise<T> {
    const name = `hitcraft writer ${this.schema}`
    const lock = `SELECT pg_advisory_xact_lock(hashtextextended('${name}', 0))`
    return this.transaction(async (sql) => {
      await sql.rows(lock, [], 'locks')
      return change(sql)
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#pool.end()
  }

  /** Nothing was asked of a connection that could not be made, so it is made again with patience. */
  async #connect(): Promise<PoolClient> {
    try {
      return await patiently(() => this.#orPlain(() => this.#pool.connect()), {
        mayRepeat: (error) => !this.#closed && isNotThereYet(error, this.#named),
      })
    } catch (error) {
      throw postgresError(error, this.#named)
    }
  }

  /** A server without TLS says so before anything is sent, so the same may be tried without. */
  async #orPlain<T>(attempt: () => Promise<T>): Promise<T> {
    try {
      return await attempt()
    } catch (error) {
      if (!this.#mayGoPlain || !wantsNoTls(error)) throw error
      this.#pool.options.ssl = false
      return attempt()
    }
  }

  async #inTransaction<T>(
    client: PoolClient,
    change: (sql: Transaction) => Promise<T>,
  ): Promise<T> {
    let broken: Error | undefined
    const onError = (error: Error) => {
      broken = error
    }
    client.on('error', onError)
    try {
      await client.query(`BEGIN; SET LOCAL idle_in_transaction_session_timeout = ${IDLE_TIMEOUT}`)
      const result = await change({
        table: (name) => this.table(name),
        rows: async <R extends QueryResultRow>(
          text: string,
          values: readonly unknown[] = [],
          patience: Patience = 'ordinary',
        ) => (await client.query<R>(statementOf(text, values, patience))).rows,
        copy: (table, columns, rows) => copyRows(client, `${this.table(table)} (${columns})`, rows),
      })
      await client.query('COMMIT')
      return result
    } catch (error) {
      // What hangs would only hang once more.
      if (error instanceof Error && isUnanswered(error)) broken = error
      else {
        await client.query('ROLLBACK').catch((second: unknown) => {
          broken = second instanceof Error ? second : new Error(String(second))
        })
      }
      throw error
    } finally {
      client.off('error', onError)
      // A connection that failed to roll back is not lent again.
      client.release(broken ?? false)
    }
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new HitCraftError('UNAVAILABLE', 'the store is closed')
  }
}

/** A password with a `/` or `#` in it, not encoded: what follows would be taken for the database. */
const CUT_PASSWORD = /^[^?]*:\/\/[^/?#]*[/#][^?]*@/

/**
 * Where a connection goes, by the driver's own reading. Its errors quote the URL, so they go no further.
 * @throws HitCraftError INVALID_CONFIG for a URL that cannot be read, or a port that is none
 */
function addressOf(
  options: PoolConfig,
  url = '',
): { host: string; port: number; database?: string } {
  try {
    if (!CUT_PASSWORD.test(url)) {
      const { host, port, database } = new Client(options)
      if (port > 0 && port < 65_536)
        return { host, port, ...(database === undefined ? {} : { database }) }
    }
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof URIError)) throw error
  }
  const name = url === '' ? 'PGPORT' : 'DATABASE_URL'
  throw new HitCraftError('INVALID_CONFIG', `${name} is no address of a PostgreSQL server`, {
    remedy:
      url === ''
        ? 'Set PGPORT to a number from 1 to 65535.'
        : 'Write DATABASE_URL as postgres://user:password@host:5432/database, with a port from 1 to 65535 ' +
          'and special characters of the password percent-encoded (/ is %2F).',
  })
}

function statementOf(text: string, values: readonly unknown[], patience: Patience) {
  const longer = patience === 'ordinary' ? {} : { query_timeout: PATIENT[patience] }
  return { text, values: [...values], ...longer }
}
