import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { testBackend } from '../services/backends.ts'
import { describeOn } from '../services/describe-on.ts'
import { keepToFew } from './arbitraries.ts'
import { runConformance } from './run-conformance.ts'

/** Each call of theirs is one or more requests over HTTP, or a look at every document. */
const FAR = new Set(['mongodb', 's3', 'swift', 'azure'])

/**
 * Holds a backend to the contract on its real server.
 *
 * @param leaveOut checks that this server cannot be held to, and why
 * @param spare facets that it is not tried in now, and why
 */
export function runOn(
  name: string,
  leaveOut: Readonly<Record<string, string>> = {},
  spare: Readonly<Record<string, string>> = {},
): void {
  if (FAR.has(name)) keepToFew()
  describeOn(testBackend(name), 'the contract', (running) => {
    const open = async () => {
      const { target } = await running().fresh()
      const again = () => openChatStore(target)
      let store = await again()
      return {
        store,
        reopen: async () => {
          await store.close()
          store = await again()
          return store
        },
        beside: again,
        destroy: () => store.close(),
      }
    }
    runConformance(name, open, { leaveOut, spare })
  })
}
