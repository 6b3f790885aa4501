import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { Figure } from '../figures.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { foldLabel } from './labels.ts'

/** Fewer cases than this speak of nothing beyond themselves. */
const ANECDOTAL_BELOW = 5
/** Quotes kept for one insight; the analyses come newest first, so these are the newest. */
export const MOST_EVIDENCE = 5

/** A figure with its denominator. */
export function figure(n: number, of: number, users: number): Figure {
  return { n, of, users, anecdotal: n > 0 && n < ANECDOTAL_BELOW }
}

/** Threads that have something in common: how many, by how many users, and words that prove it. */
export class Tally {
  n = 0
  readonly users = new Set<string>()
  readonly evidence: Evidence[] = []
  readonly #labels = new Map<string, number>()
  #last: string | undefined

  /** Counts a thread once, however often it is added while it is the newest. */
  add(summary: ThreadSummary, evidence: readonly Evidence[], label?: string): void {
    if (this.#last !== summary.id) {
      this.n++
      this.#last = summary.id
    }
    for (const user of summary.userIds) this.users.add(user)
    const [quote] = evidence
    // One quote a thread: five threads prove more than five words of one.
    if (
      quote !== undefined &&
      this.evidence.length < MOST_EVIDENCE * 2 &&
      this.evidence.at(-1)?.threadId !== quote.threadId
    ) {
      this.evidence.push(quote)
    }
    if (label !== undefined) this.#labels.set(label, (this.#labels.get(label) ?? 0) + 1)
  }

  /** The wording that was used most; among equals the shortest, then the first by code units. */
  get label(): string {
    const [best] = [...this.#labels].toSorted(
      ([a, x], [b, y]) => y - x || a.length - b.length || (a < b ? -1 : 1),
    )
    return best?.[0] ?? ''
  }

  figure(of: number): Figure {
    return figure(this.n, of, this.users.size)
  }
}

/** Tallies by label; labels that mean the same by their folded words are one. */
export class LabelTallies {
  readonly #tallies = new Map<string, Tally>()

  add(label: string, summary: ThreadSummary, evidence: readonly Evidence[]): void {
    const key = foldLabel(label)
    if (key === '') return
    const tally = this.#tallies.get(key) ?? new Tally()
    tally.add(summary, evidence, label)
    this.#tallies.set(key, tally)
  }

  /** Most threads first; ties by users, then key. */
  ranked(): [key: string, tally: Tally][] {
    return [...this.#tallies].toSorted(
      ([a, x], [b, y]) => y.n - x.n || y.users.size - x.users.size || (a < b ? -1 : 1),
    )
  }
}
