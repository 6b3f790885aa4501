import { setImmediate } from 'node:timers/promises'
import { ALL_KINDS } from '../../src/domain/records.ts'
import { parseSearch } from '../../src/domain/search/search-query.ts'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
import { checkedLimit, comparePositions } from '../../src/domain/thread/thread-query.ts'
import type { ThreadListQuery } from '../../src/domain/thread/thread-query.ts'
import type { Message } from '../../src/domain/thread/message.ts'
import { contentHashOf } from '../../src/domain/thread/thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { HitCraftError, isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { withClaims } from '../../src/storage/core/claims/with-claims.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import type { OpenStore } from './check.ts'

/** What of a store is broken, given the store that is right. */
type Break = (right: ChatStore) => Partial<ChatStore>

/** A memory store in which a few methods do what they should not. */
export function brokenBy(breakIt: Break): OpenStore {
  return async () => {
    const right = await openMemoryStore()
    const broken = breakIt(right)
    const store = new Proxy(right, {
      get: (target, name, receiver) =>
        Reflect.get(name in broken ? broken : target, name, receiver) as unknown,
    })
    return { store, reopen: async () => store, destroy: () => right.close() }
  }
}

export const WRITES = [
  'mergeThreads',
  'saveAnalyses',
  'putRecords',
  'saveTopicAssignments',
  'saveWindowAnswers',
  'eraseThreads',
  'eraseUser',
] as const

/**
 * A store that brings to its place what was written when the writing call is through, but for one
 * method: what that wrote comes there along with the next write by another.
 */
export function keptLate(late?: (typeof WRITES)[number]): OpenStore {
  return async () => {
    let place = await openMemoryStore()
    const open = async () => {
      const store = await copyOf(place)
      const written = async <T>(answer: Promise<T>): Promise<T> => {
        await answer
        place = await copyOf(store)
        return answer
      }
      const atOnce: Pick<ChatStore, (typeof WRITES)[number]> = {
        mergeThreads: (threads) => written(store.mergeThreads(threads)),
        saveAnalyses: (items) => written(store.saveAnalyses(items)),
        putRecords: (kind, records) => written(store.putRecords(kind, records)),
        saveTopicAssignments: (items) => written(store.saveTopicAssignments(items)),
        saveWindowAnswers: (items) => written(store.saveWindowAnswers(items)),
        eraseThreads: (ids) => written(store.eraseThreads(ids)),
        eraseUser: (userId) => written(store.eraseUser(userId)),
      }
      return new Proxy(store, {
        get: (target, name, receiver) =>
          Reflect.get(name in atOnce && name !== late ? atOnce : target, name, receiver) as unknown,
      })
    }
    return { store: await open(), reopen: open, destroy: () => place.close() }
  }
}

/** Another memory store of the same content, by way of the contract. */
async function copyOf(store: ChatStore): Promise<ChatStore> {
  const copy = await openMemoryStore()
  const { items } = await store.listThreads({ order: 'id', limit: 1000 })
  const threads = await store.getThreads(items.map(({ id }) => id))
  await copy.mergeThreads(threads.flatMap((thread) => thread ?? []))
  for (const kind of ALL_KINDS) {
    await copy.putRecords(kind, await store.listRecords(kind, { limit: 1000 }))
  }
  return copy
}

/** Pages are counted off from the front, so whatever comes in before shifts the rest. */
export const pagesByOffset: Break = (right) => ({
  listThreads: async (query) => {
    const limit = checkedLimit(query.limit)
    const { cursor, ...filter } = query
    const start = cursor === undefined ? 0 : Number(cursor)
    // As strict about cursors as it should be, so that nothing but the offset gives it away.
    if (!Number.isInteger(start) || cursor === '' || (start > 0 && filter.order === 'id')) {
      throw new HitCraftError('INVALID_INPUT', 'the cursor is damaged')
    }
    const all = (await right.listThreads({ ...filter, limit: 1000 })).items
    const items = all.slice(start, start + limit)
    const end = start + limit
    return { items, ...(end < all.length ? { next: String(end) } : {}) }
  },
})

/** An outage looks like an empty store. */
export const outageAsUndefined: Break = (right) => ({
  getThread: async (id) => right.getThread(id).catch(unlessUnavailable),
})

function unlessUnavailable(error: unknown): undefined {
  if (!isHitCraftError(error, 'UNAVAILABLE')) throw error
}

/** A thread that is merged loses its last message, whichever side it came from. */
export const dropsAMessage: Break = (right) => {
  const updated = new Set<string>()
  return {
    mergeThreads: async (threads) => {
      const outcomes = await right.mergeThreads(threads)
      for (const { id, outcome } of outcomes) if (outcome === 'updated') updated.add(id)
      return outcomes
    },
    getThread: async (id) => {
      const thread = await right.getThread(id)
      if (thread === undefined || !updated.has(id)) return thread
      return withMessages(thread, thread.messages.slice(0, -1))
    },
  }
}

/** Pending is told from the number of messages that were analyzed, so an edit is never seen. */
export const pendingByCount: Break = (right) => {
  const pendingOf = async (analyzerKey: string) => {
    const analyses = await right.listRecords('analysis', { limit: 1000 })
    const total = await right.countThreads({})
    return Math.max(0, total - analyses.filter((one) => one.analyzerKey === analyzerKey).length)
  }
  return { countPending: pendingOf }
}

/** The list of pending threads looks only whether there is an analysis, not of what. */
export const pendingByPresence: Break = (right) => ({
  listPending: async (query) => {
    const pending = await right.listPending({ ...query, limit: 1000 })
    const known = await Promise.all(
      pending.map(({ id }) => right.getAnalysis(id, query.analyzerKey)),
    )
    return pending.filter((_, i) => known[i] === undefined).slice(0, checkedLimit(query.limit))
  },
})

/** Everybody is given all that is pending. */
export const lendsToAll: Break = (right) => ({
  claimPending: (query) => right.listPending(query),
})

/** Claims of its own, by a clock that may be wrong. */
function ownClaims(store: ChatStore, clock: () => number): ChatStore {
  const ledgers = new Map<string, string>()
  return withClaims(store, {
    change: async (key, change) => {
      const { text, result } = change(ledgers.get(key), clock())
      if (text !== undefined) ledgers.set(key, text)
      return result
    },
  })
}

/** The clock by which claims lapse runs away. */
export const lapsesTooSoon: Break = (right) => {
  let now = 0
  return ownClaims(right, () => (now += 3_600_000))
}

/** A thread stays with its worker when its analysis is stored. */
export const claimsOutliveAnalysis: Break = (right) => ({
  ...ownClaims(right, Date.now),
  saveAnalyses: (items) => right.saveAnalyses(items),
})

/** What was analyzed between the list and the loan is lent all the same. */
export const lendsWhatIsDone: Break = (right) => {
  const lent = new Map<string, string>()
  return {
    claimPending: async (query) => {
      const pending = await right.listPending({ ...query, limit: 1000 })
      await setImmediate()
      const free = pending
        .filter(({ id }) => (lent.get(id) ?? query.worker) === query.worker)
        .slice(0, checkedLimit(query.limit))
      for (const { id } of free) lent.set(id, query.worker)
      return free
    },
    saveAnalyses: async (items) => {
      await right.saveAnalyses(items)
      for (const { analysis } of items) lent.delete(analysis.threadId)
    },
  }
}

/** Texts pass through UTF-8, where half of a surrogate pair becomes U+FFFD. */
export const lossySurrogates: Break = (right) => ({
  mergeThreads: async (threads) =>
    right.mergeThreads(
      threads.map((thread) => {
        const kept = JSON.parse(JSON.stringify(thread), (_, value: unknown) =>
          typeof value === 'string' ? value.toWellFormed() : value,
        ) as Thread
        return { ...kept, id: thread.id, contentHash: contentHashOf(kept.messages) }
      }),
    ),
})

/** A batch that is refused has already written what came before, and half of the next thread. */
export const tornBatch: Break = (right) => ({
  mergeThreads: async (threads) => {
    const wrong = threads.findIndex((one) => contentHashOf(one.messages) !== one.contentHash)
    const [torn] = threads.slice(0, Math.max(0, wrong))
    if (torn !== undefined) {
      const half = torn.messages.slice(0, Math.ceil(torn.messages.length / 2))
      await right.mergeThreads([withMessages(torn, half)])
    }
    return right.mergeThreads(threads)
  },
})

/** Words are what ASCII white space separates; Chinese text is one long word. */
export const missesChinese: Break = (right) => ({
  searchThreads: async (query) => {
    const page = await right.searchThreads(query)
    const [term] = parseSearch(query.words).terms
    return term?.units.some(({ single }) => single) === true ? { ...page, items: [] } : page
  },
})

/** Of two forms of a message the one that was imported last wins. */
export const lastWriterWins: Break = (right) => {
  const last = new Map<string, Map<string, Message>>()
  return {
    mergeThreads: async (threads) => {
      const outcomes = await right.mergeThreads(threads)
      for (const [i, { id }] of outcomes.entries()) {
        const known = last.get(id) ?? new Map<string, Message>()
        for (const message of threads[i]?.messages ?? []) known.set(message.id, message)
        last.set(id, known)
      }
      return outcomes
    },
    getThread: async (id) => {
      const thread = await right.getThread(id)
      if (thread === undefined) return undefined
      const messages = thread.messages.map((message) => last.get(id)?.get(message.id) ?? message)
      return withMessages(thread, messages)
    },
  }
}

/** Ids are compared as UTF-16, so characters above U+FFFF come before some below. */
export const sortsByCodeUnits: Break = (right) => ({
  listThreads: async (query: ThreadListQuery) => {
    const page = await right.listThreads(query)
    if (query.order !== 'id') return page
    return { ...page, items: page.items.toSorted((a, b) => (a.id < b.id ? -1 : 1)) }
  },
})

/** Erasing leaves nothing behind by which the thread is known when it comes again. */
export const forgetsTombstones: Break = (right) => {
  const returned = new Map<string, Thread>()
  return {
    mergeThreads: async (threads) => {
      const outcomes = await right.mergeThreads(threads)
      return outcomes.map((one, i) => {
        const thread = threads[i]
        if (one.outcome !== 'erased' || thread === undefined) return one
        returned.set(thread.id, thread)
        return { id: one.id, outcome: 'added' as const }
      })
    },
    getThread: async (id) => returned.get(id) ?? right.getThread(id),
  }
}

/** Lists show a summary of the thread as it was when it was first stored. */
export const staleSummaries: Break = (right) => {
  const first = new Map<string, ReturnType<typeof summarize>>()
  return {
    mergeThreads: async (threads) => {
      const outcomes = await right.mergeThreads(threads)
      for (const { id } of outcomes) {
        const thread = await right.getThread(id)
        if (thread !== undefined && !first.has(id)) first.set(id, summarize(thread))
      }
      return outcomes
    },
    listThreads: async (query) => {
      const page = await right.listThreads(query)
      const items = page.items.map((item) => first.get(item.id) ?? item)
      return {
        ...page,
        items: items.toSorted((a, b) => comparePositions(query.order ?? 'newest', a, b)),
      }
    },
  }
}

function withMessages(thread: Thread, messages: Thread['messages']): Thread {
  return { ...thread, messages, contentHash: contentHashOf(messages) }
}
