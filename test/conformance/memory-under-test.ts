import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import type { FaultCode, OpenStore } from './check.ts'

const WRITING = /^(merge|save|put|erase|claim|release)/

/**
 * A store in memory that fails as a store on a server does: out of reach it refuses every call, without a
 * right or room those that write.
 *
 * @param around what is put around it, to break it
 */
export function memoryUnderTest(around: (right: ChatStore) => ChatStore): OpenStore {
  return async () => {
    const place = await openMemoryStore()
    let struck: FaultCode | undefined
    const failing = new Proxy(place, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function' || name === 'close') return value
        return (...args: unknown[]) => {
          if (struck === undefined || (struck !== 'UNAVAILABLE' && !WRITING.test(String(name)))) {
            return Reflect.apply(value, target, args)
          }
          return Promise.reject(new HitCraftError(struck, 'the memory of the test is struck'))
        }
      },
    })
    const store = around(failing)
    return {
      store,
      reopen: async () => store,
      beside: async () => store,
      fault: async (code) => ({
        // Closed with the place, which the check goes on with.
        store: new Proxy(store, {
          get: (target, name) =>
            name === 'close' ? async () => undefined : Reflect.get(target, name),
        }),
        strike: () => {
          struck = code
        },
        mend: () => {
          struck = undefined
        },
      }),
      destroy: () => place.close(),
    }
  }
}
