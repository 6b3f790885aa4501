import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from './chat-store.ts'

/** A store whose every call but `close` is UNAVAILABLE once it is closed. */
export function refuseWhenClosed(store: ChatStore, isClosed: () => boolean): ChatStore {
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || name === 'close' || !isClosed()) return value
      const closed = new HitCraftError('UNAVAILABLE', 'the store is closed')
      if (name === 'examine') return () => rejecting(closed)
      return () => Promise.reject(closed)
    },
  })
}

/** What is asked for the first item rejects. */
function rejecting(error: HitCraftError): AsyncIterable<never> {
  const next = async (): Promise<IteratorResult<never>> => {
    throw error
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}
