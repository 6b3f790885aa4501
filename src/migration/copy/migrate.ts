import { given } from '../../domain/values/given.ts'
import type { ChatStore, Damage } from '../../storage/chat-store.ts'
import { Filling } from './filling.ts'
import type { Found } from './filling.ts'
import { eraseBuried } from './erase-buried.ts'
import type { EraseBuriedOptions } from './erase-buried.ts'
import type { KeyObject } from 'node:crypto'
import { ReceiptWriter } from '../receipt/receipt-writer.ts'
import { RootHash } from '../receipt/root-hash.ts'
import { MOVED_KINDS, pluralOf } from '../sources/moved-kinds.ts'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { RecordSource } from '../sources/record-source.ts'
import { storeSource } from '../sources/store-source.ts'
import { isWhole, recordsIn, threadsIn } from '../sources/walked-record.ts'
import type { WholeRecord } from '../sources/walked-record.ts'

export interface MigrateOptions extends Pick<EraseBuriedOptions, 'erase'> {
  /** Count what would be copied; write nothing. */
  readonly dryRun?: boolean
  /** Where to write the receipt. */
  readonly receipt?: string
  /** Signs the receipt (Ed25519). */
  readonly signKey?: KeyObject
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

/** Counts by kind (plural names). */
export interface Migration {
  /** Written to the target, read back and equal by hash. */
  readonly copied: Readonly<Record<string, number>>
  /** Already there and equal. */
  readonly unchanged: Readonly<Record<string, number>>
  /** There in another state: a thread was merged, so nothing is lost, but the target differs. */
  readonly conflicts: Readonly<Record<string, number>>
  /** Not equal after writing, or refused because it was erased in the target. */
  readonly failed: Readonly<Record<string, number>>
  /** Threads of the target that were erased at the source, and so now there too; of a dry run, that would be. */
  readonly erased: number
  /** What of the source does not hold, and so was not copied; the counts are of the rest. */
  readonly damaged: readonly Damage[]
  readonly receipt?: string
  readonly root: { readonly source: string; readonly target: string }
}

/**
 * Copies every record of every kind into another store and reads each one back: it counts as copied only
 * if the SHA-256 of what was read equals that of the source. Runs again from any state: what is there and
 * equal is not written a second time, which is how an interrupted migration resumes. What was erased at the
 * source is erased in the target; a damaged record is named, and the rest goes on.
 */
export async function migrate(
  from: RecordSource,
  to: ChatStore,
  options: MigrateOptions = {},
): Promise<Migration> {
  const filling = options.dryRun === true ? undefined : await Filling.begin(from, to)
  let writer: ReceiptWriter | undefined
  try {
    if (options.receipt !== undefined && filling !== undefined) {
      const sides = { source: from, target: to, ...given({ signKey: options.signKey }) }
      writer = await ReceiptWriter.open(options.receipt, sides)
    }
    const moved = await copyAll(from, to, options, { writer, filling })
    await filling?.finish(foundOf(moved))
    return moved
  } catch (error) {
    await writer?.discard()
    throw error
  } finally {
    await filling?.end()
  }
}

async function copyAll(
  from: RecordSource,
  to: ChatStore,
  options: MigrateOptions,
  { writer, filling }: { writer: ReceiptWriter | undefined; filling: Filling | undefined },
): Promise<Migration> {
  const counts = { copied: zeros(), unchanged: zeros(), conflicts: zeros(), failed: zeros() }
  const roots = { source: new RootHash(), target: new RootHash() }
  const damaged = new Map<string, Damage>()
  const note = (damage: Damage) => {
    const { kind, id, place } = damage
    const name = JSON.stringify([kind, id ?? place])
    if (!damaged.has(name)) damaged.set(name, damage)
  }
  const isDry = options.dryRun === true
  const total = await countAll(from)
  let done = 0
  let erased = 0
  for (const kind of MOVED_KINDS) {
    const name = pluralOf(kind)
    const count = (outcome: keyof typeof counts) => {
      counts[outcome][name] = (counts[outcome][name] ?? 0) + 1
    }
    for await (const walked of from.walk(kind, signalOf(options))) {
      const page = walked.filter(isWhole)
      for (const record of walked) {
        if (!isWhole(record)) note(record.damage)
      }
      const before = await readBack(to, kind, page)
      const missing = page.filter((record) => before.get(record.id) !== record.hash)
      if (missing.length > 0 && filling !== undefined) {
        await filling.writes()
        await write(to, kind, missing)
      }
      const after = missing.length > 0 && !isDry ? await readBack(to, kind, missing) : before
      for (const record of page) {
        roots.source.add(record)
        const was = before.get(record.id)
        const is = was === record.hash ? was : after.get(record.id)
        if (is !== undefined) roots.target.add({ ...record, hash: is })
        count(outcomeOf(record.hash, was, is, isDry))
      }
      await writer?.add(page)
      done += walked.length
      options.onProgress?.(done, total)
    }
    if (kind !== 'tombstone') continue
    await filling?.writes()
    erased = await eraseBuried(from, to, options)
    // An erasure leaves tombstones of its own moment; those of the source count.
    if (erased > 0 && !isDry) await writeAgain(from, to, options)
  }
  for await (const damage of from.examine(signalOf(options))) note(damage)
  const root = { source: roots.source.digest(), target: roots.target.digest() }
  await writer?.finish(root)
  const receipt = writer === undefined ? {} : { receipt: options.receipt ?? '' }
  return { ...counts, erased, damaged: [...damaged.values()], ...receipt, root }
}

/** What the mark in the target keeps of a pass. */
function foundOf({ failed, damaged, ...counts }: Migration): Found {
  const { copied, unchanged, conflicts } = counts
  const sum = (kind: string) =>
    [copied, unchanged, conflicts, failed].reduce((n, of) => n + (of[kind] ?? 0), 0)
  const refused = Object.values(failed).reduce((n, of) => n + of, 0)
  return {
    records: Object.fromEntries(Object.keys(copied).map((kind) => [kind, sum(kind)])),
    gaps: damaged.length + refused,
  }
}

async function writeAgain(
  from: RecordSource,
  to: ChatStore,
  options: MigrateOptions,
): Promise<void> {
  for await (const walked of from.walk('tombstone', signalOf(options))) {
    const page = walked.filter(isWhole)
    const there = await readBack(to, 'tombstone', page)
    const changed = page.filter(({ id, hash }) => there.get(id) !== hash)
    if (changed.length > 0) await write(to, 'tombstone', changed)
  }
}

function signalOf({ signal }: MigrateOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}

function outcomeOf(wanted: string, was: string | undefined, is: string | undefined, dry: boolean) {
  if (was === wanted) return 'unchanged'
  if (was !== undefined && (dry || is !== wanted)) return 'conflicts'
  return dry || is === wanted ? 'copied' : 'failed'
}

/** Whether everything of the source that is whole is in the target, equal by hash. */
export function isComplete({ conflicts, failed }: Migration): boolean {
  const bad = [conflicts, failed].flatMap((counts) => Object.values(counts))
  return bad.every((n) => n === 0)
}

async function write(to: ChatStore, kind: MovedKind, page: readonly WholeRecord[]): Promise<void> {
  if (kind === 'thread') {
    await to.mergeThreads(threadsIn(page))
    return
  }
  await to.putRecords(kind, recordsIn(kind, page))
}

/** The hashes under which the target holds these records now. */
async function readBack(
  to: ChatStore,
  kind: MovedKind,
  page: readonly WholeRecord[],
): Promise<ReadonlyMap<string, string>> {
  // A damaged one is written again, which repairs it.
  const there = await storeSource(to).read(
    kind,
    page.map(({ id }) => id),
  )
  return new Map(there.filter(isWhole).map(({ id, hash }) => [id, hash]))
}

async function countAll(source: RecordSource): Promise<number> {
  let total = 0
  for (const kind of MOVED_KINDS) total += await source.count(kind)
  return total
}

function zeros(): Record<string, number> {
  return Object.fromEntries(MOVED_KINDS.map((kind) => [pluralOf(kind), 0]))
}
