import { ALL_KINDS } from '../../../domain/records.ts'
import type { ThreadFilter } from '../../../domain/thread/thread-query.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { pendingPages } from '../../../storage/walk.ts'
import { pluralOf } from '../../sources/moved-kinds.ts'
import { storeSource } from '../../sources/store-source.ts'
import type { Difference, SideName } from '../differences.ts'
import { readList } from './whole-lists.ts'

/** A number that a store tells, and what it is of. */
export interface Counter {
  readonly kind: string
  readonly field: string
  readonly analyzerKey?: string
  /** What was counted on the way: where the store tells the same, nothing is counted again. */
  readonly counted?: number | undefined
  readonly tell: () => Promise<number>
  readonly count: () => Promise<number>
}

/** The numbers that a store tells of its threads, under each key and under none, and of its records. */
export function* countersOf(
  store: ChatStore,
  keys: readonly string[],
  counted: ReadonlyMap<string, number>,
): Generator<Counter> {
  const listed = (filter: ThreadFilter) => async () =>
    (await readList(store, filter, 'id')).ids.count
  const [kind, all] = ['threads', counted.get('threads')]
  yield {
    kind,
    field: 'count',
    counted: all,
    tell: () => store.countThreads({}),
    count: listed({}),
  }
  yield {
    kind,
    field: 'count of the search index',
    counted: all,
    tell: async () => (await store.indexState()).total,
    count: listed({}),
  }
  for (const analyzerKey of keys) {
    for (const state of ['analyzed', 'pending'] as const) {
      const filter = { analyzerKey, state }
      yield {
        kind,
        field: `count of ${state}`,
        analyzerKey,
        tell: () => store.countThreads(filter),
        count: listed(filter),
      }
    }
    yield {
      kind,
      field: 'count of what is to be analyzed',
      analyzerKey,
      tell: () => store.countPending(analyzerKey),
      count: () => countPending(store, analyzerKey),
    }
  }
  for (const of of ALL_KINDS) {
    const plural = pluralOf(of)
    yield {
      kind: plural,
      field: 'count',
      counted: counted.get(plural),
      tell: () => store.countRecords(of),
      count: async () => {
        let count = 0
        for await (const page of storeSource(store).walk(of)) count += page.length
        return count
      },
    }
  }
}

/**
 * Whether a store tells another number than there are. Where it changes meanwhile the two are of two moments, and
 * nothing is said.
 */
export async function isStale({ counted, tell, count }: Counter): Promise<boolean> {
  const told = await tell()
  if (told === counted) return false
  return (await count()) !== told && (await tell()) === told
}

export function staleCounter(
  side: SideName,
  { kind, field, analyzerKey }: Pick<Counter, 'kind' | 'field' | 'analyzerKey'>,
): Difference {
  const key = analyzerKey === undefined ? {} : { analyzerKey }
  return { kind, id: '', field, problem: `stale in ${side}`, ...key }
}

async function countPending(store: ChatStore, analyzerKey: string): Promise<number> {
  let count = 0
  for await (const page of pendingPages(store, analyzerKey)) count += page.length
  return count
}
