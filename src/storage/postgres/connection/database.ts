import { Client, Pool } from 'pg'
import type { PoolClient, QueryResultRow } from 'pg'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { PostgresOptions } from '../../store-target.ts'
import { isSerializationFailure, isUnanswered, postgresError } from './errors.ts'

export type Row = Record<string, string | number | boolean | null>

/** What runs statements: the pool, or one connection in a transaction. */
export interface Sql {
  rows<R extends QueryResultRow = Row>(text: string, values?: readonly unknown[]): Promise<R[]>
}

/** Milliseconds for a connection: with what comes after, an error within ten seconds. */
const CONNECT_TIMEOUT = 8_000
/** Milliseconds without an answer after which a connection is given up, however long a statement may take. */
const ANSWER_TIMEOUT = 300_000
const ATTEMPTS = 5
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_$]{0,62}$/

/** The connections of one store. Uses no session state, so it runs behind a transaction pooler. */
export class Database implements Sql {
  readonly #pool: Pool
  readonly schema: string
  /** `host:port/database`, without a secret. */
  readonly location: string
  #closed = false

  /** @throws HitCraftError INVALID_CONFIG for a schema name that is none */
  constructor(options: PostgresOptions) {
    this.schema = options.schema ?? 'public'
    if (!IDENTIFIER.test(this.schema)) {
      throw new HitCraftError('INVALID_CONFIG', `PGSCHEMA "${this.schema}" is no plain name`)
    }
    const { connectionString, database } = options
    this.#pool = new Pool({
      ...(connectionString === undefined
        ? {}
        : { connectionString: withLibpqModes(connectionString) }),
      ...(connectionString === undefined && database !== undefined ? { database } : {}),
      max: options.poolSize ?? 8,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      application_name: 'hitcraft',
      query_timeout: ANSWER_TIMEOUT,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    })
    // An idle connection that breaks is replaced; the next call tells whether the server is there.
    this.#pool.on('error', () => undefined)
    const { host, port, database: name } = new Client(this.#pool.options)
    this.location = `${host}:${port}/${name ?? ''}${this.schema === 'public' ? '' : `.${this.schema}`}`
  }

  /** A table of this store's schema, quoted. */
  table(name: string): string {
    return `"${this.schema}"."${name}"`
  }

  async rows<R extends QueryResultRow = Row>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<R[]> {
    this.#refuseWhenClosed()
    try {
      return (await this.#pool.query<R>(text, [...values])).rows
    } catch (error) {
      throw postgresError(error, this.location)
    }
  }

  /** Runs a change in a transaction; again when the server found it in conflict with another. */
  async transaction<T>(change: (sql: Sql) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      this.#refuseWhenClosed()
      const client = await this.#connect()
      try {
        return await inTransaction(client, change)
      } catch (error) {
        if (attempt >= ATTEMPTS || !isSerializationFailure(error)) {
          throw postgresError(error, this.location)
        }
      }
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#pool.end()
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw postgresError(error, this.location)
    }
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new HitCraftError('UNAVAILABLE', 'the store is closed')
  }
}

/** The driver reads `sslmode` in a way of its own, with a warning, unless it is told to do as libpq. */
function withLibpqModes(url: string): string {
  const hasMode = /[?&]sslmode=/.test(url) && !/[?&]uselibpqcompat=/.test(url)
  return hasMode ? `${url}&uselibpqcompat=true` : url
}

async function inTransaction<T>(client: PoolClient, change: (sql: Sql) => Promise<T>): Promise<T> {
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query('BEGIN')
    const result = await change({
      rows: async <R extends QueryResultRow>(text: string, values: readonly unknown[] = []) =>
        (await client.query<R>(text, [...values])).rows,
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
