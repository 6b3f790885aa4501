import type { z } from 'zod'
import type { JsonObject } from './values/json.ts'
import type { AnalysisLabels } from './analysis/analysis.ts'
import type { FacetTellers } from './thread/facet.ts'

/**
 * All that the rest of the program knows of a kind of record. Stores, migrations and erasures ask the
 * definition and never the kind, so that a new kind is one file and one entry of `kinds/kinds.ts`.
 *
 * @typeParam T a record of the present version
 */
export interface KindDefinition<T> {
  /** What one record is called in messages. */
  readonly title: string
  /** The name under which documents count records of the kind. */
  readonly plural: string
  /** Of the present version. */
  readonly schema: z.ZodType<T>
  /**
   * How a record of each older version is brought one version further, that of version 1 first: the
   * present version is one more than there are. A record says its version as `schemaVersion`; one that
   * says none is of version 1.
   */
  readonly upgrades: readonly ((this: void, record: JsonObject) => JsonObject)[]
  /** Unique within the kind. */
  readonly idOf: (this: void, record: T) => string
  /** The id is made by `pairedId` and ends in the thread: an erasure finds the record by that too. */
  readonly idEndsInThread?: boolean
  /** The `threadDigits` of the record's thread, where its id ends in them: by that too an erasure explains that it is gone. */
  readonly digitsInId?: (this: void, id: string) => string | undefined
  /** The threads that the record speaks of, each once. */
  readonly threadsOf: (this: void, record: T) => readonly string[]
  /** What statements of a server must know of the record beside its id and thread. */
  readonly tagOf: (this: void, record: T) => string | undefined
  readonly onErase: EraseRule<T>
  /** What the record says of its thread's state; absent for kinds that say nothing of it. */
  readonly state?: StateRule<T>
  /**
   * The analyzer key of a record that others are made under. Of each key the newest by id counts, and
   * what is made under an older one counts no more. Absent for kinds that nothing is made under.
   */
  readonly modelOf?: (this: void, record: T) => string
  /**
   * Whether one state of a record is later than another under the same id, told by what they hold and not by a
   * clock: which stands where a migration is to keep the newer. Absent where they do not tell.
   */
  readonly isLater?: (this: void, record: T, than: T) => boolean
  /**
   * When a migration moves it: tombstones go first, as they say what of the rest must not come. What a store
   * says of itself is never moved.
   */
  readonly moves: 'before threads' | 'after threads' | 'never'
}

/**
 * What an erasure does to a record that speaks of an erased thread.
 *
 * - `delete`: the record is the thread's own and goes with it. A store files it under the first of its
 *   threads.
 * - `scrub`: the record stays without what it says of the thread.
 * - `refit`: as `scrub`, and words that only erased threads had leave it too, which takes a search.
 * - `keep`: the record holds nothing of any thread.
 */
export type EraseRule<T> =
  | { readonly does: 'delete' }
  | { readonly does: 'keep' }
  | {
      readonly does: 'scrub'
      readonly without: Without<T>
    }
  | {
      readonly does: 'refit'
      readonly without: Without<T>
      /** Whether a record is another but for words that left it by erasures. */
      readonly isLeftOf: (this: void, record: T, other: T) => boolean
    }

/** The record without what it says of these threads. */
type Without<T> = (this: void, record: T, erased: ReadonlySet<string>) => T

/** What a record is measured by when it is asked whether it counts. */
export interface PresentState {
  /** Of the thread that the record speaks of. */
  readonly contentHash: string
  /** The newest topic model of each analyzer key. */
  readonly models: ReadonlyMap<string, string>
}

/** What records of a kind say of their thread's state under an analyzer key. */
export interface StateRule<T> {
  /** Whether a thread counts as analyzed by such a record. Without one that counts it is pending. */
  readonly analyzes: boolean
  /** The analyzer key that the record speaks under. */
  readonly keyOf: (this: void, record: T) => string
  /** Whether the record counts as things stand. */
  readonly counts: (this: void, record: T, present: PresentState) => boolean
  /** What list rows show of it. */
  readonly labels: (this: void, record: T) => Partial<AnalysisLabels>
  /** What filters ask for under the key. */
  readonly facets: FacetTellers<T>
}
