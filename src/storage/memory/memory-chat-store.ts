import { randomUUID } from 'node:crypto'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { Page } from '../../domain/thread/thread-query.ts'
import { bodyHashOf, threadRecordHash } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { AnalysisListQuery, AnalyzedSummary, ChatStore, Stamp } from '../chat-store.ts'
import { withClaims } from '../core/claims/with-claims.ts'
import type { UnclaimedStore } from '../core/claims/with-claims.ts'
import { examineByPages } from '../examine-by-pages.ts'
import { guardStore } from '../guard-store.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { MemoryAnalyses } from './memory-analyses.ts'
import { listById, MemoryRecords } from './memory-records.ts'
import { MemoryThreads } from './memory-threads.ts'

/**
 * The reference: naive, and right before fast. The other backends are compared with it. What it holds
 * ends with the process, so of the contract it keeps everything but durability.
 */
export async function openMemoryStore(): Promise<ChatStore> {
  const bodies = new Map<string, Thread>()
  const records = new MemoryRecords()
  const analyses = new MemoryAnalyses(bodies, records)
  const threads = new MemoryThreads(bodies, records, analyses)
  const identity = randomUUID()
  let closed = false
  const ledgers = new Map<string, string>()
  const unclaimed: UnclaimedStore = {
    kind: 'memory',
    location: 'the memory of this process',

    mergeThreads: (batch) => threads.mergeThreads(batch),
    getThread: (id) => threads.getThread(id),
    getThreads: (ids) => threads.getThreads(ids),
    listThreads: (query) => threads.listThreads(query),
    countThreads: (filter) => threads.countThreads(filter),
    searchThreads: (query) => threads.searchThreads(query),
    eraseThreads: (ids) => threads.eraseThreads(ids),
    threadsOfUser: (userId) => threads.threadsOfUser(userId),
    eraseUser: (userId) => threads.eraseUser(userId),

    saveAnalyses: (items) => analyses.saveAnalyses(items),
    getAnalysis: async (threadId, analyzerKey) =>
      records.get('analysis', analysisId(analyzerKey, threadId)),
    listAnalyses: async (query) => listAnalyses(query),
    listPending: (query) => analyses.listPending(query),
    countPending: (analyzerKey) => analyses.countPending(analyzerKey),
    saveTopicAssignments: (assignments) => analyses.saveTopicAssignments(assignments),

    putRecords: (kind, items) => records.putRecords(kind, items),
    getRecord: (kind, id) => records.getRecord(kind, id),
    listRecords: (kind, query) => records.listRecords(kind, query),
    countRecords: (kind) => records.countRecords(kind),

    identity: async () => identity,
    listStamps: async (kind, query = {}) =>
      kind === 'thread' ? listById(bodies, query).map(threadStamp) : records.stamps(kind, query),
    indexState: async () => threads.indexState(),
    flushIndex: async () => undefined,
    refresh: async () => undefined,
    reindex: async ({ signal, onProgress } = {}) => {
      if (signal?.aborted === true) {
        throw new HitCraftError('INTERRUPTED', 'the rebuilding of the index was stopped')
      }
      onProgress?.(bodies.size, bodies.size)
      return []
    },
    examine: (upkeep) =>
      examineByPages(store, (kind, id) => `${kind} ${JSON.stringify(id)}`, upkeep),
    check: async () => [
      { name: 'memory', status: 'warning', found: 'nothing here outlives this process' },
    ],
    close: async () => {
      closed = true
    },
  }

  function listAnalyses(query: AnalysisListQuery): Page<AnalyzedSummary> {
    if (query.state === 'pending') return { items: [] }
    const page = threads.page({ ...query, state: 'analyzed' })
    const items = page.items.flatMap((summary): AnalyzedSummary[] => {
      const analysis: Analysis | undefined = records.get(
        'analysis',
        analysisId(query.analyzerKey, summary.id),
      )
      return analysis === undefined ? [] : [{ summary, analysis }]
    })
    return { ...page, items }
  }

  const store = withClaims(unclaimed, {
    change: async (analyzerKey, change) => {
      const { text, result } = change(ledgers.get(analyzerKey), Date.now())
      if (text !== undefined) ledgers.set(analyzerKey, text)
      return result
    },
  })
  return guardStore(store, () => closed)
}

function threadStamp(thread: Thread): Stamp {
  return { id: thread.id, stamp: threadRecordHash(bodyHashOf(thread), thread.asOf) }
}
