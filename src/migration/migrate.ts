import { HitCraftError } from '../errors/hitcraft-error.ts'
import { recordHash } from '../domain/records.ts'
import type { RecordKind, RecordTypes } from '../domain/records.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { ReceiptWriter, RootHash } from './receipt.ts'
import { KIND_NAMES, MOVED_KINDS, threadHash, walkPages } from './record-walk.ts'
import type { MovedKind, WalkedRecord } from './record-walk.ts'

export interface MigrateOptions {
  /** Count what would be copied; write nothing. */
  readonly dryRun?: boolean
  /** Where to write the receipt. */
  readonly receipt?: string
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
  readonly receipt?: string
  readonly root: { readonly source: string; readonly target: string }
}

/**
 * Copies every record of every kind into another store and reads each one back: it counts as copied only
 * if the SHA-256 of what was read equals that of the source. Runs again from any state: what is there and
 * equal is not written a second time, which is how an interrupted migration resumes.
 */
export async function migrate(
  from: ChatStore,
  to: ChatStore,
  options: MigrateOptions = {},
): Promise<Migration> {
  const counts = { copied: zeros(), unchanged: zeros(), conflicts: zeros(), failed: zeros() }
  const roots = { source: new RootHash(), target: new RootHash() }
  const total = await countAll(from)
  const writer =
    options.receipt === undefined || options.dryRun === true
      ? undefined
      : new ReceiptWriter(options.receipt, { source: from.location, target: to.location })
  let done = 0
  for (const kind of MOVED_KINDS) {
    const name = KIND_NAMES[kind]
    for await (const page of walkPages(from, kind, options.signal)) {
      const before = await readBack(to, kind, page)
      const missing = page.filter((record) => before.get(record.id) !== record.hash)
      if (missing.length > 0 && options.dryRun !== true) await write(to, kind, missing)
      const after =
        missing.length > 0 && options.dryRun !== true ? await readBack(to, kind, missing) : before
      for (const record of page) {
        roots.source.add(record)
        const was = before.get(record.id)
        const is = was === record.hash ? was : after.get(record.id)
        if (is !== undefined) roots.target.add({ ...record, hash: is })
        const outcome = outcomeOf(record.hash, was, is, options.dryRun === true)
        counts[outcome][name] = (counts[outcome][name] ?? 0) + 1
      }
      await writer?.add(page)
      done += page.length
      options.onProgress?.(done, total)
    }
  }
  const root = { source: roots.source.digest(), target: roots.target.digest() }
  await writer?.finish(root)
  return { ...counts, ...(writer === undefined ? {} : { receipt: options.receipt ?? '' }), root }
}

function outcomeOf(wanted: string, was: string | undefined, is: string | undefined, dry: boolean) {
  if (was === wanted) return 'unchanged'
  if (was !== undefined && (dry || is !== wanted)) return 'conflicts'
  return dry || is === wanted ? 'copied' : 'failed'
}

/** Whether everything of the source is in the target, equal by hash. */
export function isComplete(migration: Migration): boolean {
  const bad = [migration.conflicts, migration.failed].flatMap((counts) => Object.values(counts))
  return bad.every((n) => n === 0)
}

async function write(to: ChatStore, kind: MovedKind, page: readonly WalkedRecord[]): Promise<void> {
  if (kind === 'thread') {
    await to.mergeThreads(page.map(({ value }) => value as Thread))
    return
  }
  await putAll(to, kind, page)
}

function putAll(to: ChatStore, kind: RecordKind, page: readonly WalkedRecord[]): Promise<void> {
  return to.putRecords(
    kind,
    page.map(({ value }) => value as RecordTypes[RecordKind]),
  )
}

/** The hashes under which the target holds these records now. */
async function readBack(
  to: ChatStore,
  kind: MovedKind,
  page: readonly WalkedRecord[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  if (kind === 'thread') {
    for (const thread of await to.getThreads(page.map(({ id }) => id))) {
      if (thread !== undefined) hashes.set(thread.id, threadHash(thread))
    }
    return hashes
  }
  const records = await Promise.all(page.map(({ id }) => to.getRecord(kind, id)))
  for (const [index, { id }] of page.entries()) {
    const record = records[index]
    if (record !== undefined) hashes.set(id, recordHash(record))
  }
  return hashes
}

async function countAll(store: ChatStore): Promise<number> {
  let total = 0
  for (const kind of MOVED_KINDS) {
    total += kind === 'thread' ? await store.countThreads({}) : await store.countRecords(kind)
  }
  return total
}

function zeros(): Record<string, number> {
  return Object.fromEntries(Object.values(KIND_NAMES).map((name) => [name, 0]))
}

/** @throws HitCraftError INVALID_INPUT when both names are of one store: nothing would be proved. */
export function refuseSameStore(from: ChatStore, to: ChatStore): void {
  if (from.kind === to.kind && from.kind !== 'memory' && from.location === to.location) {
    throw new HitCraftError('INVALID_INPUT', 'source and target are the same store')
  }
}
