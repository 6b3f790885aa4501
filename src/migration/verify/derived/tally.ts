import { sha256 } from '../../../domain/values/canonical-json.ts'
import { nameOfCondition } from './conditions.ts'
import type { Condition } from './conditions.ts'

const RANGE = 2 ** 48
/** Values of a facet that are all looked at, whatever is sampled. */
const MOST_VALUES = 1000

/** A text as a number below 2^48, the beginning of its SHA-256. */
export function numberOf(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 12), 16)
}

/** How many ids, and the sum of their numbers: two sets are equal when both are, but for a chance of 2^-48. */
export class IdSum {
  count = 0
  sum = 0

  add(id: string): void {
    this.count++
    this.sum = (this.sum + numberOf(id)) % RANGE
  }

  equals(other: IdSum): boolean {
    return this.count === other.count && this.sum === other.sum
  }
}

export interface Tallied {
  readonly condition: Condition
  readonly ids: IdSum
}

/**
 * The lists that threads are on, with a sum of their ids each. Of a facet with more than a thousand values (users) those
 * stay whose number is a multiple of 2, 4, 8 …, so that memory does not grow with them.
 */
export class Tally {
  readonly #isDeep: boolean
  readonly #fields = new Map<string, { step: number; values: Map<string, Tallied> }>()

  /** @param isDeep keeps all of them */
  constructor(isDeep: boolean) {
    this.#isDeep = isDeep
  }

  add(condition: Condition, id: string): void {
    const { field, filter } = condition
    const group = `${filter.analyzerKey ?? ''}\n${field}`
    const of = this.#fields.get(group) ?? { step: 1, values: new Map<string, Tallied>() }
    this.#fields.set(group, of)
    const name = nameOfCondition(condition)
    const known = of.values.get(name)
    if (known !== undefined) {
      known.ids.add(id)
      return
    }
    if (of.step > 1 && numberOf(name) % of.step !== 0) return
    const tallied = { condition, ids: new IdSum() }
    tallied.ids.add(id)
    of.values.set(name, tallied)
    if (this.#isDeep || of.values.size <= MOST_VALUES) return
    of.step *= 2
    for (const one of of.values.keys()) if (numberOf(one) % of.step !== 0) of.values.delete(one)
  }

  *all(): Generator<Tallied> {
    for (const { values } of this.#fields.values()) yield* values.values()
  }
}
