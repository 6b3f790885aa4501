import type { Damage } from '../../storage/chat-store.ts'
import { pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { Outcome } from './copy-page.ts'
import type { Found } from '../filling/filling.ts'
import { HELD_KINDS } from '../filling/holdings.ts'
import { countOne, sumOf, zeros } from './migration.ts'
import type { Migration, Named, Problem } from './migration.ts'
import type { WantedPage } from './wanted.ts'

/** Records of a kind of trouble that are named. */
export const MOST_NAMED = 1000

/** Counts what became of the records of a pass. */
export class Tally {
  readonly #counts = {
    copied: zeros(),
    updated: zeros(),
    unchanged: zeros(),
    conflicts: zeros(),
    settled: zeros(),
    keptOut: zeros(),
    failed: zeros(),
    onlyThere: zeros(),
  }
  readonly #problems: Problem[] = []
  readonly #keptOut: Named[] = []
  readonly #damaged = new Map<string, Damage>()
  #bytes = 0
  #done = 0

  get done(): number {
    return this.#done
  }

  get bytes(): number {
    return this.#bytes
  }

  add({ kind, equal, onlyThere, wanted }: WantedPage, outcomes: readonly Outcome[]): void {
    countOne(this.#counts.unchanged, kind, equal)
    countOne(this.#counts.onlyThere, kind, onlyThere)
    for (const outcome of outcomes) this.#one(kind, outcome)
    this.#done += wanted.length + equal
  }

  #one(kind: MovedKind, outcome: Outcome): void {
    if (outcome.what === 'damaged') {
      this.damage(outcome.damage)
      return
    }
    const { what, id, reason, bytes } = outcome
    countOne(this.#counts[what], kind)
    this.#bytes += bytes
    if (what === 'keptOut' && this.#keptOut.length < MOST_NAMED) {
      this.#keptOut.push({ kind: pluralOf(kind), id })
    }
    if (reason !== undefined && this.#problems.length < MOST_NAMED) {
      this.#problems.push({ kind: pluralOf(kind), id, reason })
    }
  }

  /** A damaged piece is met by the walk and by the examination. */
  damage(damage: Damage): void {
    const { kind, id, place } = damage
    const name = JSON.stringify([kind, id === undefined || id === '' ? place : id])
    if (!this.#damaged.has(name)) this.#damaged.set(name, damage)
  }

  /** What the mark in the target keeps of the pass. */
  found(): Found {
    const { onlyThere: _, ...ofSource } = this.#counts
    const names = Object.keys(ofSource.copied)
    const sums = names.map((name): [string, number] => [
      name,
      Object.values(ofSource).reduce((sum, counts) => sum + (counts[name] ?? 0), 0),
    ])
    const gaps = this.#damaged.size + sumOf(ofSource.failed)
    const { conflicts, settled, keptOut, failed, onlyThere } = this.#counts
    const others = [conflicts, settled, keptOut, failed, onlyThere]
    const isSame =
      this.#damaged.size === 0 &&
      HELD_KINDS.map(pluralOf).every((name) => others.every((counts) => (counts[name] ?? 0) === 0))
    return { records: Object.fromEntries(sums), gaps, isSame }
  }

  result(erased: number): Migration {
    return {
      ...this.#counts,
      keptOutNames: this.#keptOut,
      problems: this.#problems,
      erased,
      damaged: [...this.#damaged.values()],
      bytes: this.#bytes,
    }
  }
}
