import { given } from '../../domain/values/given.ts'
import type { ChatStore, ExamineOptions } from '../../storage/chat-store.ts'
import { openReceipt } from '../receipt/open-receipt.ts'
import type { OpenReceiptOptions, Receipt } from '../receipt/open-receipt.ts'
import type { ReceiptLine } from '../receipt/receipt-lines.ts'
import { refuseForeign } from '../receipt/receipt-problems.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource, WalkOptions } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import type { WalkedRecord } from '../sources/walked-record.ts'
import { batchedReads } from './again/batched-reads.ts'
import { compareRecords, sinceOf } from './compare-records.ts'
import type { ComparedRecords, Since } from './compare-records.ts'
import { damagesOf, stillDamaged } from './damages.ts'
import { DerivedCheck } from './derived/derived-check.ts'
import type { DerivedOptions } from './derived/derived-check.ts'
import { Differences, MOST_LISTED } from './differences.ts'
import type { Difference, KindCount } from './differences.ts'
import { tellErased } from './again/erased-there.ts'
import { lookAgain } from './again/look-again.ts'
import { checkPart, isInPart } from './part.ts'
import type { Part } from './part.ts'
import type { Side, Sides } from './side.ts'
import { notCompared, suspectsOf } from './again/suspects.ts'
import type { Checked } from './again/suspects.ts'

export interface Verification {
  readonly equal: boolean
  /** All that is said is of this part; absent where everything was compared. */
  readonly part?: Part
  readonly kinds: Readonly<Record<string, KindCount>>
  /**
   * The first thousand; `kinds` counts all. Beyond 10,000 records that differ the rest of a kind counts as one that is `not
   * compared`; beyond 10,000 that speak of what is not there the rest is not told.
   */
  readonly differences: readonly Difference[]
  /** Whether `kinds` counts each difference: none was too much to be looked at. */
  readonly isEachCounted: boolean
  /** What is the same on both sides and does not hold together: it was so before, and nothing is lost. */
  readonly unsound: readonly Difference[]
  /** What the target has erased and the source still has, and the tombstones of that: nothing is lost. The first thousand. */
  readonly erased: readonly Difference[]
  /** How many in all. */
  readonly erasedTotal: number
  /** One hash for each side over all of its records, as they were walked. */
  readonly root: { readonly source: string; readonly target: string }
  /** Threads that were searched for by their words, of those that there are; of a side that has lists. */
  readonly searched: { readonly source?: Share; readonly target?: Share }
  /** Of a target in use: what it has alone or otherwise, which is no difference then. */
  readonly since?: Since
  /** What seemed to differ and was looked at again, and how much of it was gone then. */
  readonly again: { readonly looked: number; readonly gone: number }
}

/**
 * Whether both sides have the same: two of which one has erased what the other has are equal, and not that; nor are two of which
 * a part was compared.
 */
export function isSame({
  equal,
  erasedTotal,
  part,
}: Pick<Verification, 'equal' | 'erasedTotal' | 'part'>): boolean {
  return equal && erasedTotal === 0 && part === undefined
}

export interface Share {
  readonly threads: number
  readonly of: number
}

export interface VerifyOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number) => void
  /** The source as a store: then its lists and searches are compared too. */
  readonly fromStore?: ChatStore
  /** Searches for every word of every thread, and reads every list to its end. */
  readonly isDeep?: boolean
  /** Whether threads are searched for by their words. Default true. */
  readonly isSearched?: boolean
  /**
   * Compares this part of the records alone. Of stored bytes those are examined that its records are read from, or are made
   * anew from; not those that none is.
   */
  readonly part?: Part
  /**
   * The target is in use, and asked whether it still holds what the source names: what was added and changed is counted and is no
   * difference. Default false.
   */
  readonly isInUse?: boolean
  /** Milliseconds for which a difference must stand still, so that lag is not taken for loss. Default 5,000. */
  readonly settle?: number
}

export interface VerifyReceiptOptions extends VerifyOptions, OpenReceiptOptions {
  /** Compares also where the receipt names the store by another name, or another store. Default false. */
  readonly elsewhere?: boolean
}

export interface ReceiptVerification extends Verification {
  /** What the receipt says of itself. */
  readonly receipt: Pick<Receipt, 'version' | 'product' | 'finishedAt' | 'signedBy'>
}

const SETTLE = 5000

/**
 * Compares every record of a source and a store, read whole from each; what records owe each other; what the lists, counts and
 * searches of a store answer with what follows from its records; and examines every stored byte of both. What is wrong is
 * named, and does not keep the rest from being compared. What differs is looked at again before it is told.
 *
 * @throws HitCraftError INVALID_INPUT for a part that is none; anything of the two that is not the fault of one record
 */
export function verifySource(
  from: RecordSource,
  to: ChatStore,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { fromStore } = options
  const examine: Side['examine'] = (upkeep) => from.examine(upkeep)
  const source: Side = { name: 'source', records: from, examine, ...given({ store: fromStore }) }
  return verify({ source, ...asTarget(to) }, options)
}

/**
 * Compares every record of a store with the hashes of a receipt: what is changed, missing and there since, also where
 * the source is gone. Of the store its lists and searches are compared too.
 * @throws HitCraftError as `openReceipt` and `verifySource`; CONFLICT for the receipt of another store
 */
export async function verifyReceipt(
  path: string,
  to: ChatStore,
  options: VerifyReceiptOptions = {},
): Promise<ReceiptVerification> {
  const receipt = await openReceipt(path, options)
  if (options.elsewhere !== true) refuseForeign(path, receipt, to)
  const linesOf = async function* (
    kind: MovedKind,
    { after, signal }: WalkOptions = {},
  ): AsyncGenerator<readonly WalkedRecord[]> {
    for await (const line of receipt.lines(kind, after)) {
      signal?.throwIfAborted()
      yield [asRecord(line)]
    }
  }
  const records: Side['records'] = {
    walk: linesOf,
    read: async (kind, ids) => {
      const found: WalkedRecord[] = []
      for await (const line of receipt.find(kind, ids)) found.push(asRecord(line))
      return found
    },
  }
  const compared = await verify({ source: { name: 'source', records }, ...asTarget(to) }, options)
  const { version, product, finishedAt, signedBy } = receipt
  return { ...compared, receipt: { version, ...given({ product, finishedAt, signedBy }) } }
}

/** Of a record that a receipt names its hash is known, of some also the digits of its thread, and no more. */
function asRecord({ thread, ...line }: ReceiptLine): WalkedRecord {
  return { ...line, ...given({ threadDigits: thread }), bytes: 0, value: undefined }
}

function batched(side: Side): Side {
  return { ...side, records: batchedReads(side.records) }
}

function asTarget(store: ChatStore): { target: Side } {
  const source = storeSource(store)
  const examine: Side['examine'] = (upkeep) => source.examine(upkeep)
  return { target: { name: 'target', records: source, examine, store } }
}

/** The whole way: walk both, look at what seems wrong until it stands still, and tell of that. */
async function verify(both: Sides, options: VerifyOptions): Promise<Verification> {
  const { settle = SETTLE, isDeep = false, isSearched = true, part } = options
  if (part !== undefined) checkPart(part)
  const how = { isDeep, isSearched }
  const sides = { source: batched(both.source), target: batched(both.target) }
  const checks = await openChecks(sides, { ...how, ...given({ part }) })
  const compared = await compareRecords(sides, { ...options, checks })
  for (const { check } of checks) await check.finish()
  const examine = () => damagesOf(sides, examinedOf(options))
  const damages = await examine()
  const suspects = await suspectsOf(sides, compared, checks, how)
  const refresh = () => refreshAll(checks)
  const again = await lookAgain(suspects, { settle, refresh, ...given({ signal: options.signal }) })
  const damaged = settle === 0 ? damages : await stillDamaged(damages, examine)
  const { erased, others } = await tellErased(sides, again.differences, compared.goneElsewhere)
  const found = [...others, ...notCompared(compared, checks), ...damaged]
  const { told, since } = counted(compared, found, options)
  return {
    equal: told.total === 0,
    ...given({ part, since }),
    kinds: told.kinds,
    differences: told.first,
    isEachCounted: told.isEachCounted,
    unsound: told.unsound,
    erased: erased.slice(0, MOST_LISTED),
    erasedTotal: erased.length,
    root: compared.root,
    searched: searchedOf(compared, checks),
    again: { looked: suspects.length, gone: again.gone },
  }
}

/** What looks at the derived state of each side that has any. */
async function openChecks(
  { source, target }: Sides,
  how: Omit<DerivedOptions, 'side' | 'store'>,
): Promise<Checked[]> {
  const checks: Checked[] = []
  for (const { name: side, store } of [source, target]) {
    if (store === undefined) continue
    checks.push({ side, store, check: await DerivedCheck.open({ side, store, ...how }) })
  }
  return checks
}

/** Of a part its records are read by the walk, where that reads what lies there. */
function examinedOf({ part, signal }: VerifyOptions): ExamineOptions {
  if (part === undefined) return given({ signal })
  const isWanted: ExamineOptions['isWanted'] = (kind, id) => isInPart(part, kind, id)
  return { ...given({ signal }), isReadElsewhere: true, isWanted }
}

async function refreshAll(checks: readonly Checked[]): Promise<void> {
  for (const { store, check } of checks) {
    await store.refresh()
    await check.truth.renew()
  }
}

/** What is told as a difference, and what of a target in use is only counted. */
function counted(
  { kinds, since: before }: ComparedRecords,
  found: readonly Difference[],
  { isInUse = false }: VerifyOptions,
): { readonly told: Differences; readonly since: Since | undefined } {
  const told = new Differences(kinds)
  const since = { ...before }
  for (const one of found) {
    const as = isInUse ? sinceOf(one) : undefined
    if (as === undefined) told.add(one)
    else since[as]++
  }
  return { told, since: isInUse ? since : undefined }
}

function searchedOf(
  { kinds }: ComparedRecords,
  checks: readonly Checked[],
): Verification['searched'] {
  const searched: { source?: Share; target?: Share } = {}
  for (const { side, check } of checks) {
    searched[side] = { threads: check.searched, of: kinds['threads']?.[side] ?? 0 }
  }
  return searched
}
