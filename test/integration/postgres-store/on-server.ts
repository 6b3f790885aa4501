import { afterAll, beforeAll, describe } from 'vitest'
import { startPostgres, whyNotPostgres } from '../../services/postgres.ts'
import type { PostgresServer } from '../../services/postgres.ts'

/** Tests that need a server of their own; a missing one is a failure under CI, else a named skip. */
export function onPostgres(
  about: string,
  options: { readonly durable?: boolean; readonly settings?: readonly string[] },
  tests: (server: () => PostgresServer) => void,
): void {
  const missing = whyNotPostgres('18')
  const skipped = missing !== undefined && process.env['CI'] !== 'true'
  describe.skipIf(skipped)(`postgres 18: ${about}${skipped ? ` NOT RUN, ${missing}` : ''}`, () => {
    let server: PostgresServer
    beforeAll(async () => {
      server = await startPostgres('18', options)
    })
    afterAll(() => server.stop())
    tests(() => server)
  })
}
