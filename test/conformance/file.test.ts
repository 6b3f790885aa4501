import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFileStore } from '../../src/storage/objects/file/file-chat-store.ts'
import { foldersUnder } from '../../src/storage/backends/folders.ts'
import { runConformance } from './run-conformance.ts'

runConformance('file', async () => {
  const root = await mkdtemp(join(tmpdir(), 'hitcraft-file-'))
  const open = () => openFileStore(foldersUnder(root))
  let store = await open()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    beside: open,
    destroy: async () => {
      await store.close()
      await rm(root, { recursive: true, force: true })
    },
  }
})
