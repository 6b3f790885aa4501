import { analysisId } from '../../domain/kinds/analysis.ts'
import { decodeKey, encodeKey } from '../../domain/values/ids.ts'
import { isDecidedByTokens, parseSearch, requiredTokens } from '../../domain/search/search-query.ts'
import type { SearchQuery } from '../../domain/search/search-query.ts'
import { checkedLimit, checkFilter } from '../../domain/thread/thread-query.ts'
import type {
  Page,
  ThreadFilter,
  ThreadListQuery,
  ThreadOrder,
} from '../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type {
  AnalysisListQuery,
  AnalyzedSummary,
  IndexState,
  PendingQuery,
  PendingThread,
  SearchPage,
} from '../chat-store.ts'
import { listPage } from '../list-page.ts'
import type { Listed, ListPosition, ListRow, Match } from '../list-page.ts'
import { matchIn } from '../search-match.ts'
import type { MongoDatabase } from './connection/database.ts'
import type { WriterLease } from './connection/writer-lease.ts'
import {
  LIST_ROW,
  LIST_ROW_WITH_LABELS,
  listRowOf,
  PENDING_ROW,
  pendingThreadOf,
} from './documents/list-row.ts'
import { documentId, RECORD, recordOf } from './documents/record-document.ts'
import type { RecordFields } from './documents/record-document.ts'
import { addAnalyzerKeys, knownKeys } from './documents/states.ts'
import { TAGS } from './documents/tags.ts'
import { readThreads } from './documents/thread-bodies.ts'
import { afterPosition, conditionsOf } from './list-filter.ts'
import type { ListConditions } from './list-filter.ts'

/** Candidates that a count looks into at once. */
const CANDIDATES = 200

/** Everything that is answered from summaries, states and the search index. */
export class MongoQueries {
  readonly #db: MongoDatabase
  readonly #lease: WriterLease
  readonly #known = new Set<string>()

  constructor(db: MongoDatabase, lease: WriterLease) {
    this.#db = db
    this.#lease = lease
  }

  async listThreads(query: ThreadListQuery): Promise<Page<ThreadSummary>> {
    const page = await this.#page(query)
    return { ...page, items: page.items.map(({ summary }) => summary) }
  }

  async searchThreads(query: ThreadListQuery & { readonly words: string }): Promise<SearchPage> {
    if (typeof query.words !== 'string') {
      throw new HitCraftError('INVALID_INPUT', 'a search needs words')
    }
    const page = await this.#page(query)
    const items = page.items.flatMap(({ hit }) => hit ?? [])
    return { ...page, items, index: await this.indexState() }
  }

  async countThreads(filter: ThreadFilter): Promise<number> {
    checkFilter(filter)
    await this.#know(filter.analyzerKey)
    if (filter.words === undefined) return this.#count({ filter })
    const search = parseSearch(filter.words)
    if (search.terms.length === 0) return 0
    const tokens = requiredTokens(search)
    if (!isDecidedByTokens(search)) return this.#countMatches({ filter, tokens }, search)
    const decided = await this.#count({ filter, tokens, bulky: false })
    return decided + (await this.#countMatches({ filter, bulky: true }, search))
  }

  #count(conditions: ListConditions): Promise<number> {
    return this.#db.threads.countDocuments(conditionsOf(conditions))
  }

  async #countMatches(conditions: ListConditions, search: SearchQuery): Promise<number> {
    let count = 0
    let after: ListPosition | undefined
    for (;;) {
      const rows = await this.#rows(conditions, 'id', after, CANDIDATES)
      count += (await this.#matches(rows, search)).size
      after = rows.at(-1)
      if (rows.length < CANDIDATES) return count
    }
  }

  async listAnalyses(query: AnalysisListQuery): Promise<Page<AnalyzedSummary>> {
    if (query.state === 'pending') return { items: [] }
    const page = await this.#page({ ...query, state: 'analyzed' })
    const ids = page.items.map(({ summary }) =>
      documentId('analysis', encodeKey(analysisId(query.analyzerKey, summary.id))),
    )
    const rows = await this.#db.records
      .find({ _id: { $in: ids } })
      .project<RecordFields>(RECORD)
      .toArray()
    const analyses = new Map(rows.map((row) => [row._id, recordOf('analysis', row)]))
    const items = page.items.flatMap(({ summary }, index): AnalyzedSummary[] => {
      const analysis = analyses.get(ids[index] ?? '')
      return analysis === undefined ? [] : [{ summary, analysis }]
    })
    return { ...page, items }
  }

  async listPending(query: PendingQuery): Promise<readonly PendingThread[]> {
    const limit = checkedLimit(query.limit)
    await this.#know(query.analyzerKey)
    return this.#db.threads
      .find({
        'hitcraft.tags': TAGS.pending(query.analyzerKey),
        id: { $gt: encodeKey(query.after ?? '') },
      })
      .sort({ id: 1 })
      .limit(limit)
      .project(PENDING_ROW)
      .map(pendingThreadOf)
      .toArray()
  }

  async countPending(analyzerKey: string): Promise<number> {
    await this.#know(analyzerKey)
    return this.#db.threads.countDocuments({ 'hitcraft.tags': TAGS.pending(analyzerKey) })
  }

  async indexState(): Promise<IndexState> {
    const [indexed, behind] = await Promise.all(
      [true, false].map((searchable) =>
        this.#db.threads.countDocuments({ 'hitcraft.searchable': searchable }),
      ),
    )
    const total = (indexed ?? 0) + (behind ?? 0)
    return { complete: behind === 0, indexed: indexed ?? 0, total }
  }

  /** A key that was never asked about gets its states first. */
  async #know(key: string | undefined): Promise<void> {
    if (key === undefined || this.#known.has(key)) return
    if (!(await knownKeys(this.#db)).includes(key)) {
      await this.#lease.hold((held) => addAnalyzerKeys(this.#db, held, [key]))
    }
    this.#known.add(key)
  }

  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
    await this.#know(query.analyzerKey)
    return listPage(query, {
      rows: (search, after, limit) => {
        const tokens = search === undefined ? {} : { tokens: requiredTokens(search) }
        return this.#rows({ filter: query, ...tokens }, query.order ?? 'newest', after, limit)
      },
      matches: (rows, search) => this.#matches(rows, search),
    })
  }

  async #rows(
    conditions: ListConditions,
    order: ThreadOrder,
    after: ListPosition | undefined,
    limit: number,
  ): Promise<ListRow[]> {
    const { analyzerKey } = conditions.filter
    return this.#db.threads
      .find(afterPosition(conditionsOf(conditions), order, after), { allowDiskUse: true })
      .sort(order === 'newest' ? { 'hitcraft.last': -1, id: 1 } : { id: 1 })
      .limit(limit)
      .project(analyzerKey === undefined ? LIST_ROW : LIST_ROW_WITH_LABELS)
      .map((row) => listRowOf(row, analyzerKey))
      .toArray()
  }

  /** The candidates that do match, by encoded id. */
  async #matches(
    rows: readonly ListRow[],
    search: SearchQuery,
  ): Promise<ReadonlyMap<string, Match>> {
    const ids = rows.map(({ id }) => id)
    // A damaged one has no words to be found by; it keeps nobody from the others.
    const threads = await readThreads(this.#db, ids, () => undefined)
    return new Map(
      ids.flatMap((id) => {
        const match = matchIn(threads.get(decodeKey(id)), search)
        return match === undefined ? [] : [[id, match] as const]
      }),
    )
  }
}
