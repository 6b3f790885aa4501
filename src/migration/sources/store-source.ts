import { idOfRecord, recordHash } from '../../domain/records.ts'
import type { RecordKind } from '../../domain/records.ts'
import { bodyHashOf, contentHashOf, threadRecordHash } from '../../domain/thread/thread.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { given } from '../../domain/values/given.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, Damage, Stamp } from '../../storage/chat-store.ts'
import { damageOf } from '../../storage/core/damaged.ts'
import { readEach } from '../../storage/read-each.ts'
import type { MovedKind } from './moved-kinds.ts'
import type { RecordSource, WalkOptions } from './record-source.ts'
import type { WalkedRecord } from './walked-record.ts'

const PAGE = 200
const STAMPS = 1000

/** A store as a source. Closing the store is left to whoever opened it. */
export function storeSource(store: ChatStore): Required<RecordSource> {
  return {
    kind: store.kind,
    location: store.location,
    identity: () => store.identity(),
    walk: (kind, options = {}) =>
      kind === 'thread' ? walkThreads(store, options) : walkRecords(store, kind, options),
    read: (kind, ids) =>
      kind === 'thread' ? readThreads(store, ids) : readRecords(store, kind, ids),
    stamps: (kind, options = {}) => listStamps(store, kind, options),
    count: (kind) => (kind === 'thread' ? store.countThreads({}) : store.countRecords(kind)),
    examine: (options) => store.examine(options),
  }
}

/** A store, or anything else that is read, as a source. */
export function sourceOf(from: ChatStore | RecordSource): RecordSource {
  return isSource(from) ? from : storeSource(from)
}

/** Whether it is read as it is; else it is a store. */
export function isSource(from: ChatStore | RecordSource): from is RecordSource {
  return 'walk' in from
}

/**
 * SHA-256 of a thread's whole record. The content hash is computed anew: the one that is stored proves
 * nothing about the messages that were read.
 */
export function threadHash(thread: Thread): string {
  const contentHash = contentHashOf(thread.messages)
  return threadRecordHash(bodyHashOf({ ...thread, contentHash }), thread.asOf)
}

async function* listStamps(
  store: ChatStore,
  kind: MovedKind,
  { after: begin, signal }: WalkOptions,
): AsyncGenerator<readonly Stamp[]> {
  for (let after = begin; ;) {
    signal?.throwIfAborted()
    const page = await store.listStamps(kind, { limit: STAMPS, ...given({ after }) })
    if (page.length > 0) yield page
    if (page.length < STAMPS) return
    after = page.at(-1)?.id
  }
}

async function* walkRecords(
  store: ChatStore,
  kind: RecordKind,
  { after: begin, signal }: WalkOptions,
): AsyncGenerator<readonly WalkedRecord[]> {
  let after = begin
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

/** By what is stored and not by what lists say, so that a stale or spoiled row hides no thread. */
async function* walkThreads(
  store: ChatStore,
  { after: begin, signal }: WalkOptions,
): AsyncGenerator<readonly WalkedRecord[]> {
  for (let after = begin; ;) {
    signal?.throwIfAborted()
    const stamps = await store.listStamps('thread', { limit: PAGE, ...given({ after }) })
    const ids = stamps.map(({ id }) => id)
    if (ids.length > 0) yield await readThreads(store, ids)
    if (ids.length < PAGE) return
    after = ids.at(-1)
  }
}

/** In the order of the ids; one that was erased meanwhile is gone, which is what was asked for. */
async function readThreads(store: ChatStore, ids: readonly string[]): Promise<WalkedRecord[]> {
  const { threads, damaged } = await readEach(store, ids)
  return ids.flatMap((id): WalkedRecord[] => {
    const spoiled = damaged.get(id)
    if (spoiled !== undefined) return [{ kind: 'thread', id, damage: spoiled.damage }]
    const value = threads.get(id)
    return value === undefined ? [] : [{ kind: 'thread', id, hash: threadHash(value), value }]
  })
}

async function readRecords(
  store: ChatStore,
  kind: RecordKind,
  ids: readonly string[],
): Promise<WalkedRecord[]> {
  const read = await Promise.all(ids.map((id) => readRecord(store, kind, id)))
  return read.flatMap((record) => record ?? [])
}

async function readRecord(
  store: ChatStore,
  kind: RecordKind,
  id: string,
): Promise<WalkedRecord | undefined> {
  try {
    const value = await store.getRecord(kind, id)
    return value === undefined ? undefined : { kind, id, hash: recordHash(value), value }
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
    const { place, problem } = damageOf(error) ?? { place: store.location, problem: error.message }
    const damage: Damage = { kind, id, place, problem }
    return { kind, id, damage }
  }
}
