import { sha256 } from '../../domain/values/canonical-json.ts'
import type { AnalyzedSummary } from '../../storage/chat-store.ts'
import { stopped } from './pace.ts'

/** Threads that topics are fitted on, at most. */
export const SAMPLE = 20_000

/** Threads of each day and language that are in the sample whatever the others are, while half of it has room. */
const OF_EACH = 20

interface Ranked {
  readonly id: string
  /** Of the id's hash. */
  readonly rank: string
}

/**
 * Ids of at most `SAMPLE` analyzed threads, by the hash of the id: a fair sample that depends neither on the
 * order they come in nor on what else is in the store. Some of each day and language are in it, so that what
 * is new or rare is seen. By rank.
 */
export async function sampleThreads(
  pages: AsyncIterable<readonly AnalyzedSummary[]>,
  signal?: AbortSignal,
): Promise<string[]> {
  let kept: Ranked[] = []
  const strata = new Map<string, Ranked[]>()
  for await (const page of pages) {
    if (signal?.aborted === true) throw stopped()
    for (const { summary, analysis } of page) {
      const one = { id: summary.id, rank: sha256(summary.id) }
      kept.push(one)
      const stratum = `${summary.lastMessageAt?.slice(0, 10) ?? ''} ${analysis.language ?? ''}`
      const own = strata.get(stratum) ?? []
      own.push(one)
      strata.set(stratum, own.length > 2 * OF_EACH ? lowest(own, OF_EACH) : own)
    }
    if (kept.length > 2 * SAMPLE) kept = lowest(kept, SAMPLE)
  }
  if (kept.length <= SAMPLE) return lowest(kept, SAMPLE).map(({ id }) => id)
  const first = [...strata.values()].flatMap((own) => lowest(own, OF_EACH))
  const chosen = new Map(lowest(first, SAMPLE / 2).map((one) => [one.id, one]))
  for (const one of lowest(kept, SAMPLE)) {
    if (chosen.size === SAMPLE) break
    chosen.set(one.id, one)
  }
  return lowest([...chosen.values()], SAMPLE).map(({ id }) => id)
}

function lowest(items: Ranked[], count: number): Ranked[] {
  return items.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, count)
}
