import { analysisId } from '../../domain/kinds/analysis.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { HistoryEntry } from '../../domain/analysis/run.ts'
import type { AnalyzedThread } from '../chat-store.ts'

/** What is stored that decides which analyses are kept; ids as they are, not encoded. */
export interface StoredHashes {
  /** The content hash of a thread; undefined where there is none. */
  ofThread(this: void, threadId: string): string | undefined
  /** The content hash that the stored analysis of that id stands at; undefined where there is none. */
  ofAnalysis(this: void, analysisId: string): string | undefined
}

/** What is stored of one analyzed thread: always the line of the history, and the analysis unless it yields. */
export interface PlannedAnalysis {
  readonly analysis?: Analysis
  readonly entry: HistoryEntry
}

/**
 * What storing analyses comes to, in the order given. Of a thread that is gone nothing is stored. A new
 * analysis yields where the stored one stands at the thread's present content and it does not itself; what
 * this plan stores already counts for what comes later in it.
 */
export function planAnalyses(
  items: readonly AnalyzedThread[],
  stored: StoredHashes,
): PlannedAnalysis[] {
  const planned = new Map<string, string>()
  return items.flatMap(({ analysis, entry }) => {
    const { analyzerKey, threadId, contentHash } = analysis
    const present = stored.ofThread(threadId)
    if (present === undefined) return []
    const id = analysisId(analyzerKey, threadId)
    const standing = planned.get(id) ?? stored.ofAnalysis(id)
    if (standing === present && contentHash !== present) return [{ entry }]
    planned.set(id, contentHash)
    return [{ analysis, entry }]
  })
}
