import { tableOf } from '../../domain/values/keys.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { ALL_KINDS, idOfRecord, threadOfRecord } from '../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../domain/records.ts'
import { checkedLimit } from '../../domain/thread/thread-query.ts'
import type { RecordListQuery, Stamp, StampQuery } from '../chat-store.ts'
import { kinded } from '../core/record-row.ts'
import type { KindedRecord } from '../core/record-row.ts'
import type { RecordEngine, RecordPlan, WantedHashes } from '../core/record-writes.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { stampOf } from '../core/lists/stamps.ts'

/** Records of every kind, by id. */
export class MemoryRecords implements RecordEngine {
  readonly #threads: ReadonlyMap<string, Thread>
  readonly #kinds = tableOf<{ [K in RecordKind]: Map<string, RecordTypes[K]> }>(
    ALL_KINDS,
    () => new Map(),
  )

  /** By thread, then by kind and id. */
  readonly #ofThread = new Map<string, Map<string, KindedRecord>>()

  constructor(threads: ReadonlyMap<string, Thread>) {
    this.#threads = threads
  }

  async write(_: WantedHashes, plan: RecordPlan): Promise<void> {
    const groups = plan({
      ofThread: (id) => this.#threads.get(id)?.contentHash,
      ofAnalysis: (id) => this.get('analysis', id)?.contentHash,
    })
    for (const { kind, records } of groups) for (const record of records) this.put(kind, record)
  }

  put<K extends RecordKind>(kind: K, given: RecordTypes[K]): void {
    const id = idOfRecord(kind, given)
    const record = structuredClone(given)
    this.#kinds[kind].set(id, record)
    const thread = threadOfRecord(kind, record)
    if (thread === undefined) return
    const about = this.#ofThread.get(thread) ?? new Map<string, KindedRecord>()
    this.#ofThread.set(thread, about.set(`${kind}\n${id}`, kinded(kind, record)))
  }

  get<K extends RecordKind>(kind: K, id: string): RecordTypes[K] | undefined {
    return structuredClone(this.#kinds[kind].get(id))
  }

  all<K extends RecordKind>(kind: K): RecordTypes[K][] {
    return [...this.#kinds[kind].values()]
  }

  /** All of a kind, with the kind. */
  kinded(kind: RecordKind): KindedRecord[] {
    return this.all(kind).map((record) => kinded(kind, record))
  }

  /** Those that speak of a thread. */
  about(threadId: string): readonly KindedRecord[] {
    return [...(this.#ofThread.get(threadId)?.values() ?? [])]
  }

  /** Drops what is filed under one thread. */
  forgetThread(threadId: string): void {
    for (const { kind, record } of this.about(threadId)) {
      this.#kinds[kind].delete(idOfRecord(kind, record))
    }
    this.#ofThread.delete(threadId)
  }

  async getRecord<K extends RecordKind>(kind: K, id: string): Promise<RecordTypes[K] | undefined> {
    return this.get(kind, id)
  }

  async listRecords<K extends RecordKind>(
    kind: K,
    query: RecordListQuery = {},
  ): Promise<readonly RecordTypes[K][]> {
    return this.#list(kind, query).map((record) => structuredClone(record))
  }

  stamps(kind: RecordKind, query: StampQuery): Stamp[] {
    return this.#list(kind, query).map((record) => stampOf(kind, record))
  }

  #list<K extends RecordKind>(kind: K, query: RecordListQuery): RecordTypes[K][] {
    return listById(this.#kinds[kind], query)
  }

  async countRecords(kind: RecordKind): Promise<number> {
    return this.#kinds[kind].size
  }
}

/** A stretch of what is held by id, in the order of the ids: the values themselves, no copies. */
export function listById<T>(
  held: ReadonlyMap<string, T>,
  { after, limit, descending }: Pick<RecordListQuery, 'after' | 'limit' | 'descending'>,
): T[] {
  const sign = descending === true ? -1 : 1
  return [...held]
    .filter(([id]) => after === undefined || sign * compareIds(id, after) > 0)
    .sort(([a], [b]) => sign * compareIds(a, b))
    .slice(0, checkedLimit(limit))
    .map(([, value]) => value)
}
