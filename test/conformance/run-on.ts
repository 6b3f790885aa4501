import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { describeOn, testBackend } from '../services/backends.ts'
import { runConformance } from './run-conformance.ts'

/** Holds a backend to the contract on its real server. */
export function runOn(name: string): void {
  describeOn(testBackend(name), 'the contract', (running) => {
    runConformance(name, async () => {
      const { target } = await running().fresh()
      const open = () => openChatStore(target)
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
}
