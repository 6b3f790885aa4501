import { afterAll, beforeAll, describe } from 'vitest'
import { openPostgresStore } from '../../src/storage/postgres/postgres-chat-store.ts'
import { startPostgres, whyNotPostgres } from '../services/postgres.ts'
import type { PostgresServer, PostgresVersion } from '../services/postgres.ts'
import { runConformance } from './run-conformance.ts'

/** Holds PostgreSQL of one version to the contract; a missing server is a failure under CI. */
export function runOnPostgres(version: PostgresVersion): void {
  const missing = whyNotPostgres(version)
  const skipped = missing !== undefined && process.env['CI'] !== 'true'
  describe.skipIf(skipped)(`postgres ${version}${skipped ? `: NOT RUN, ${missing}` : ''}`, () => {
    onServer(version)
  })
}

function onServer(version: PostgresVersion): void {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(version)
  })
  afterAll(() => server.stop())

  runConformance(`postgres ${version}`, async () => {
    const connectionString = server.url(await server.createDatabase())
    const open = () => openPostgresStore({ connectionString, poolSize: 4 })
    let store = await open()
    return {
      store,
      reopen: async () => {
        await store.close()
        store = await open()
        return store
      },
      beside: open,
      destroy: () => store.close(),
    }
  })
}
