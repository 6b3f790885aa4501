import { afterAll, beforeAll, describe } from 'vitest'
import { openAzureStore } from '../../src/storage/objects/azure-blob/open-azure-store.ts'
import { startAzurite } from '../services/azurite.ts'
import type { AzuriteServer } from '../services/azurite.ts'
import { runConformance } from './run-conformance.ts'

describe('azure (Azurite)', () => {
  let server: AzuriteServer
  beforeAll(async () => {
    server = await startAzurite()
  })
  afterAll(() => server.stop())

  runConformance('azure', async () => {
    const { connectionString } = server
    const container = await server.newContainer()
    const open = () => openAzureStore({ connectionString, container })
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
})
