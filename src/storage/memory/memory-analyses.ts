import { labelsOf } from '../../domain/analysis/analysis.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { analysisId, topicAssignmentId } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { AnalysisState } from '../../domain/thread/thread-summary.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import type { TopicAssignment } from '../../domain/analysis/topic-model.ts'
import type { AnalyzedThread, PendingQuery, PendingThread } from '../chat-store.ts'
import type { MemoryRecords } from './memory-records.ts'

/** What is known of threads under an analyzer key. */
export class MemoryAnalyses {
  readonly #threads: ReadonlyMap<string, Thread>
  readonly #records: MemoryRecords

  constructor(threads: ReadonlyMap<string, Thread>, records: MemoryRecords) {
    this.#threads = threads
    this.#records = records
  }

  async saveAnalyses(items: readonly AnalyzedThread[]): Promise<void> {
    for (const { analysis, entry } of items) {
      const thread = this.#threads.get(analysis.threadId)
      if (thread === undefined) continue
      const stored = this.current(thread, analysis.analyzerKey)
      if (stored === undefined || analysis.contentHash === thread.contentHash) {
        this.#records.put('analysis', analysis)
      }
      this.#records.put('history', entry)
    }
  }

  /** The analysis at the thread's present content hash. */
  current(thread: Thread, analyzerKey: string): Analysis | undefined {
    const analysis = this.#records.get('analysis', analysisId(analyzerKey, thread.id))
    return analysis?.contentHash === thread.contentHash ? analysis : undefined
  }

  stateOf(thread: Thread, analyzerKey: string | undefined): AnalysisState | undefined {
    if (analyzerKey === undefined) return undefined
    const analysis = this.current(thread, analyzerKey)
    if (analysis === undefined) return { state: 'pending' }
    const topic = this.#topicOf(thread, analyzerKey)
    return {
      state: 'analyzed',
      ...labelsOf(analysis),
      ...(topic === undefined ? {} : { topic }),
    }
  }

  /** Under the newest topic model of the key. */
  #topicOf(thread: Thread, analyzerKey: string): string | undefined {
    const models = this.#records
      .all('topicModel')
      .filter((model) => model.analyzerKey === analyzerKey)
      .sort((a, b) => compareIds(b.id, a.id))
    const model = models[0]
    if (model === undefined) return undefined
    return this.#records.get('topicAssignment', topicAssignmentId(model.id, thread.id))?.topic
  }

  async saveTopicAssignments(assignments: readonly TopicAssignment[]): Promise<void> {
    for (const assignment of assignments) {
      if (this.#threads.has(assignment.threadId)) this.#records.put('topicAssignment', assignment)
    }
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
      (thread) => this.current(thread, analyzerKey) === undefined,
    )
  }
}
