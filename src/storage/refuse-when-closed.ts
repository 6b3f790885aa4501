import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from './chat-store.ts'

/** A store whose every call but `close` is UNAVAILABLE once it is closed. */
export function refuseWhenClosed(store: ChatStore, isClosed: () => boolean): ChatStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || name === 'close' || !isClosed()) return value
      return () => Promise.reject(new HitCraftError('UNAVAILABLE', 'the store is closed'))
    },
  })
}
