import { compareIds } from '../../domain/values/ids.ts'
import type { Facet } from '../../domain/thread/facet.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { AnalysisState, ThreadSummary } from '../../domain/thread/thread-summary.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { PendingQuery, PendingThread } from '../chat-store.ts'
import { currentModels, statesOf, threadFacets } from '../core/thread-state.ts'
import type { KeyState } from '../core/thread-state.ts'
import type { MemoryRecords } from './memory-records.ts'

/** Where a thread stands under the key that a question named, and all of its facets then. */
interface Standing {
  readonly analysis?: AnalysisState
  readonly facets: readonly Facet[]
}

/** What is known of threads under an analyzer key. */
export class MemoryAnalyses {
  readonly #threads: ReadonlyMap<string, Thread>
  readonly #records: MemoryRecords

  constructor(threads: ReadonlyMap<string, Thread>, records: MemoryRecords) {
    this.#threads = threads
    this.#records = records
  }

  standing(summary: ThreadSummary, analyzerKey: string | undefined): Standing {
    const own = threadFacets(summary)
    if (analyzerKey === undefined) return { facets: own }
    const state = this.#stateOf(summary, analyzerKey)
    if (state === undefined) return { analysis: { state: 'pending' }, facets: own }
    const { labels, facets } = state
    return { analysis: { state: 'analyzed', ...labels }, facets: [...own, ...facets] }
  }

  async listPending(query: PendingQuery): Promise<readonly PendingThread[]> {
    const limit = checkedLimit(query.limit)
    const { after, analyzerKey } = query
    return this.#pending(analyzerKey)
      .filter(({ id }) => after === undefined || compareIds(id, after) > 0)
      .sort((a, b) => compareIds(a.id, b.id))
      .slice(0, limit)
      .map(({ id, contentHash, messages }) => ({
        id,
        contentHash,
        messageCount: messages.length,
      }))
  }

  async countPending(analyzerKey: string): Promise<number> {
    return this.#pending(analyzerKey).length
  }

  #pending(analyzerKey: string): Thread[] {
    return [...this.#threads.values()].filter(
      (thread) => this.#stateOf(thread, analyzerKey) === undefined,
    )
  }

  /** Undefined where the thread is pending. */
  #stateOf(
    { id, contentHash }: Pick<Thread, 'id' | 'contentHash'>,
    analyzerKey: string,
  ): KeyState | undefined {
    const models = currentModels(this.#records.all('topicModel'))
    const states = statesOf({ contentHash, models, records: this.#records.about(id) })
    return states.find((state) => state.analyzerKey === analyzerKey)
  }
}
