import { readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, it } from 'vitest'
import { openPostgresStore } from '../../../src/storage/postgres/postgres-chat-store.ts'
import type { PostgresOptions } from '../../../src/storage/postgres/options.ts'
import { query } from '../../services/postgres.ts'
import type { PostgresServer } from '../../services/postgres.ts'
import { onPostgres } from './on-server.ts'

/** Roles that the server refuses something, and a line of its own for the one with a password. */
async function withRefusals(server: PostgresServer): Promise<string> {
  const database = await server.createDatabase()
  const url = server.url(database)
  await query(
    url,
    "CREATE ROLE guarded LOGIN PASSWORD 'right'",
    'CREATE ROLE weak LOGIN',
    'CREATE SCHEMA other',
    `REVOKE CREATE ON SCHEMA public FROM PUBLIC`,
  )
  const rules = join(server.folder, 'pg_hba.conf')
  const own = [
    'host all guarded 127.0.0.1/32 scram-sha-256',
    'hostssl all tlsonly 127.0.0.1/32 trust',
  ]
  const others = 'host all tlsonly 127.0.0.1/32 reject'
  writeFileSync(rules, `${[...own, others].join('\n')}\n${readFileSync(rules, 'utf8')}`)
  await query(url, 'CREATE ROLE tlsonly LOGIN', 'SELECT pg_reload_conf()')
  return database
}

onPostgres('each misconfiguration', {}, (server) => {
  it('is an error within ten seconds that names the setting and the remedy', async () => {
    const database = await withRefusals(server())
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const as = (account: string) =>
      `postgres://${account}@127.0.0.1:${server().port}/${database}?sslmode=disable`
    const weak = as('weak')
    const wrong: readonly (readonly [string, PostgresOptions, string, RegExp])[] = [
      [
        'a wrong password',
        { connectionString: as('guarded:secret-word') },
        'PERMISSION',
        /PGPASSWORD/,
      ],
      ['no password', { connectionString: as('guarded') }, 'PERMISSION', /PGPASSWORD/],
      ['TLS wanted', { connectionString: as('tlsonly') }, 'PERMISSION', /sslmode=require/],
      ['no right to create', { connectionString: weak }, 'PERMISSION', /PGSCHEMA/],
      ['no right there', { connectionString: weak, schema: 'other' }, 'PERMISSION', /PGSCHEMA/],
      ['no schema', { connectionString: weak, schema: 'absent' }, 'PERMISSION', /PGSCHEMA/],
      ['no such name', { connectionString: weak, schema: 'a b' }, 'INVALID_CONFIG', /PGSCHEMA/],
      ...[
        'postgres://me:secret-word@127.0.0.1:99999/db',
        'postgres://me:secret-word@127.0.0.1:0/db',
        'postgres://me:secret-word@127.0.0.1/db?port=99999',
        'postgres://me:secret-word@[::1/db',
        'postgres://me:%ffsecret-word@127.0.0.1/db',
        'postgres://me:secret-word/@127.0.0.1/db',
        'postgres://me:1/secret-word@127.0.0.1/db',
        'postgres://me:1#secret-word@127.0.0.1/db',
      ].map(
        (connectionString) =>
          [connectionString, { connectionString }, 'INVALID_CONFIG', /DATABASE_URL/] as const,
      ),
      [
        'a silent host',
        { connectionString: `postgres://me:secret-word@127.0.0.1:${port}/x` },
        'UNAVAILABLE',
        /DATABASE_URL/,
      ],
    ]
    for (const [what, options, code, names] of wrong) {
      const begin = performance.now()
      const error: unknown = await openPostgresStore(options).then(
        () => undefined,
        (failure: unknown) => failure,
      )
      expect(error, what).toMatchObject({ code, remedy: expect.stringMatching(names) as unknown })
      expect(performance.now() - begin, what).toBeLessThan(10_000)
      // With its causes and what they hold.
      expect(inspect(error, { depth: null }), what).not.toContain('secret-word')
    }
    silent.close()
  })
})
