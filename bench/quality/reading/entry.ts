import type { Certainty } from '../../../src/domain/analysis/analysis.ts'
import type { Evidence } from '../../../src/domain/analysis/evidence.ts'
import { sha256 } from '../../../src/domain/values/canonical-json.ts'
import type { AnalyzedThread } from '../analyzed.ts'

/** One thing that a reader judges: a claim, what is quoted for it, and all that the reader may look at. */
export interface Entry {
  /** A finding's kind, or what else is judged (`request`, `topic-fit`, …). */
  readonly kind: string
  readonly certainty: Certainty
  /** One sentence that is true or not. */
  readonly claim: string
  readonly evidence: readonly Evidence[]
  readonly items: readonly string[]
  /** The thread it speaks of; several where it speaks of several. */
  readonly threads: readonly AnalyzedThread[]
  /** Tells it from others of its kind, over runs: the thread and where in it, or a title. */
  readonly place: string
}

/**
 * Of each kind as many as of the others, as far as there are, until there are `count`; of a kind at most one
 * a place. Drawn by a hash of seed, kind and place, and in a mixed order by the same: the same log, seed
 * and count give the same entries.
 */
export function drawEntries(
  entries: readonly Entry[],
  count: number,
  seed: string,
): readonly Entry[] {
  const rank = ({ kind, place }: Entry, salt: string) =>
    sha256([seed, salt, kind, place].join('\n'))
  const byKind = [...Map.groupBy(entries, ({ kind }) => kind).values()].map((some) =>
    some.toSorted((a, b) => (rank(a, 'draw') < rank(b, 'draw') ? -1 : 1)),
  )
  const drawn: Entry[] = []
  for (let turn = 0; drawn.length < count && byKind.some((some) => turn < some.length); turn++) {
    for (const some of byKind.toSorted((a, b) => a.length - b.length)) {
      const entry = some[turn]
      if (entry !== undefined && drawn.length < count) drawn.push(entry)
    }
  }
  return drawn.toSorted((a, b) => (rank(a, 'order') < rank(b, 'order') ? -1 : 1))
}
