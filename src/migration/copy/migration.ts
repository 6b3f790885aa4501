import type { Damage } from '../../storage/chat-store.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'

/** Numbers by kind (plural names). */
export type Counts = Readonly<Record<string, number>>

/** What a pass has done, or in a dry run would do. */
export interface Migration {
  /** New in the target: written, read back and equal by hash. */
  readonly copied: Counts
  /** There in an earlier state of the source's: written, read back and equal. */
  readonly updated: Counts
  /** Already there and equal. */
  readonly unchanged: Counts
  /** There in a state that did not come from the source. The target's stands. */
  readonly conflicts: Counts
  /** Conflicts that the rule for them has settled, whichever stands. */
  readonly settled: Counts
  /**
   * Erased in the target, which is no failure: left out, or, where a record speaks of other threads too, there without
   * what it says of the erased ones.
   */
  readonly keptOut: Counts
  /** These, the first 1,000. */
  readonly keptOutNames: readonly Named[]
  /** Not taken by the target, or not equal after writing. */
  readonly failed: Counts
  /** In the target alone. */
  readonly onlyThere: Counts
  /** What conflicts or failed, the first 1,000. */
  readonly problems: readonly Problem[]
  /** Threads of the target that were erased at the source, and so now there too; of a dry run, that would be. */
  readonly erased: number
  /** Of a dry run, which: the first 1,000. Behind an erasure nobody tells the names. */
  readonly toErase?: readonly string[]
  /** What of the source does not hold, and so was not copied; the counts are of the rest. */
  readonly damaged: readonly Damage[]
  /** About how many bytes of records were written (JSON). */
  readonly bytes: number
  readonly receipt?: string
  /** Of both sides, with a receipt alone: it takes reading everything. */
  readonly root?: { readonly source: string; readonly target: string }
}

/** A record of the source. */
export interface Named {
  /** Plural name of the kind. */
  readonly kind: string
  readonly id: string
}

/** One that is not in the target as the source has it. */
export interface Problem extends Named {
  readonly reason: string
}

/** How far a pass has come, beside the count of records. */
export interface MigrationProgress {
  /** About as many as were written. */
  readonly bytes: number
}

/** Whether everything of the source that is whole is in the target, or was left out as asked for. */
export function isComplete({ conflicts, failed }: Pick<Migration, 'conflicts' | 'failed'>) {
  return sumOf(conflicts) + sumOf(failed) === 0
}

export function sumOf(counts: Counts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0)
}

export function zeros(): Record<string, number> {
  return Object.fromEntries(MOVED_KINDS.map((kind) => [pluralOf(kind), 0]))
}

export function countOne(counts: Record<string, number>, kind: MovedKind, n = 1): void {
  const name = pluralOf(kind)
  counts[name] = (counts[name] ?? 0) + n
}
