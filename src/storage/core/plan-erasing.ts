import { randomBytes } from 'node:crypto'
import { ALL_KINDS, RECORD_KINDS } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { namesOf, namesToBury, tombstoneId } from '../../domain/thread/tombstone.ts'
import type { Tombstone, TombstoneName } from '../../domain/thread/tombstone.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { kinded } from './record-row.ts'
import type { KindedRecord } from './record-row.ts'

/** A thread that is to be erased and is there, with the names it is buried under. */
export interface FoundThread {
  readonly id: string
  readonly names: readonly TombstoneName[]
}

export function foundThread(thread: Thread): FoundThread {
  return { id: thread.id, names: namesToBury(thread) }
}

/**
 * One that is damaged and cannot be read.
 * @param prefixKeys as far as they are known, the whole last
 */
export function foundDamaged(id: string, prefixKeys: readonly string[] = []): FoundThread {
  return { id, names: namesOf(id, prefixKeys) }
}

/** What is stored that an erasure depends on. */
export interface Erasing {
  /** The ids that were asked for, whether a thread is there or not. */
  readonly asked: readonly string[]
  readonly found: readonly FoundThread[]
  /** Users who are erased with all of their threads. */
  readonly users: readonly string[]
  /** All records of {@link SCRUBBED_KINDS}; others are passed over. */
  readonly records: Iterable<KindedRecord>
  readonly burial: Burial
}

/** What tombstones are made with. */
export interface Burial {
  /** All tombstones of a store are made with one: see {@link burialOf}. */
  readonly secret: string
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string
}

/**
 * What an erasure comes to, beside the threads themselves and the records that are filed under them. A
 * backend carries it out in the step that takes the threads away.
 */
export interface ErasePlan {
  /** Of the threads that are there. */
  readonly ids: readonly string[]
  readonly stones: readonly Tombstone[]
  /** Records without what they said of the threads, each in the place of the one it was made of. */
  readonly scrubbed: readonly KindedRecord[]
}

/** The kinds of records that stay when a thread of theirs is erased, without what they say of it. */
export const SCRUBBED_KINDS: readonly RecordKind[] = ALL_KINDS.filter(
  (kind) => 'without' in RECORD_KINDS[kind].onErase,
)

/** The kinds of records that are filed under a thread and have its id at the end of theirs. */
export const KINDS_NAMED_BY_THREAD: readonly RecordKind[] = ALL_KINDS.filter(
  (kind) => RECORD_KINDS[kind].idEndsInThread === true,
)

export function planErasing({ asked, found, users, records, burial }: Erasing): ErasePlan {
  const gone = new Set([...asked, ...found.map(({ id }) => id)])
  const names = [
    ...users.map((name): TombstoneName => ({ what: 'user', name })),
    ...found.flatMap((each) => each.names),
  ]
  const scrubbed: KindedRecord[] = []
  for (const each of records) {
    const left = withoutThreads(each, gone)
    if (left !== undefined && left !== each) scrubbed.push(left)
  }
  return { ids: found.map(({ id }) => id), stones: tombstones(names, burial), scrubbed }
}

/**
 * What is left of a record when threads are erased: the very record where it does not speak of them,
 * undefined where it goes with them.
 */
export function withoutThreads(
  each: KindedRecord,
  erased: ReadonlySet<string>,
): KindedRecord | undefined {
  const left = leftOf(each.kind, each.record, erased)
  if (left === each.record) return each
  return left === undefined ? undefined : kinded(each.kind, left)
}

function leftOf<K extends RecordKind>(
  kind: K,
  record: RecordTypes[K],
  erased: ReadonlySet<string>,
): RecordTypes[K] | undefined {
  const { onErase, threadsOf } = RECORD_KINDS[kind]
  if (onErase.does === 'keep' || !threadsOf(record).some((id) => erased.has(id))) return record
  return onErase.does === 'delete' ? undefined : onErase.without(record, erased)
}

/** @param secret that of a tombstone of the store; undefined while it has none */
export function burialOf(secret: string | undefined): Burial {
  return { secret: secret ?? randomBytes(32).toString('hex'), at: new Date().toISOString() }
}

/** The tombstones of names, each once. */
export function tombstones(
  names: readonly TombstoneName[],
  { secret, at }: Burial,
): readonly Tombstone[] {
  const stones = names.map(({ what, name }): Tombstone => {
    return { id: tombstoneId(secret, what, name), what, erasedAt: at, key: secret }
  })
  return [...new Map(stones.map((stone) => [stone.id, stone])).values()]
}
