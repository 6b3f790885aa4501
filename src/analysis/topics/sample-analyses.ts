import { HitCraftError } from '../../errors/hitcraft-error.ts'
import { sha256 } from '../../domain/values/canonical-json.ts'
import type { AnalyzedSummary } from '../../storage/chat-store.ts'

/** Threads that topics are fitted on, at most. */
export const SAMPLE = 2000

/** What the fit needs of an analysis. */
export type SampledAnalysis = Pick<AnalyzedSummary, 'analysis'>

/**
 * At most `SAMPLE` of the analyses, by the hash of their thread's id: a fair sample that does not depend
 * on the order they come in, or on what else is in the store. By id.
 */
export async function sampleAnalyses(
  pages: AsyncIterable<readonly AnalyzedSummary[]>,
  signal?: AbortSignal,
): Promise<SampledAnalysis[]> {
  let kept: { rank: string; item: SampledAnalysis }[] = []
  for await (const page of pages) {
    if (signal?.aborted === true) {
      throw new HitCraftError('INTERRUPTED', 'the fitting of topics was stopped')
    }
    for (const { analysis } of page) {
      if (analysis.requests.length === 0) continue
      kept.push({ rank: sha256(analysis.threadId), item: { analysis } })
    }
    if (kept.length > 2 * SAMPLE) kept = lowest(kept)
  }
  return lowest(kept).map(({ item }) => item)
}

function lowest<T extends { rank: string }>(items: T[]): T[] {
  return items.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, SAMPLE)
}
