import { isErasure } from './shadow-name.ts'
import type { ShadowName } from './shadow-name.ts'

/** Names that a process holds at most until they are copied. */
export const MOST_NAMES = 20_000

/** What did not get to the shadow, and only a migration brings there. */
export interface Missed {
  readonly names: number
  /** Of these, erasures. */
  readonly erasures: number
}

/** Names that wait to be copied, each once, in the order in which they came. Bounded. */
export class Backlog {
  readonly #most: number
  readonly #names = new Map<string, { readonly name: ShadowName; readonly at: string }>()

  constructor(most = MOST_NAMES) {
    this.#most = most
  }

  get size(): number {
    return this.#names.size
  }

  get isHalfFull(): boolean {
    return 2 * this.#names.size >= this.#most
  }

  /** When the name that waits longest came. ISO 8601. */
  get oldestAt(): string | undefined {
    return this.#names.values().next().value?.at
  }

  /** @returns those for which there was no room */
  add(names: readonly ShadowName[]): readonly ShadowName[] {
    const at = new Date().toISOString()
    return names.filter((name) => {
      const key = keyOf(name)
      if (this.#names.size >= this.#most && !this.#names.has(key)) return true
      // Behind the others, as it may have changed since one of them was read.
      this.#names.delete(key)
      this.#names.set(key, { name, at })
      return false
    })
  }

  first(count: number): readonly ShadowName[] {
    return this.#names
      .values()
      .take(count)
      .map(({ name }) => name)
      .toArray()
  }

  /** Takes names out, but for those that were added again since they were given. */
  remove(names: readonly ShadowName[]): void {
    for (const name of names) {
      const key = keyOf(name)
      if (this.#names.get(key)?.name === name) this.#names.delete(key)
    }
  }

  /** Takes all out. */
  drop(): readonly ShadowName[] {
    const names = this.first(this.size)
    this.#names.clear()
    return names
  }
}

export function missedOf(names: readonly ShadowName[]): Missed {
  return { names: names.length, erasures: names.filter(isErasure).length }
}

function keyOf({ kind, id }: ShadowName): string {
  return `${kind} ${id}`
}
