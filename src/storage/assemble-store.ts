import { analysisId } from '../domain/kinds/analysis.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore, StoreUpkeep } from './chat-store.ts'
import { withClaims } from './core/claims/with-claims.ts'
import type { LedgerPlace, UnclaimedStore } from './core/claims/with-claims.ts'
import { recordWrites } from './core/record-writes.ts'
import type { RecordEngine } from './core/record-writes.ts'

/** What a backend makes of the contract itself; the rest of it is the same for all. */
export interface StoreParts extends Pick<ChatStore, 'kind' | 'location'> {
  readonly threads: Pick<ChatStore, 'mergeThreads' | 'getThreads'>
  readonly lists: Pick<ChatStore, 'listThreads' | 'countThreads' | 'searchThreads' | 'listAnalyses'>
  readonly pending: Pick<ChatStore, 'listPending' | 'countPending'>
  readonly eraser: Pick<ChatStore, 'eraseThreads' | 'threadsOfUser' | 'eraseUser'>
  readonly records: RecordEngine & Pick<ChatStore, 'getRecord' | 'listRecords' | 'countRecords'>
  readonly upkeep: StoreUpkeep
  readonly ledgers: LedgerPlace
  /** What surrounds each question. Absent: nothing. */
  readonly asking?: Surrounding
  /** What surrounds each change. Absent: nothing. */
  readonly changing?: Surrounding
}

export type Surrounding = <T>(call: () => Promise<T>) => Promise<T>

/**
 * The store of these parts, with claims on what is pending. It closes once, and then every other call is
 * UNAVAILABLE.
 */
export function assembleStore(parts: StoreParts): ChatStore {
  const store = withClaims(unclaimed(parts), parts.ledgers)
  let closing: Promise<void> | undefined
  const close = () => (closing ??= store.close())
  return new Proxy(store, {
    get(target, name, receiver) {
      if (name === 'close') return close
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || closing === undefined) return value
      const closed = new HitCraftError('UNAVAILABLE', 'the store is closed')
      return name === 'examine' ? () => rejecting(closed) : () => Promise.reject(closed)
    },
  })
}

function unclaimed({ asking: ask = plainly, changing: change = plainly, ...parts }: StoreParts) {
  const { kind, location, threads, lists, pending, eraser, records, upkeep } = parts
  const { putRecords, saveAnalyses, saveTopicAssignments, saveWindowAnswers } =
    recordWrites(records)
  const store: UnclaimedStore = {
    kind,
    location,

    mergeThreads: (batch) => change(() => threads.mergeThreads(batch)),
    getThread: async (id) => (await ask(() => threads.getThreads([id])))[0],
    getThreads: (ids) => ask(() => threads.getThreads(ids)),
    listThreads: (query) => ask(() => lists.listThreads(query)),
    countThreads: (filter) => ask(() => lists.countThreads(filter)),
    searchThreads: (query) => ask(() => lists.searchThreads(query)),
    eraseThreads: (ids) => change(() => eraser.eraseThreads(ids)),
    threadsOfUser: (userId) => ask(() => eraser.threadsOfUser(userId)),
    eraseUser: (userId) => change(() => eraser.eraseUser(userId)),

    saveAnalyses: (items) => change(() => saveAnalyses(items)),
    getAnalysis: (threadId, analyzerKey) =>
      ask(() => records.getRecord('analysis', analysisId(analyzerKey, threadId))),
    listAnalyses: (query) => ask(() => lists.listAnalyses(query)),
    listPending: (query) => ask(() => pending.listPending(query)),
    countPending: (analyzerKey) => ask(() => pending.countPending(analyzerKey)),
    saveTopicAssignments: (assignments) => change(() => saveTopicAssignments(assignments)),
    saveWindowAnswers: (answers) => change(() => saveWindowAnswers(answers)),

    putRecords: (kind, items) => change(() => putRecords(kind, items)),
    getRecord: (kind, id) => ask(() => records.getRecord(kind, id)),
    listRecords: (kind, query) => ask(() => records.listRecords(kind, query)),
    countRecords: (kind) => ask(() => records.countRecords(kind)),

    identity: () => ask(() => upkeep.identity()),
    listStamps: (kind, query) => ask(() => upkeep.listStamps(kind, query)),
    indexState: () => ask(() => upkeep.indexState()),
    flushIndex: () => upkeep.flushIndex(),
    refresh: () => upkeep.refresh(),
    reindex: (options) => upkeep.reindex(options),
    examine: (options) => upkeep.examine(options),
    check: () => upkeep.check(),
    close: () => upkeep.close(),
  }
  return store
}

const plainly: Surrounding = (call) => call()

/** What is asked for the first item rejects. */
function rejecting(error: HitCraftError): AsyncIterable<never> {
  const next = async (): Promise<IteratorResult<never>> => {
    throw error
  }
  return { [Symbol.asyncIterator]: () => ({ next }) }
}
