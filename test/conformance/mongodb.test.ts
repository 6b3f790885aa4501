import { afterAll, beforeAll, describe } from 'vitest'
import { openMongoStore } from '../../src/storage/mongodb/mongodb-chat-store.ts'
import { startMongo, whyNotMongo } from '../services/mongodb.ts'
import type { MongoServer } from '../services/mongodb.ts'
import { runConformance } from './run-conformance.ts'

/** FerretDB looks at every document for each update: slow, and no measure of MongoDB. */
const TIMEOUT = 240_000

// The one backend that may be missing under CI too: there is no server of it in any package registry.
const missing = whyNotMongo()
const server = missing === undefined ? await startMongo() : undefined

describe.skipIf(server === undefined)(
  `mongodb: ${server === undefined ? `NOT RUN, ${missing}` : `on ${server.name}`}`,
  { timeout: TIMEOUT },
  () => {
    let running: MongoServer
    beforeAll(() => {
      if (server !== undefined) running = server
    })
    afterAll(() => server?.stop())

    runConformance(`mongodb (${server?.name ?? 'no server'})`, async () => {
      const options = { uri: running.url, database: running.newDatabase() }
      const open = () => openMongoStore(options)
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
  },
)
