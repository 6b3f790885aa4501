import { MongoClient } from 'mongodb'
import type { Db } from 'mongodb'
import { afterAll, beforeAll, describe } from 'vitest'
import { startMongo, whyNotMongo } from '../../services/mongodb.ts'
import type { MongoServer } from '../../services/mongodb.ts'

/** Milliseconds for what FerretDB is long at, and a busy machine longer. */
export const SLOW = 240_000

/** Tests that need a server; where none can be had they are a named skip, under CI too. */
export function onMongo(about: string, tests: (server: () => MongoServer) => void): void {
  const missing = whyNotMongo()
  const name = `mongodb: ${about}${missing === undefined ? '' : ` NOT RUN, ${missing}`}`
  // oxlint-disable-next-line vitest/valid-title
  describe.skipIf(missing !== undefined)(name, () => {
    let server: MongoServer
    beforeAll(async () => {
      server = await startMongo()
    }, 180_000)
    afterAll(() => server.stop())
    tests(() => server)
  })
}

/** Looks into a database by the driver alone. */
export async function bare<T>(server: MongoServer, database: string, look: (db: Db) => Promise<T>) {
  const client = new MongoClient(server.url)
  try {
    return await look(client.db(database))
  } finally {
    await client.close()
  }
}
