import { mergeThread } from '../../domain/thread/merge-thread.ts'
import { findMatch, parseSearch } from '../../domain/search/search-query.ts'
import { prefixKeys, resolveIdentity } from '../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../domain/thread/thread-identity.ts'
import {
  checkedLimit,
  checkFilter,
  comparePositions,
  decodeCursor,
  encodeCursor,
  passesFilter,
} from '../../domain/thread/thread-query.ts'
import type { Page, ThreadFilter, ThreadListQuery } from '../../domain/thread/thread-query.ts'
import { summarize } from '../../domain/thread/thread-summary.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { namesToLookFor, tombstoneId } from '../../domain/thread/tombstone.ts'
import { compareIds } from '../../domain/values/ids.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type {
  IndexState,
  SearchHit,
  SearchPage,
  StoredOutcome,
  ThreadStore,
} from '../chat-store.ts'
import { burialOf, foundThread, planErasing, SCRUBBED_KINDS } from '../core/plan-erasing.ts'
import { refuseFalseHashes } from '../merge-batch.ts'
import { matchIn } from '../core/lists/search-match.ts'
import type { MemoryAnalyses } from './memory-analyses.ts'
import type { MemoryRecords } from './memory-records.ts'

/** The threads of the reference store: every answer is computed anew from all of them. */
export class MemoryThreads implements ThreadStore {
  readonly #summaries = new WeakMap<Thread, ThreadSummary>()
  readonly #threads: Map<string, Thread>
  readonly #records: MemoryRecords
  readonly #analyses: MemoryAnalyses

  constructor(threads: Map<string, Thread>, records: MemoryRecords, analyses: MemoryAnalyses) {
    this.#threads = threads
    this.#records = records
    this.#analyses = analyses
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    refuseFalseHashes(threads)
    return threads.map((given) => this.#merge(structuredClone(given)))
  }

  #merge(given: Thread): StoredOutcome {
    const keys = prefixKeys(given)
    if (this.#isErased(given)) return { id: given.id, outcome: 'erased' }
    const id = keys.length === 0 ? given.id : (this.#identify(keys) ?? given.id)
    const { thread, outcome } = mergeThread(this.#threads.get(id), { ...given, id })
    this.#threads.set(id, thread)
    return { id, outcome }
  }

  #identify(keys: readonly string[]): string | undefined {
    const wanted = new Set(keys)
    const hits: PrefixHit[] = []
    for (const thread of this.#threads.values()) {
      const own = prefixKeys(thread)
      for (const [index, key] of own.entries()) {
        if (!wanted.has(key)) continue
        hits.push({ key, threadId: thread.id, whole: index === own.length - 1 })
      }
    }
    return resolveIdentity(keys, hits)
  }

  #isErased(thread: Thread): boolean {
    const names = namesToLookFor(thread)
    const stones = this.#records.all('tombstone')
    const ids = new Set(stones.map(({ id }) => id))
    // Stores that were merged bring a secret each.
    const keys = new Set(stones.map(({ key }) => key))
    return [...keys].some((key) =>
      names.some(({ what, name }) => ids.has(tombstoneId(key, what, name))),
    )
  }

  async getThread(id: string): Promise<Thread | undefined> {
    return structuredClone(this.#threads.get(id))
  }

  async getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]> {
    return ids.map((id) => structuredClone(this.#threads.get(id)))
  }

  /** All summaries that pass, in the order of the query. */
  matching(query: ThreadListQuery): ThreadSummary[] {
    checkFilter(query)
    const order = query.order ?? 'newest'
    const search = query.words === undefined ? undefined : parseSearch(query.words)
    const found: ThreadSummary[] = []
    for (const thread of this.#threads.values()) {
      const own = this.#summaryOf(thread)
      const { facets, analysis } = this.#analyses.standing(own, query.analyzerKey)
      const summary = { ...own, ...(analysis === undefined ? {} : { analysis }) }
      if (!passesFilter(summary, facets, query)) continue
      if (search !== undefined && findMatch(thread, search) === undefined) continue
      found.push(summary)
    }
    return found.sort((a, b) => comparePositions(order, a, b))
  }

  /** A stored thread never changes, another takes its place: its summary is made once. */
  #summaryOf(thread: Thread): ThreadSummary {
    const known = this.#summaries.get(thread)
    if (known !== undefined) return known
    const summary = summarize(thread)
    this.#summaries.set(thread, summary)
    return summary
  }

  /** One page of what matches. */
  page(query: ThreadListQuery): Page<ThreadSummary> {
    const order = query.order ?? 'newest'
    const limit = checkedLimit(query.limit)
    const after = query.cursor === undefined ? undefined : decodeCursor(order, query.cursor)
    const rest = this.matching(query).filter(
      (item) => after === undefined || comparePositions(order, item, after) > 0,
    )
    const items = rest.slice(0, limit)
    const last = items.at(-1)
    return {
      items,
      ...(rest.length > limit && last !== undefined ? { next: encodeCursor(order, last) } : {}),
    }
  }

  async listThreads(query: ThreadListQuery): Promise<Page<ThreadSummary>> {
    return this.page(query)
  }

  async countThreads(filter: ThreadFilter): Promise<number> {
    return this.matching(filter).length
  }

  async searchThreads(query: ThreadListQuery & { readonly words: string }): Promise<SearchPage> {
    if (typeof query.words !== 'string') {
      throw new HitCraftError('INVALID_INPUT', 'a search needs words')
    }
    const search = parseSearch(query.words)
    const page = this.page(query)
    const items = page.items.flatMap((summary): SearchHit[] => {
      const match = matchIn(this.#threads.get(summary.id), search)
      return match === undefined ? [] : [{ ...summary, ...match }]
    })
    return { ...page, items, index: this.indexState() }
  }

  indexState(): IndexState {
    return { complete: true, indexed: this.#threads.size, total: this.#threads.size }
  }

  async eraseThreads(ids: readonly string[]): Promise<number> {
    return this.#erase([...new Set(ids)], [])
  }

  async threadsOfUser(userId: string): Promise<string[]> {
    return this.#threadsOfUser(userId)
  }

  async eraseUser(userId: string): Promise<number> {
    return this.#erase(this.#threadsOfUser(userId), [userId])
  }

  #threadsOfUser(userId: string): string[] {
    const theirs = [...this.#threads.values()].filter(({ messages, revisions }) =>
      [...messages, ...revisions].some((message) => message.userId === userId),
    )
    return theirs.map(({ id }) => id).toSorted(compareIds)
  }

  #erase(asked: readonly string[], users: readonly string[]): number {
    const found = asked.flatMap((id) => {
      const thread = this.#threads.get(id)
      return thread === undefined ? [] : [foundThread(thread)]
    })
    const records = SCRUBBED_KINDS.flatMap((kind) => this.#records.kinded(kind))
    const burial = burialOf(this.#records.all('tombstone')[0]?.key)
    const plan = planErasing({ asked, found, users, records, burial })
    for (const id of plan.ids) {
      this.#threads.delete(id)
      this.#records.forgetThread(id)
    }
    for (const stone of plan.stones) this.#records.put('tombstone', stone)
    for (const { kind, record } of plan.scrubbed) this.#records.put(kind, record)
    return plan.ids.length
  }
}
