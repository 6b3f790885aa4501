import type { Damage, ExamineOptions, Stamp } from '../../storage/chat-store.ts'
import type { MovedKind } from './moved-kinds.ts'
import type { WalkedRecord } from './walked-record.ts'

/**
 * What a migration reads and a verification compares: less than a store. Each backend is one
 * (`storeSource`), and so are a folder of the older app's data and an archive, which nothing can be
 * written to and no list or search can be asked of.
 *
 * Every method rejects with a `HitCraftError`; an outage is never an empty answer. Nothing of a source is
 * changed by reading it.
 */
export interface RecordSource {
  /** What is read: the kind of a backend, `legacy` or `archive`. */
  readonly kind: string
  /** Where it is, for people. Never a secret. */
  readonly location: string

  /**
   * What it is, whatever it is called: a mark of the store or folder, or the seal of an archive. Another source never has it;
   * the same one may have another later (`StoreUpkeep.identity`). Undefined where nothing tells.
   */
  identity(): Promise<string | undefined>

  /**
   * The records of a kind by the UTF-8 bytes of their ids, in pages of about a megabyte, each record read whole and
   * hashed from what was read. A damaged one stands in its place and ends nothing. A record that is not written meanwhile
   * appears exactly once.
   */
  walk(kind: MovedKind, options?: WalkOptions): AsyncIterable<readonly WalkedRecord[]>

  /**
   * These records, read whole and hashed as by `walk`: what is not there is left out, in no set order.
   * @param ids at most 1,000
   */
  read(kind: MovedKind, ids: readonly string[]): Promise<readonly WalkedRecord[]>

  /**
   * What `walk` would read, by id and stamp (`StoreUpkeep.listStamps`), without reading it. Absent where only
   * reading tells.
   */
  stamps?(kind: MovedKind, options?: WalkOptions): AsyncIterable<readonly Stamp[]>

  /** How many records of a kind `walk` would give, cheaply: for a bar, never as a proof. */
  count(kind: MovedKind): Promise<number>

  /** Names each stored piece that does not hold, where it lies; see `StoreUpkeep.examine`. */
  examine(options?: ExamineOptions): AsyncIterable<Damage>
}

export interface WalkOptions {
  /** Begins behind this id. */
  readonly after?: string
  /** How many records the first page may have. Default few: nothing is known then of how large they are. */
  readonly first?: number
  readonly signal?: AbortSignal
}
