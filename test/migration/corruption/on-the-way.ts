import { buildThread } from '../../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { ChatStore } from '../../../src/storage/chat-store.ts'
import { THREADS } from './filled.ts'

/** Some methods of a store, made other. */
export type Break = (right: ChatStore) => Partial<ChatStore>

const [, HARMED = THREADS[0], OTHER = THREADS[0]] = THREADS
export const ID = HARMED?.id ?? ''

export interface Harm {
  readonly breakIt: Break
  readonly told: RegExp
  /** Of the thread that is harmed. Default `ID`. */
  readonly id?: string
}

/** What passes the way is harmed on it, each in one way, and what of the harmed thread must be told. */
export const ON_THE_WAY: Readonly<Record<string, Harm>> = {
  'a thread is dropped from what is read': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? undefined : thread)),
    told: /missing in target|only in target/,
  },
  'a thread is dropped from the list': {
    breakIt: (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        return { ...page, items: page.items.filter(({ id }) => id !== ID) }
      },
    }),
    told: /not listed/,
  },
  'a thread is listed twice': {
    breakIt: (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        return { ...page, items: page.items.flatMap((row) => (row.id === ID ? [row, row] : [row])) }
      },
    }),
    told: /twice/,
  },
  'a thread is swapped with another': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? OTHER : thread)),
    told: /damaged/,
  },
  'one bit of a text is flipped': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? flipped(thread) : thread)),
    told: /differs .*messages/,
  },
  'a time becomes a day later': {
    breakIt: (right) => reading(right, (id, thread) => (id === ID ? later(thread) : thread)),
    told: /differs .*messages/,
  },
  'an analysis is dropped': {
    breakIt: (right) => ({
      listRecords: async (kind, query) =>
        (await right.listRecords(kind, query)).filter((record) => !isOf(record)),
      getRecord: async (kind, id) => {
        const record = await right.getRecord(kind, id)
        return isOf(record) ? undefined : record
      },
    }),
    told: /missing in target|only in target/,
  },
  'a pending thread is not listed as one': {
    breakIt: (right) => ({
      listPending: async (query) =>
        (await right.listPending(query)).filter(({ id }) => id !== 't5'),
    }),
    told: /pending/,
    id: 't5',
  },
  'a search misses a word': {
    breakIt: (right) => ({
      searchThreads: async (query) => {
        const page = await right.searchThreads(query)
        return query.words.includes('number1') ? { ...page, items: [] } : page
      },
    }),
    told: /search/,
  },
  'a count is one too many': {
    breakIt: (right) => ({ countPending: async (key) => (await right.countPending(key)) + 1 }),
    told: /count of what is to be analyzed/,
  },
  'labels are of another thread': {
    breakIt: (right) => ({
      listThreads: async (query) => {
        const page = await right.listThreads(query)
        const items = page.items.map((row) =>
          row.id === ID && row.analysis?.state === 'analyzed'
            ? { ...row, analysis: { ...row.analysis, language: 'xx' } }
            : row,
        )
        return { ...page, items }
      },
    }),
    told: /list row: analysis.language/,
  },
}

/** A store some of whose methods are others. */
export function broken(right: ChatStore, breakIt: Break): ChatStore {
  return { ...right, ...breakIt(right) }
}

function reading(
  right: ChatStore,
  harm: (id: string, thread: Thread | undefined) => Thread | undefined,
): Partial<ChatStore> {
  return {
    getThread: async (id) => harm(id, await right.getThread(id)),
    getThreads: async (ids) =>
      (await right.getThreads(ids)).map((thread, at) => harm(ids[at] ?? '', thread)),
  }
}

function isOf(record: object | undefined): boolean {
  return (
    record !== undefined && 'outcome' in record && 'threadId' in record && record.threadId === ID
  )
}

export function flipped(thread: Thread | undefined): Thread | undefined {
  return changed(thread, (text) => text.replace('question', 'questioo'))
}

function changed(thread: Thread | undefined, change: (text: string) => string) {
  return (
    thread &&
    rebuilt(thread, JSON.parse(change(JSON.stringify(thread.messages))) as Thread['messages'])
  )
}

export function later(thread: Thread | undefined): Thread | undefined {
  return changed(thread, (text) => text.replaceAll('2025-03-10', '2025-03-11'))
}

export function cut(thread: Thread): Thread {
  return rebuilt(thread, thread.messages.slice(0, -1))
}

/** With the content hash of what it holds now: only another copy tells that it was harmed. */
function rebuilt(thread: Thread, messages: Thread['messages']): Thread {
  const { contentHash } = buildThread(
    { id: thread.id, messages: [...messages] },
    { format: 'made' },
  )
  return { ...thread, messages, contentHash }
}
