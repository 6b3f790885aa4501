import { compareIds } from '../domain/values/ids.ts'
import { ALL_KINDS, idOfRecord, RECORD_KINDS, recordHash } from '../domain/records.ts'
import type { RecordKind, RecordTypes } from '../domain/records.ts'
import { bodyHashOf, contentHashOf, threadRecordHash } from '../domain/thread/thread.ts'
import type { Thread } from '../domain/thread/thread.ts'
import type { ChatStore, Damage } from '../storage/chat-store.ts'
import { readEach } from '../storage/read-each.ts'
import { idPages } from '../storage/walk.ts'

export type MovedKind = 'thread' | RecordKind

/** What a migration moves, in this order: threads before what speaks of them, tombstones first. */
export const MOVED_KINDS: readonly MovedKind[] = [
  ...ALL_KINDS.filter((kind) => RECORD_KINDS[kind].moves === 'before threads'),
  'thread',
  ...ALL_KINDS.filter((kind) => RECORD_KINDS[kind].moves === 'after threads'),
]

/** The name of a kind in documents, plural. */
export function pluralOf(kind: MovedKind): string {
  return kind === 'thread' ? 'threads' : RECORD_KINDS[kind].plural
}

/** One record with its hash, read back from a store, or what is wrong with it. */
export type WalkedRecord = WholeRecord | DamagedRecord

export interface WholeRecord {
  readonly kind: MovedKind
  readonly id: string
  readonly hash: string
  readonly value: unknown
}

export interface DamagedRecord {
  readonly kind: MovedKind
  readonly id: string
  readonly damage: Damage
}

export function isWhole(record: WalkedRecord): record is WholeRecord {
  return !('damage' in record)
}

/** The threads of a page of them. */
export function threadsIn(page: readonly WholeRecord[]): Thread[] {
  return page.map(({ value }) => value as Thread)
}

/** The records of a page of that kind. */
export function recordsIn<K extends RecordKind>(
  _kind: K,
  page: readonly WholeRecord[],
): RecordTypes[K][] {
  return page.map(({ value }) => value as RecordTypes[K])
}

const PAGE = 200

/**
 * SHA-256 of a thread's whole record. The content hash is computed anew: the one that is stored proves
 * nothing about the messages that were read.
 */
export function threadHash(thread: Thread): string {
  const contentHash = contentHashOf(thread.messages)
  return threadRecordHash(bodyHashOf({ ...thread, contentHash }), thread.asOf)
}

/**
 * All records of a kind by the UTF-8 bytes of their ids, in pages, each read whole and hashed. A damaged one
 * stands in its place and ends nothing.
 */
export async function* walkPages(
  store: ChatStore,
  kind: MovedKind,
  signal?: AbortSignal,
): AsyncGenerator<readonly WalkedRecord[]> {
  if (kind === 'thread') {
    yield* walkThreads(store, signal)
    return
  }
  let after: string | undefined
  for (;;) {
    signal?.throwIfAborted()
    const page: WalkedRecord[] = []
    const records = await store.listRecords(kind, {
      limit: PAGE,
      ...(after === undefined ? {} : { after }),
      onDamage: (damage) => page.push({ kind, id: damage.id ?? '', damage }),
    })
    for (const value of records) {
      page.push({ kind, id: idOfRecord(kind, value), hash: recordHash(value), value })
    }
    if (page.length === 0) return
    page.sort((a, b) => compareIds(a.id, b.id))
    yield page
    after = page.at(-1)?.id
  }
}

async function* walkThreads(
  store: ChatStore,
  signal?: AbortSignal,
): AsyncGenerator<readonly WalkedRecord[]> {
  for await (const ids of idPages(store, {}, PAGE)) {
    signal?.throwIfAborted()
    const { threads, damaged } = await readEach(store, ids)
    yield ids.flatMap((id): WalkedRecord[] => {
      const spoiled = damaged.get(id)
      if (spoiled !== undefined) return [{ kind: 'thread', id, damage: spoiled.damage }]
      const value = threads.get(id)
      // One that was erased between the list and the read is gone, which is what was asked for.
      return value === undefined ? [] : [{ kind: 'thread', id, hash: threadHash(value), value }]
    })
  }
}

/** The records of two ordered walks side by side, joined by id. */
export async function* joinWalks(
  left: AsyncIterable<readonly WalkedRecord[]>,
  right: AsyncIterable<readonly WalkedRecord[]>,
): AsyncGenerator<{ left?: WalkedRecord; right?: WalkedRecord }> {
  const a = flatten(left)
  const b = flatten(right)
  let x = await a.next()
  let y = await b.next()
  while (!x.done || !y.done) {
    const order = x.done ? 1 : y.done ? -1 : compareIds(x.value.id, y.value.id)
    const pair = {
      ...(order <= 0 && !x.done ? { left: x.value } : {}),
      ...(order >= 0 && !y.done ? { right: y.value } : {}),
    }
    yield pair
    if (order <= 0) x = await a.next()
    if (order >= 0) y = await b.next()
  }
}

async function* flatten<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page
}
