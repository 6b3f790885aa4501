import { sha256 } from '../../domain/values/canonical-json.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { stopped } from './pace.ts'

/** Threads that topics are fitted on, at most. */
export const SAMPLE = 20_000

/** Threads of each day and language that are in the sample whatever the others are, while half of it has room. */
const OF_EACH = 20

/** Strata that are told apart, at most: where there are more, those of a month are one, then those of a year, then all. */
const MOST_STRATA = 2000
/** UTF-16 units of a time that tell its day, its month, its year, and nothing. */
const SPANS = [10, 7, 4, 0]

/** What is looked at of a thread. */
export interface Sampled {
  readonly summary: Pick<ThreadSummary, 'id' | 'lastMessageAt'>
  readonly analysis: Pick<Analysis, 'language'>
}

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
  pages: AsyncIterable<readonly Sampled[]>,
  signal?: AbortSignal,
): Promise<string[]> {
  let kept: Ranked[] = []
  const strata = new Strata()
  for await (const page of pages) {
    if (signal?.aborted === true) throw stopped()
    for (const { summary, analysis } of page) {
      const one = { id: summary.id, rank: sha256(summary.id) }
      kept.push(one)
      strata.add(one, summary.lastMessageAt ?? '', analysis.language ?? '')
    }
    if (kept.length > 2 * SAMPLE) kept = lowest(kept, SAMPLE)
  }
  if (kept.length <= SAMPLE) return lowest(kept, SAMPLE).map(({ id }) => id)
  const chosen = new Map(lowest(strata.first(), SAMPLE / 2).map((one) => [one.id, one]))
  for (const one of lowest(kept, SAMPLE)) {
    if (chosen.size === SAMPLE) break
    chosen.set(one.id, one)
  }
  return lowest([...chosen.values()], SAMPLE).map(({ id }) => id)
}

/** The first by rank of each span of time and language. Which these are does not depend on the order they come in. */
class Strata {
  #span = 0
  #strata = new Map<string, Ranked[]>()

  add(one: Ranked, time: string, language: string): void {
    this.#put(keyOf(time, language, SPANS[this.#span] ?? 0), [one])
    while (this.#strata.size > MOST_STRATA && this.#span < SPANS.length - 1) this.#join()
  }

  first(): Ranked[] {
    return [...this.#strata.values()].flatMap((own) => lowest(own, OF_EACH))
  }

  #put(key: string, some: readonly Ranked[]): void {
    const own = [...(this.#strata.get(key) ?? []), ...some]
    this.#strata.set(key, own.length > 2 * OF_EACH ? lowest(own, OF_EACH) : own)
  }

  #join(): void {
    const fine = this.#strata
    this.#strata = new Map()
    this.#span++
    for (const [key, own] of fine) {
      const [time = '', language = ''] = key.split(' ')
      this.#put(keyOf(time, language, SPANS[this.#span] ?? 0), own)
    }
  }
}

function keyOf(time: string, language: string, units: number): string {
  return `${time.slice(0, units)} ${language}`
}

function lowest(items: Ranked[], count: number): Ranked[] {
  return items.sort((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, count)
}
