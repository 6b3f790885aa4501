import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { given } from '../../domain/values/given.ts'
import { isJsonObject } from '../../domain/values/json.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { openReceipt } from '../receipt/open-receipt.ts'
import type { OpenReceiptOptions, Receipt } from '../receipt/open-receipt.ts'
import { refuseForeign } from '../receipt/receipt-problems.ts'
import { RootHash } from '../receipt/root-hash.ts'
import { joinWalks } from '../sources/join-walks.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole } from '../sources/walked-record.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'

export interface Difference {
  /** Plural name of the kind; `store` for a stored piece that is of no one kind. */
  readonly kind: string
  readonly id: string
  /** The first members that differ, by name; empty where the record is missing or only hashes are known. */
  readonly field: string
  readonly problem:
    | 'missing in target'
    | 'only in target'
    | 'differs'
    | 'damaged in source'
    | 'damaged in target'
  /** Of a damaged one: where it lies and what is wrong. */
  readonly place?: string
}

export interface Verification {
  readonly equal: boolean
  readonly kinds: Readonly<
    Record<
      string,
      { readonly source: number; readonly target: number; readonly differences: number }
    >
  >
  /** The first thousand; `kinds` counts all. */
  readonly differences: readonly Difference[]
  /** One hash for each side over all of its records. */
  readonly root: { readonly source: string; readonly target: string }
}

export interface VerifyOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number) => void
}

export interface VerifyReceiptOptions extends VerifyOptions, OpenReceiptOptions {
  /** Compares also where the receipt names the store by another name, or another store. Default false. */
  readonly elsewhere?: boolean
}

export interface ReceiptVerification extends Verification {
  /** What the receipt says of itself. */
  readonly receipt: Pick<Receipt, 'version' | 'product' | 'finishedAt' | 'signedBy'>
}

const MOST_LISTED = 1000

/**
 * Compares every record of a source and a store, read whole from each, and examines every stored byte of both. What is
 * damaged is a difference, and does not keep the rest from being compared.
 */
export function verifySource(
  from: RecordSource,
  to: ChatStore,
  options: VerifyOptions = {},
): Promise<Verification> {
  return compare((kind) => from.walk(kind, signalOf(options)), { from, to }, options)
}

/**
 * Compares every record of a store with the hashes of a receipt: what is changed, missing and there since, also where
 * the source is gone.
 * @throws HitCraftError as `openReceipt`; CONFLICT for the receipt of another store
 */
export async function verifyReceipt(
  path: string,
  to: ChatStore,
  options: VerifyReceiptOptions = {},
): Promise<ReceiptVerification> {
  const receipt = await openReceipt(path, options)
  if (options.elsewhere !== true) refuseForeign(path, receipt, to)
  const walk = async function* (kind: MovedKind): AsyncGenerator<readonly WalkedRecord[]> {
    for await (const line of receipt.lines(kind)) yield [{ ...line, value: undefined }]
  }
  const { version, product, finishedAt, signedBy } = receipt
  const told = { version, ...given({ product, finishedAt, signedBy }) }
  return { ...(await compare(walk, { to }, options)), receipt: told }
}

async function compare(
  walk: (kind: MovedKind) => AsyncIterable<readonly WalkedRecord[]>,
  { from, to }: { readonly from?: RecordSource; readonly to: ChatStore },
  options: VerifyOptions,
): Promise<Verification> {
  const kinds: Record<string, { source: number; target: number; differences: number }> = {}
  const differences = new Differences(kinds)
  const source = new RootHash()
  const target = new RootHash()
  let done = 0
  for (const kind of MOVED_KINDS) {
    const name = pluralOf(kind)
    const count = { source: 0, target: 0, differences: 0 }
    kinds[name] = count
    for await (const { left, right } of joinWalks(
      walk(kind),
      storeSource(to).walk(kind, signalOf(options)),
    )) {
      if (left !== undefined) count.source++
      if (left !== undefined && isWhole(left)) source.add(left)
      if (right !== undefined) count.target++
      if (right !== undefined && isWhole(right)) target.add(right)
      for (const difference of differencesOf(name, left, right)) differences.add(difference)
      options.onProgress?.(++done)
    }
  }
  const upkeep = signalOf(options)
  for (const [store, problem] of [
    [from, 'damaged in source'],
    [to, 'damaged in target'],
  ] as const) {
    if (store === undefined) continue
    for await (const { kind, id = '', place, problem: what } of store.examine(upkeep)) {
      const name = kind === 'store' ? kind : pluralOf(kind)
      differences.add({ kind: name, id, field: '', problem, place: `${place}: ${what}` })
    }
  }
  const root = { source: source.digest(), target: target.digest() }
  const equal = root.source === root.target && differences.total === 0
  return { equal, kinds, differences: differences.first, root }
}

function signalOf({ signal }: VerifyOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}

/** Differences, each counted once, though a damaged record is met by the walk and by the examination. */
class Differences {
  readonly first: Difference[] = []
  total = 0
  readonly #kinds: Record<string, { source: number; target: number; differences: number }>
  readonly #damaged = new Set<string>()

  constructor(kinds: Record<string, { source: number; target: number; differences: number }>) {
    this.#kinds = kinds
  }

  add(difference: Difference): void {
    const { kind, id, problem, place } = difference
    if (problem.startsWith('damaged')) {
      const name = JSON.stringify([problem, kind, id === '' ? place : id])
      if (this.#damaged.has(name)) return
      this.#damaged.add(name)
    }
    this.total++
    const count = (this.#kinds[kind] ??= { source: 0, target: 0, differences: 0 })
    count.differences++
    if (this.first.length < MOST_LISTED) this.first.push(difference)
  }
}

function differencesOf(
  kind: string,
  left: WalkedRecord | undefined,
  right: WalkedRecord | undefined,
): Difference[] {
  const id = left?.id ?? right?.id ?? ''
  const damages = [left, right].flatMap((record, side): Difference[] =>
    record === undefined || isWhole(record)
      ? []
      : [
          {
            kind,
            id,
            field: '',
            problem: side === 0 ? 'damaged in source' : 'damaged in target',
            place: `${record.damage.place}: ${record.damage.problem}`,
          },
        ],
  )
  if (damages.length > 0) return damages
  if (right === undefined) return [{ kind, id, field: '', problem: 'missing in target' }]
  if (left === undefined) return [{ kind, id, field: '', problem: 'only in target' }]
  if (!isWhole(left) || !isWhole(right) || left.hash === right.hash) return []
  return [{ kind, id, field: differingFields(left.value, right.value), problem: 'differs' }]
}

function differingFields(a: unknown, b: unknown): string {
  if (!isJsonObject(a) || !isJsonObject(b)) return ''
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return names.filter((name) => memberText(a[name]) !== memberText(b[name])).join(', ')
}

function memberText(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value)
}
