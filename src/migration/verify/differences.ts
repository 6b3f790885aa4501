/** Which of the two that are compared. */
export type SideName = 'source' | 'target'

/** What is wrong, named and never quoted. */
export interface Difference {
  /** Plural name of the kind; `store` for a stored piece that is of no one kind. */
  readonly kind: string
  /** Empty where it is of no one record: a count, a piece of the store. */
  readonly id: string
  /**
   * What of it: the first members that differ, by name; what of the derived state is stale (`list row: title`,
   * `facet outcome`, `pending`, `search`); empty where the record is missing or only hashes are known.
   */
  readonly field: string
  readonly problem: Problem
  /** Of a damaged one: where it lies and what is wrong. */
  readonly place?: string
  /** The analyzer key under which it is so. */
  readonly analyzerKey?: string
  /** Milliseconds for which it was seen as it is. Absent of what is looked at once. */
  readonly age?: number
  /** Either side still changed at the last look: it may be behind and not wrong. */
  readonly lagging?: true
}

/**
 * - `missing in target`, `only in target`, `differs`: a record, by its hash.
 * - `twice`: one id is listed twice.
 * - `damaged`: stored bytes do not hold; `place` says where.
 * - `stale`: a list, count or search does not answer what follows from the records.
 * - `cut`: a record speaks of a thread, or quotes words, that are not there; `cut in both`: of records that are equal.
 * - `not compared`: there were too many to look at each.
 */
export type Problem =
  | 'missing in target'
  | 'only in target'
  | 'differs'
  | 'cut in both'
  | `${'twice' | 'damaged' | 'stale' | 'cut' | 'not compared'} in ${SideName}`

/** Records of a kind that were met, and differences among them. */
export interface KindCount {
  source: number
  target: number
  differences: number
}

/** Differences that are named. */
export const MOST_LISTED = 1000

/** All differences, each counted once however often it is met. */
export class Differences {
  readonly first: Difference[] = []
  /** What is the same on both sides, and wrong. */
  readonly unsound: Difference[] = []
  total = 0
  /** Whether there were none beside them that were too many to look at each. */
  isEachCounted = true
  readonly kinds: Record<string, KindCount>
  readonly #met = new Set<string>()

  /** @param kinds records that were met, by kind; the differences are counted there */
  constructor(kinds: Record<string, KindCount>) {
    this.kinds = kinds
  }

  add(difference: Difference): void {
    const { kind, id, problem, field, place = '', analyzerKey = '' } = difference
    const what = problem.startsWith('damaged') ? (id === '' ? place : '') : field
    const name = JSON.stringify([problem, kind, id, what, analyzerKey])
    // Beyond those that are listed nothing is met twice but by chance.
    if (this.#met.has(name)) return
    if (this.#met.size < MOST_LISTED * 10) this.#met.add(name)
    if (problem === 'cut in both') {
      if (this.unsound.length < MOST_LISTED) this.unsound.push(difference)
      return
    }
    this.total++
    if (problem.startsWith('not compared')) this.isEachCounted = false
    const count = (this.kinds[kind] ??= { source: 0, target: 0, differences: 0 })
    count.differences++
    if (this.first.length < MOST_LISTED) this.first.push(difference)
  }
}
