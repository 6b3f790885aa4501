import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from './chat-store.ts'
import { shapedRecords } from './core/stored-record.ts'

/**
 * A store whose every call but `close` is UNAVAILABLE once it is closed, and which takes no record that
 * reading would find to be CORRUPT.
 */
export function guardStore(store: ChatStore, isClosed: () => boolean): ChatStore {
  const shaped = shapedWrites(store)
  return new Proxy(store, {
    get(target, name, receiver) {
      const value: unknown =
        name in shaped ? Reflect.get(shaped, name) : Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || name === 'close' || !isClosed()) return value
      const closed = new HitCraftError('UNAVAILABLE', 'the store is closed')
      if (name === 'examine') return () => rejecting(closed)
      return () => Promise.reject(closed)
    },
  })
}

/** The calls that store records, each after a look at what it is given. */
function shapedWrites(
  store: ChatStore,
): Pick<ChatStore, 'putRecords' | 'saveAnalyses' | 'saveTopicAssignments'> {
  return {
    putRecords: async (kind, records) => store.putRecords(kind, shapedRecords(kind, records)),
    saveAnalyses: async (items) => {
      const analyses = items.map(({ analysis }) => analysis)
      const entries = items.map(({ entry }) => entry)
      shapedRecords('analysis', analyses)
      shapedRecords('history', entries)
      return store.saveAnalyses(items)
    },
    saveTopicAssignments: async (assignments) =>
      store.saveTopicAssignments(shapedRecords('topicAssignment', assignments)),
  }
}

/** What is asked for the first item rejects. */
function rejecting(error: HitCraftError): AsyncIterable<never> {
  const next = async (): Promise<IteratorResult<never>> => {
    throw error
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}
