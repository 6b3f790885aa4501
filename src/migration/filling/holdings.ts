import type { MigrationRecord } from '../../domain/migration-record.ts'
import { RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import type { ChatStore, Stamp } from '../../storage/chat-store.ts'
import { MOVED_KINDS } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import { storeSource } from '../sources/store-source.ts'

/**
 * Kinds of which a migration must know who wrote what is there. Two states of a thread tell that themselves, and
 * two tombstones of one id say the same.
 */
export const HELD_KINDS: readonly RecordKind[] = MOVED_KINDS.flatMap((kind) =>
  kind === 'thread' || RECORD_KINDS[kind].moves === 'before threads' ? [] : [kind],
)

function isHeld(kind: MovedKind): kind is RecordKind {
  return HELD_KINDS.some((held) => held === kind)
}

const SUM_BITS = 256
/** Pages that were being written of which any may have come; more are never under way. */
const MOST_BEGUN = 8

/** Sums of stamps by kind. */
export type Sums = ReadonlyMap<MovedKind, bigint>

/** What a mark keeps of them. */
type Kept = Pick<MigrationRecord, 'held' | 'writing'>

/** What a stamp adds to the sum. What has none does not hold, and is as good as changed. */
export function weightOf(stamp: string): bigint {
  return BigInt(`0x${stamp === '' ? '1' : stamp}`)
}

/** A page of stamps as it was listed. */
interface ListedPage {
  readonly last: string
  readonly sum: bigint
}

function asListed(page: readonly Stamp[]): ListedPage {
  const sum = page.reduce((all, { stamp }) => all + weightOf(stamp), 0n)
  return { last: page.at(-1)?.id ?? '', sum }
}

async function listed(store: ChatStore, kind: RecordKind): Promise<ListedPage[]> {
  return Array.fromAsync(storeSource(store).stamps(kind), asListed)
}

/** One number of all that was listed: the sum of the stamps, so that the order is of no matter. */
function sumOf(pages: readonly ListedPage[]): bigint {
  return cut(pages.reduce((all, { sum }) => all + sum, 0n))
}

/** What a store was found to hold, and the pages in which it was listed. */
export interface Stock {
  readonly sums: Sums
  readonly pages: ReadonlyMap<MovedKind, readonly ListedPage[]>
}

export async function stockOf(store: ChatStore): Promise<Stock> {
  const pages = new Map<MovedKind, readonly ListedPage[]>()
  for (const kind of HELD_KINDS) pages.set(kind, await listed(store, kind))
  return { pages, sums: new Map([...pages].map(([kind, of]) => [kind, sumOf(of)])) }
}

/** Of a store that holds nothing. */
export const EMPTY: Stock = {
  sums: new Map(HELD_KINDS.map((kind) => [kind, 0n])),
  pages: new Map(HELD_KINDS.map((kind) => [kind, []])),
}

export async function holdingsOf(store: ChatStore): Promise<Sums> {
  return (await stockOf(store)).sums
}

/** Whether a store that holds these sums holds what a mark says, with or without each page that was being written. */
export function isAsKept(sums: Sums, { held, writing }: Kept): boolean {
  return HELD_KINDS.every((kind) => {
    const known = held[kind]
    const begun = (writing?.[kind] ?? []).map((text) => BigInt(`0x${text}`))
    if (known === undefined || begun.length > MOST_BEGUN) return false
    const reached = begun.reduce<bigint[]>(
      (all, change) => all.concat(all.map((sum) => cut(sum + change))),
      [BigInt(`0x${known}`)],
    )
    return reached.includes(sums.get(kind) ?? 0n)
  })
}

/** What a store must hold while a migration alone writes to it: what it held, and what each write was to change. */
export class Holdings {
  readonly #sums: Map<MovedKind, bigint>
  readonly #begun: { readonly kind: MovedKind; readonly change: bigint }[] = []
  /** Of the kind that was asked for last, and not yet listed again. */
  #ahead: ListedPage[] = []
  /** Kinds that were listed before and not written since: they need not be listed to be watched. */
  readonly #seen: Map<MovedKind, readonly ListedPage[]>

  /** @param stock of the kinds of which is known who wrote them */
  constructor({ sums, pages }: Partial<Stock> = {}) {
    this.#sums = new Map(sums)
    this.#seen = new Map(pages)
  }

  /** A write begins. @param change what it is to add to the sum of the kind; undefined where nobody knows */
  begin(kind: MovedKind, change: bigint | undefined): void {
    this.#seen.delete(kind)
    if (change === undefined) this.#sums.delete(kind)
    else if (this.#sums.has(kind)) this.#begun.push({ kind, change })
  }

  /** It has ended. @param isDone whether it changed what it was to change */
  end(kind: MovedKind, change: bigint | undefined, isDone: boolean): void {
    const at = this.#begun.findIndex((one) => one.kind === kind && one.change === change)
    if (at !== -1) this.#begun.splice(at, 1)
    const sum = this.#sums.get(kind)
    if (!isDone) this.#sums.delete(kind)
    else if (sum !== undefined) this.#sums.set(kind, cut(sum + (change ?? 0n)))
  }

  /**
   * Lists what is there of a kind, if it was not listed yet.
   * @returns whether that is what it must be; what is there counts from here on
   */
  async watch(store: ChatStore, kind: MovedKind): Promise<boolean> {
    const seen = this.#seen.get(kind)
    this.#seen.delete(kind)
    this.#ahead = []
    if (!isHeld(kind)) return true
    if (seen !== undefined && this.#sums.has(kind)) {
      this.#ahead = [...seen]
      return true
    }
    this.#ahead = await listed(store, kind)
    const sum = sumOf(this.#ahead)
    const isStill = this.#sums.get(kind) === sum
    this.#sums.set(kind, sum)
    return isStill
  }

  /**
   * Whether the next page of a list is as {@link watch} found it. Writes to records that were listed before it do not change it.
   * @param page empty behind the last
   */
  isAsWatched(kind: MovedKind, page: readonly Stamp[]): boolean {
    if (!isHeld(kind)) return true
    if (page.length === 0) return this.#ahead.length === 0
    const before = this.#ahead.shift()
    const now = asListed(page)
    return before?.last === now.last && before.sum === now.sum
  }

  /** Nobody knows any more what there must be of a kind. */
  forget(kind: MovedKind): void {
    this.#sums.delete(kind)
  }

  /** Whether a store holds of every kind what it must. */
  async areStill(store: ChatStore): Promise<boolean> {
    const sums = await holdingsOf(store)
    return HELD_KINDS.every((kind) => this.#sums.get(kind) === sums.get(kind))
  }

  /** Whether the sum of a kind is known. */
  has(kind: MovedKind): boolean {
    return this.#sums.has(kind)
  }

  /** Counts on these sums. */
  expect(sums: Sums): void {
    for (const [kind, sum] of sums) this.#sums.set(kind, sum)
  }

  /** Looks what is there of the kinds of which nobody knows. */
  async takeStock(store: ChatStore): Promise<void> {
    for (const kind of HELD_KINDS) {
      if (!this.#sums.has(kind)) this.#sums.set(kind, sumOf(await listed(store, kind)))
    }
  }

  get kept(): Required<Kept> {
    const held: Record<string, string> = {}
    for (const [kind, sum] of this.#sums) held[kind] = sum.toString(16)
    const writing: Record<string, string[]> = {}
    for (const { kind, change } of this.#begun)
      (writing[kind] ??= []).push(cut(change).toString(16))
    return { held, writing }
  }
}

export function cut(sum: bigint): bigint {
  return BigInt.asUintN(SUM_BITS, sum)
}
