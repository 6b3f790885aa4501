import { ALL_KINDS, idOfRecord, RECORD_KINDS } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { summarize } from '../../../domain/thread/thread-summary.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { compareIds } from '../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { kinded } from '../../../storage/core/record-row.ts'
import type { KindedRecord } from '../../../storage/core/record-row.ts'
import { currentModels, STATE_KINDS, statesOf } from '../../../storage/core/thread-state.ts'
import type { KeyState, ModelName } from '../../../storage/core/thread-state.ts'
import { readEach } from '../../../storage/read-each.ts'

const PAGE = 200
/** They are large. */
const MODELS_AT_ONCE = 20

/** What a thread and the records that speak of it say, and so what every list must say of it. */
export interface ThreadTruth {
  readonly thread: Thread
  readonly summary: ThreadSummary
  readonly states: readonly KeyState[]
  readonly records: readonly KindedRecord[]
}

/** A stretch of ids: behind `after` (absent: from the first), up to and with `last`. */
export interface IdRange {
  readonly after?: string
  readonly last: string
}

/**
 * Works out the truth of threads from a store's own records by the one core, without asking its lists. Ids of
 * records with a state end in their thread (`idEndsInThread`), so those of a stretch of threads lie together, once for each
 * beginning (an analyzer key, a topic model): a walk of all threads reads each record once, in order.
 */
export class TruthReader {
  /** Analyzer keys under which there are analyses. */
  keys: readonly string[] = []
  readonly #store: ChatStore
  #models: ReadonlyMap<string, string> = new Map()
  #beginnings: ReadonlyMap<RecordKind, readonly string[]> = new Map()

  private constructor(store: ChatStore) {
    this.#store = store
  }

  static async open(store: ChatStore): Promise<TruthReader> {
    const reader = new TruthReader(store)
    await reader.renew()
    return reader
  }

  /** Sees keys and topic models that came since. */
  async renew(): Promise<void> {
    const models = await modelNames(this.#store)
    this.#models = currentModels(models)
    const old = new Set(models.map(({ id }) => id))
    for (const id of this.#models.values()) old.delete(id)
    const beginnings = new Map<RecordKind, readonly string[]>()
    for (const kind of STATE_KINDS) {
      const all = await beginningsOf(this.#store, kind)
      // What was made under an older model says nothing of a state.
      beginnings.set(
        kind,
        all.filter((first) => !old.has(first)),
      )
    }
    this.#beginnings = beginnings
    this.keys = STATE_KINDS.filter((kind) => RECORD_KINDS[kind].state?.analyzes === true).flatMap(
      (kind) => beginnings.get(kind) ?? [],
    )
  }

  /**
   * The truth of the whole threads of a stretch.
   * @returns without those of which a record is damaged: nothing can be said of their state
   */
  async ofRange(threads: readonly Thread[], range: IdRange): Promise<Map<string, ThreadTruth>> {
    const records = new Map<string, KindedRecord[]>()
    const unknown = new Set<string>()
    for (const [kind, beginnings] of this.#beginnings) {
      for (const first of beginnings) {
        await this.#readRange(kind, first, range, records, unknown)
      }
    }
    return new Map(
      threads
        .filter(({ id }) => !unknown.has(id))
        .map((thread) => [thread.id, this.#truthOf(thread, records.get(thread.id) ?? [])]),
    )
  }

  /** The same of single threads, by a question a record: for few of a long stretch. */
  async ofEach(threads: readonly Thread[]): Promise<Map<string, ThreadTruth>> {
    const truths = await Promise.all(
      threads.map(async (thread) => {
        const records = await this.#recordsOf(thread.id)
        return records === 'damaged' ? [] : [[thread.id, this.#truthOf(thread, records)] as const]
      }),
    )
    return new Map(truths.flat())
  }

  /** Whether a thread is there, and analyzed under any key. A damaged one, or of which a record is, counts as both. */
  async isHeld(id: string): Promise<{ readonly isThere: boolean; readonly isAnalyzed: boolean }> {
    const truth = await this.ofThread(id)
    if (truth === 'damaged') return { isThere: true, isAnalyzed: true }
    const records = truth?.records ?? []
    const isAnalyzed = records.some(({ kind }) => RECORD_KINDS[kind].state?.analyzes === true)
    return { isThere: truth !== undefined, isAnalyzed }
  }

  /** The truth of one thread; undefined where it is not there, `damaged` where it or a record of it is. */
  async ofThread(id: string): Promise<ThreadTruth | 'damaged' | undefined> {
    const { threads, damaged } = await readEach(this.#store, [id])
    if (damaged.has(id)) return 'damaged'
    const thread = threads.get(id)
    if (thread === undefined) return undefined
    const records = await this.#recordsOf(id)
    return records === 'damaged' ? records : this.#truthOf(thread, records)
  }

  async #recordsOf(id: string): Promise<KindedRecord[] | 'damaged'> {
    const records: KindedRecord[] = []
    try {
      for (const [kind, beginnings] of this.#beginnings) {
        for (const first of beginnings) {
          const record = await this.#store.getRecord(kind, `${first}\n${id}`)
          if (record !== undefined) records.push(kinded(kind, record))
        }
      }
    } catch (error) {
      if (isHitCraftError(error, 'CORRUPT')) return 'damaged'
      throw error
    }
    return records
  }

  #truthOf(thread: Thread, records: readonly KindedRecord[]): ThreadTruth {
    const { contentHash } = thread
    const states = statesOf({ contentHash, models: this.#models, records })
    return { thread, summary: summarize(thread), states, records }
  }

  async #readRange(
    kind: RecordKind,
    first: string,
    { after: begin = '', last }: IdRange,
    records: Map<string, KindedRecord[]>,
    unknown: Set<string>,
  ): Promise<void> {
    const end = `${first}\n${last}`
    let after = `${first}\n${begin}`
    for (;;) {
      const damaged: string[] = []
      const page = await this.#store.listRecords(kind, {
        after,
        limit: PAGE,
        onDamage: ({ id }) => damaged.push(id ?? ''),
      })
      const ids = page.map((record) => idOfRecord(kind, record))
      for (const [at, record] of page.entries()) {
        const id = ids[at] ?? ''
        if (compareIds(id, end) > 0) continue
        const thread = id.slice(first.length + 1)
        const about = records.get(thread) ?? []
        records.set(thread, about)
        about.push(kinded(kind, record))
      }
      for (const id of damaged) unknown.add(id.slice(first.length + 1))
      const furthest = [...ids, ...damaged].toSorted(compareIds).at(-1)
      const isDone = page.length + damaged.length < PAGE
      if (isDone || furthest === undefined || compareIds(furthest, end) >= 0) return
      after = furthest
    }
  }
}

async function modelNames(store: ChatStore): Promise<ModelName[]> {
  const names: ModelName[] = []
  for (const kind of ALL_KINDS.filter((one) => RECORD_KINDS[one].modelOf !== undefined)) {
    let after: string | undefined
    for (;;) {
      const met: string[] = []
      const page = await store.listRecords(kind, {
        limit: MODELS_AT_ONCE,
        ...(after === undefined ? {} : { after }),
        onDamage: ({ id = '' }) => met.push(id),
      })
      names.push(...page.flatMap((record) => modelName(kind, record) ?? []))
      met.push(...page.map((record) => idOfRecord(kind, record)))
      after = met.toSorted(compareIds).at(-1)
      if (met.length < MODELS_AT_ONCE) break
    }
  }
  return names
}

function modelName<K extends RecordKind>(kind: K, record: RecordTypes[K]): ModelName | undefined {
  const analyzerKey = RECORD_KINDS[kind].modelOf?.(record)
  return analyzerKey === undefined ? undefined : { id: idOfRecord(kind, record), analyzerKey }
}

/** The first parts of the ids of a kind, each found by one question. */
async function beginningsOf(store: ChatStore, kind: RecordKind): Promise<string[]> {
  const beginnings: string[] = []
  let after: string | undefined
  for (;;) {
    let met: string | undefined
    const [record] = await store.listRecords(kind, {
      limit: 1,
      ...(after === undefined ? {} : { after }),
      onDamage: ({ id }) => {
        met = id
      },
    })
    const id = record === undefined ? met : idOfRecord(kind, record)
    if (id === undefined) return beginnings
    const at = id.indexOf('\n')
    if (at >= 0) beginnings.push(id.slice(0, at))
    // Behind every id that begins so: a vertical tab follows the line feed.
    after = at < 0 ? id : `${id.slice(0, at)}\v`
  }
}
