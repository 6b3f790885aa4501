import type { RecordKind } from '../../domain/records.ts'
import { given } from '../../domain/values/given.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore, Damage, Stamp } from '../../storage/chat-store.ts'
import { damageOf } from '../../storage/core/damaged.ts'
import { Pace } from '../../storage/core/upkeep/pace.ts'
import { readEach } from '../../storage/read-each.ts'
import { BatchSize, FIRST } from './batch-size.ts'
import type { MovedKind } from './moved-kinds.ts'
import { BatchReader } from './read-in-batches.ts'
import type { RecordSource, WalkOptions } from './record-source.ts'
import { bytesOf } from './walked-record.ts'
import type { WalkedRecord } from './walked-record.ts'
import { wholeRecord, wholeThread } from './whole-record.ts'

const PAGE = 200
const STAMPS = 1000

/**
 * A store as a source. Closing the store is left to whoever opened it. A store that answers without waiting would keep the
 * process from all else for as long as it is read (its timers, Ctrl-C), so the process gets its turn between pages.
 */
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

async function* listStamps(
  store: ChatStore,
  kind: MovedKind,
  { after: begin, signal }: WalkOptions,
): AsyncGenerator<readonly Stamp[]> {
  const pace = new Pace()
  for (let after = begin; ;) {
    await pace.rest()
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
  { after: begin, first, signal }: WalkOptions,
): AsyncGenerator<readonly WalkedRecord[]> {
  const size = new BatchSize(PAGE, first)
  const pace = new Pace()
  let after = begin
  for (;;) {
    await pace.rest()
    signal?.throwIfAborted()
    const page: WalkedRecord[] = []
    const records = await store.listRecords(kind, {
      limit: size.records,
      ...(after === undefined ? {} : { after }),
      onDamage: (damage) => page.push({ kind, id: damage.id ?? '', damage }),
    })
    for (const value of records) page.push(wholeRecord(kind, value))
    if (page.length === 0) return
    page.sort((a, b) => compareIds(a.id, b.id))
    size.note(
      page.length,
      page.reduce((sum, record) => sum + bytesOf(record), 0),
    )
    after = page.at(-1)?.id
    yield page
  }
}

/** By what is stored and not by what lists say, so that a stale or spoiled row hides no thread. */
async function* walkThreads(
  store: ChatStore,
  { after: begin, first = FIRST, signal }: WalkOptions,
): AsyncGenerator<readonly WalkedRecord[]> {
  const reader = new BatchReader({ read: (_kind, ids) => readThreads(store, ids) })
  const pace = new Pace()
  let most = first
  for (let after = begin; ;) {
    const stamps = await store.listStamps('thread', { limit: PAGE, ...given({ after }) })
    for (let ids = stamps.map(({ id }) => id); ids.length > 0;) {
      await pace.rest()
      signal?.throwIfAborted()
      const batch = await reader.next('thread', ids, most)
      most = Math.min(PAGE, most * 2)
      ids = ids.slice(batch.ids.length)
      if (batch.records.length > 0) yield batch.records
    }
    if (stamps.length < PAGE) return
    after = stamps.at(-1)?.id
  }
}

/** In the order of the ids; one that was erased meanwhile is gone, which is what was asked for. */
async function readThreads(store: ChatStore, ids: readonly string[]): Promise<WalkedRecord[]> {
  const { threads, damaged } = await readEach(store, ids)
  return ids.flatMap((id): WalkedRecord[] => {
    const spoiled = damaged.get(id)
    if (spoiled !== undefined) return [{ kind: 'thread', id, damage: spoiled.damage }]
    const value = threads.get(id)
    return value === undefined ? [] : [wholeThread(value)]
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
    return value === undefined ? undefined : wholeRecord(kind, value)
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
    const { place, problem } = damageOf(error) ?? { place: store.location, problem: error.message }
    const damage: Damage = { kind, id, place, problem }
    return { kind, id, damage }
  }
}
