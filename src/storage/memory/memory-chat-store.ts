import { randomUUID } from 'node:crypto'
import { analysisId } from '../../domain/kinds/analysis.ts'
import type { Page } from '../../domain/thread/thread-query.ts'
import { bodyHashOf, threadRecordHash } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { AnalysisListQuery, AnalyzedSummary, ChatStore, Stamp } from '../chat-store.ts'
import { assembleStore } from '../assemble-store.ts'
import { Pace } from '../core/upkeep/pace.ts'
import { examineByPages } from '../examine-by-pages.ts'
import { MemoryAnalyses } from './memory-analyses.ts'
import { listById, MemoryRecords } from './memory-records.ts'
import { MemoryThreads } from './memory-threads.ts'

/**
 * The reference: naive, and right before fast. The other backends are compared with it. What it holds
 * ends with the process, so of the contract it keeps everything but durability.
 */
export async function openMemoryStore(): Promise<ChatStore> {
  const bodies = new Map<string, Thread>()
  const records = new MemoryRecords(bodies)
  const analyses = new MemoryAnalyses(bodies, records)
  const threads = new MemoryThreads(bodies, records, analyses)
  const identity = randomUUID()
  const ledgers = new Map<string, string>()

  const listAnalyses = async (query: AnalysisListQuery): Promise<Page<AnalyzedSummary>> => {
    if (query.state === 'pending') return { items: [] }
    const page = threads.page({ ...query, state: 'analyzed' })
    const items = page.items.flatMap((summary): AnalyzedSummary[] => {
      const analysis = records.get('analysis', analysisId(query.analyzerKey, summary.id))
      return analysis === undefined ? [] : [{ summary, analysis }]
    })
    return { ...page, items }
  }

  const store = assembleStore({
    kind: 'memory',
    location: 'the memory of this process',
    threads,
    lists: {
      listThreads: (query) => threads.listThreads(query),
      countThreads: (filter) => threads.countThreads(filter),
      searchThreads: (query) => threads.searchThreads(query),
      listAnalyses,
    },
    pending: analyses,
    eraser: threads,
    records,
    upkeep: {
      identity: async () => identity,
      listStamps: async (kind, query = {}) =>
        kind === 'thread' ? listById(bodies, query).map(threadStamp) : records.stamps(kind, query),
      indexState: async () => threads.indexState(),
      flushIndex: async () => undefined,
      refresh: async () => undefined,
      reindex: async (options) => {
        new Pace(options, bodies.size).end()
        return []
      },
      examine: (upkeep) =>
        examineByPages(store, (kind, id) => `${kind} ${JSON.stringify(id)}`, upkeep),
      check: async () => [
        { name: 'memory', status: 'warning', found: 'nothing here outlives this process' },
      ],
      close: async () => undefined,
    },
    ledgers: {
      change: async (analyzerKey, change) => {
        const { text, result } = change(ledgers.get(analyzerKey), Date.now())
        if (text !== undefined) ledgers.set(analyzerKey, text)
        return result
      },
    },
  })
  return store
}

function threadStamp(thread: Thread): Stamp {
  return { id: thread.id, stamp: threadRecordHash(bodyHashOf(thread), thread.asOf) }
}
