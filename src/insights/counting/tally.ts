import type { Evidence } from '../../domain/analysis/evidence.ts'
import type { AnalyzedSummary } from '../../storage/chat-store.ts'
import type { Door } from '../door.ts'
import { Distinct } from './distinct.ts'
import type { Figure, ItemProof } from '../figures.ts'

/** Fewer cases than this speak of nothing beyond themselves. */
const ANECDOTAL_BELOW = 5
/** Threads whose words are kept for one insight; the analyses come newest first, so these are the newest. */
const MOST_PROOFS = 5
/** Quotes of one thread: what was asked, what was answered, what was said to it. */
const MOST_QUOTES = 3

/** A thread as a report counts it: with the findings that count alone, and its users by number. */
export interface CountedThread extends AnalyzedSummary {
  readonly users: readonly number[]
}

type CountedBy = Pick<CountedThread, 'summary' | 'users'>

/** What proves a claim in one thread. */
export interface Proof {
  readonly evidence: readonly Evidence[]
  readonly items?: readonly Omit<ItemProof, 'threadId' | 'text'>[] | undefined
}

/** A figure with its denominator. */
export function figure(n: number, of: number, users: number, threads: Door): Figure {
  return { n, of, users, anecdotal: n > 0 && n < ANECDOTAL_BELOW, threads }
}

/** Threads that have something in common: how many, by how many users, and what proves it. */
export class Tally {
  n = 0
  readonly users = new Distinct()
  readonly evidence: Evidence[] = []
  readonly items: ItemProof[] = []
  #last: string | undefined
  #proofs = 0

  /** Counts a thread once, however often it is added while it is the newest. */
  add({ summary, users }: CountedBy, proof: Proof): void {
    if (this.#last === summary.id) return
    this.n++
    this.#last = summary.id
    for (const user of users) this.users.add(user)
    const { evidence, items = [] } = proof
    // Five threads prove more than five words of one.
    if (this.#proofs === MOST_PROOFS || evidence.length + items.length === 0) return
    this.#proofs++
    this.evidence.push(...mostTelling(evidence))
    const [item] = items
    if (item !== undefined) this.items.push({ threadId: summary.id, ...item })
  }

  figure(of: number, threads: Door): Figure {
    return figure(this.n, of, this.users.size, threads)
  }

  /** What proves it, as an insight has it. */
  get proof(): { evidence: Evidence[]; items?: ItemProof[] } {
    const evidence = [...this.evidence]
    return this.items.length === 0 ? { evidence } : { evidence, items: [...this.items] }
  }
}

/** As many quotes as are shown of one thread, in their order: those that are each of another role before others. */
function mostTelling(evidence: readonly Evidence[]): Evidence[] {
  const roles = Map.groupBy(evidence, ({ role }) => role)
  const firsts = new Set([...roles.values()].flatMap((quotes) => quotes.slice(0, 1)))
  const others = evidence.filter((quote) => !firsts.has(quote))
  const kept = new Set([...firsts, ...others].slice(0, MOST_QUOTES))
  return evidence.filter((quote) => kept.has(quote))
}
