import { analysisId } from '../../../domain/kinds/analysis.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import {
  isDecidedByTokens,
  parseSearch,
  requiredTokens,
} from '../../../domain/search/search-query.ts'
import type { SearchQuery } from '../../../domain/search/search-query.ts'
import { checkFilter } from '../../../domain/thread/thread-query.ts'
import type {
  Page,
  ThreadFilter,
  ThreadListQuery,
  ThreadOrder,
} from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type {
  AnalysisListQuery,
  AnalyzedSummary,
  IndexState,
  SearchPage,
} from '../../chat-store.ts'
import { listPage } from '../../list-page.ts'
import type { Listed, ListPosition, ListRow, Match } from '../../list-page.ts'
import { matchIn } from '../../search-match.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { LIST_ROW, LIST_ROW_WITH_LABELS, listRowOf } from './list-row.ts'
import { documentId, RECORD, recordOf } from '../documents/record-document.ts'
import type { RecordFields } from '../documents/record-document.ts'
import { readThreads } from '../documents/thread-bodies.ts'
import { afterPosition, matching } from './list-filter.ts'
import type { ListConditions } from './list-filter.ts'
import type { MongoPending } from './mongodb-pending.ts'

/** Candidates that a count looks into at once. */
const CANDIDATES = 200

/** Everything that is answered from summaries, states and the search index. */
export class MongoQueries {
  readonly #db: MongoDatabase
  readonly #pending: MongoPending

  constructor(db: MongoDatabase, pending: MongoPending) {
    this.#db = db
    this.#pending = pending
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
    const asked = { filter, isSettled: await this.#isSettled(filter) }
    if (filter.words === undefined) return this.#count(asked)
    const search = parseSearch(filter.words)
    if (search.terms.length === 0) return 0
    const tokens = requiredTokens(search)
    if (!isDecidedByTokens(search)) return this.#countMatches({ ...asked, tokens }, search)
    const decided = await this.#count({ ...asked, tokens, bulky: false })
    return decided + (await this.#countMatches({ ...asked, bulky: true }, search))
  }

  /** Of a key that is not settled the pending ones are all but the analyzed ones, which have a tag. */
  async #count({ filter, ...rest }: ListConditions): Promise<number> {
    const count = (some: ThreadFilter) =>
      this.#db.threads.countDocuments(matching({ filter: some, ...rest }))
    if (filter.state !== 'pending' || rest.isSettled) return count(filter)
    const { state: _state, ...all } = filter
    return (await count(all)) - (await count({ ...filter, state: 'analyzed' }))
  }

  async #isSettled({ analyzerKey, state }: ThreadFilter): Promise<boolean> {
    return analyzerKey !== undefined && state === 'pending' && this.#pending.isSettled(analyzerKey)
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

  async indexState(): Promise<IndexState> {
    const [indexed, behind] = await Promise.all(
      [true, false].map((searchable) =>
        this.#db.threads.countDocuments({ 'hitcraft.searchable': searchable }),
      ),
    )
    const total = (indexed ?? 0) + (behind ?? 0)
    return { complete: behind === 0, indexed: indexed ?? 0, total }
  }

  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
    const asked = { filter: query, isSettled: await this.#isSettled(query) }
    return listPage(query, {
      rows: (search, after, limit) => {
        const tokens = search === undefined ? {} : { tokens: requiredTokens(search) }
        return this.#rows({ ...asked, ...tokens }, query.order ?? 'newest', after, limit)
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
      .find(afterPosition(matching(conditions), order, after), { allowDiskUse: true })
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
