import { given } from '../../src/domain/values/given.ts'
import { backendOf } from '../../src/storage/backends/backends.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { testBackend } from '../services/backends.ts'
import type { Place, RunningBackend, TestBackend } from '../services/backends.ts'
import { describeOn } from '../services/describe-on.ts'
import { startProxy } from '../services/proxy.ts'
import type { FaultyProxy } from '../services/proxy.ts'
import { through } from '../services/through.ts'
import { keepToFew } from './arbitraries.ts'
import type { StoreUnderTest } from './check.ts'
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
  const backend = testBackend(name)
  const body = (running: () => RunningBackend) =>
    runConformance(name, () => underTest(backend, running()), { leaveOut, spare })
  describeOn(backend, 'the contract', body, { eraseAtOnce: true })
}

async function underTest(backend: TestBackend, running: RunningBackend): Promise<StoreUnderTest> {
  const place = await running.fresh()
  const { target } = place
  const open = () => openChatStore(target)
  const proxies: FaultyProxy[] = []
  let store = await open()
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await open()
      return store
    },
    ...(backendOf(target.kind).traits?.oneProcess === true ? {} : { beside: open }),
    ...given({ oneWriter: backend.oneWriter }),
    fault: async (code) => {
      const { port } = running
      if (code !== 'UNAVAILABLE' || port === undefined) return undefined
      const proxy = await startProxy(port)
      proxies.push(proxy)
      return {
        store: await openChatStore(through(target, port, proxy.port)),
        strike: () => {
          proxy.refuse()
          proxy.cut()
        },
        mend: () => proxy.mend(),
      }
    },
    ...given({ damage: running.harms && (() => damageFirst(running, place)) }),
    filesHolding: (words) => running.filesHolding(place, words),
    destroy: async () => {
      await store.close()
      for (const proxy of proxies) await proxy.stop()
    },
  }
}

async function damageFirst({ harms }: RunningBackend, place: Place): Promise<void> {
  const harming = await harms?.(place)
  await harming?.all.find(({ thread }) => thread === 'a')?.do()
  await harming?.close()
}
