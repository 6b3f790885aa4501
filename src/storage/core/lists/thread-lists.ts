import type { Analysis } from '../../../domain/analysis/analysis.ts'
import { analysisId } from '../../../domain/kinds/analysis.ts'
import { isDecidedByTokens, parseSearch } from '../../../domain/search/search-query.ts'
import type { SearchQuery } from '../../../domain/search/search-query.ts'
import { given } from '../../../domain/values/given.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import {
  checkedLimit,
  checkFilter,
  decodeCursor,
  encodeCursor,
} from '../../../domain/thread/thread-query.ts'
import type {
  Page,
  ThreadFilter,
  ThreadListQuery,
  ThreadOrder,
} from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type {
  AnalysisListQuery,
  AnalyzedSummary,
  IndexState,
  SearchHit,
  SearchPage,
} from '../../chat-store.ts'
import { storedLabels, storedSummary } from '../stored-json.ts'
import { matchIn } from './search-match.ts'
import type { Match } from './search-match.ts'

/** Candidates that are looked into at once. */
const CANDIDATES = 200

/** Where a list stands: what the next rows must come behind. */
export interface ListPosition {
  /** Encoded. */
  readonly id: string
  /** `''` for a thread without times. */
  readonly last: string
}

/** A thread as an indexed backend lists it. */
export interface ListRow extends ListPosition {
  /** JSON of the summary. */
  readonly summary: string
  /** JSON of the labels under the query's analyzer key; null where it is pending or no key is named. */
  readonly labels: string | null
}

/** What the index of an engine is asked for: rows that pass, in order, behind a position. */
export interface RowsQuestion {
  /** Its words are in `search`. */
  readonly filter: ThreadFilter
  readonly order: ThreadOrder
  /** Has terms. What the index holds for possible is looked into afterwards. */
  readonly search?: SearchQuery
  readonly after?: ListPosition
  readonly limit: number
}

/** What an engine with an index can do; lists, searches and counts are the same on all that can. */
export interface ListEngine {
  rows(question: RowsQuestion): Promise<readonly ListRow[]>
  /** How many pass; `search` has terms, and is decided by its tokens. */
  count(filter: ThreadFilter, search?: SearchQuery): Promise<number>
  /** The threads under encoded ids, by those, without what is missing or damaged. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>>
  /** The analyses of these ids (not encoded), by those. */
  analyses(ids: readonly string[]): Promise<ReadonlyMap<string, Analysis>>
  indexState(): IndexState | Promise<IndexState>
}

/** Lists, searches and counts of a store whose engine has an index, as `ChatStore` promises them. */
export class ThreadLists {
  readonly #engine: ListEngine

  constructor(engine: ListEngine) {
    this.#engine = engine
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
    return { ...page, items, index: await this.#engine.indexState() }
  }

  async countThreads(filter: ThreadFilter): Promise<number> {
    checkFilter(filter)
    const search = filter.words === undefined ? undefined : parseSearch(filter.words)
    if (search?.terms.length === 0) return 0
    if (search === undefined || isDecidedByTokens(search)) return this.#engine.count(filter, search)
    return countMatches(this.#engine, { filter, search })
  }

  async listAnalyses(query: AnalysisListQuery): Promise<Page<AnalyzedSummary>> {
    if (query.state === 'pending') return { items: [] }
    const page = await this.#page({ ...query, state: 'analyzed' })
    const idOf = ({ id }: ThreadSummary) => analysisId(query.analyzerKey, id)
    const analyses = await this.#engine.analyses(page.items.map(({ summary }) => idOf(summary)))
    const items = page.items.flatMap(({ summary }): AnalyzedSummary[] => {
      const analysis = analyses.get(idOf(summary))
      // Erased since the page was asked for.
      return analysis === undefined ? [] : [{ summary, analysis }]
    })
    return { ...page, items }
  }

  /** One page by keyset; a search reads on until it is full. */
  async #page(query: ThreadListQuery): Promise<Page<Listed>> {
    checkFilter(query)
    const { order = 'newest', analyzerKey } = query
    const limit = checkedLimit(query.limit)
    const search = query.words === undefined ? undefined : parseSearch(query.words)
    let after = query.cursor === undefined ? undefined : positionOf(order, query.cursor)
    const listed: Listed[] = []
    const chunk = search === undefined ? limit + 1 : Math.max(CANDIDATES, limit + 1)
    while (listed.length <= limit && search?.terms.length !== 0) {
      const question = { filter: query, order, limit: chunk, ...given({ search, after }) }
      const rows = await this.#engine.rows(question)
      const matches = search && (await matchesOf(this.#engine, rows, search))
      for (const row of rows) {
        const match = matches?.get(row.id)
        if (matches !== undefined && match === undefined) continue
        const summary = summaryOf(row, analyzerKey)
        listed.push(match === undefined ? { summary } : { summary, hit: { ...summary, ...match } })
        if (listed.length > limit) break
      }
      after = rows.at(-1)
      if (rows.length < chunk) break
    }
    const items = listed.slice(0, limit)
    const last = items.at(-1)?.summary
    const next = listed.length > limit && last !== undefined ? encodeCursor(order, last) : undefined
    return { items, ...given({ next }) }
  }
}

interface Listed {
  readonly summary: ThreadSummary
  readonly hit?: SearchHit
}

function positionOf(order: ThreadOrder, cursor: string): ListPosition {
  const { id, lastMessageAt } = decodeCursor(order, cursor)
  return { id: encodeKey(id), last: lastMessageAt ?? '' }
}

function summaryOf(row: ListRow, analyzerKey: string | undefined): ThreadSummary {
  const summary = storedSummary(row.summary)
  if (analyzerKey === undefined) return summary
  if (row.labels === null) return { ...summary, analysis: { state: 'pending' } }
  return { ...summary, analysis: { state: 'analyzed', ...storedLabels(row.labels) } }
}

/** How many threads pass that match, by looking into each that the index holds for possible. */
export async function countMatches(
  engine: Pick<ListEngine, 'rows' | 'read'>,
  question: Pick<RowsQuestion, 'filter'> & { readonly search: SearchQuery },
): Promise<number> {
  let count = 0
  let after: ListPosition | undefined
  for (;;) {
    const behind = after === undefined ? {} : { after }
    const rows = await engine.rows({ ...question, ...behind, order: 'id', limit: CANDIDATES })
    count += (await matchesOf(engine, rows, question.search)).size
    after = rows.at(-1)
    if (rows.length < CANDIDATES) return count
  }
}

/** The candidates that do match, by encoded id. */
async function matchesOf(
  engine: Pick<ListEngine, 'read'>,
  rows: readonly ListRow[],
  search: SearchQuery,
): Promise<ReadonlyMap<string, Match>> {
  const threads = await engine.read(rows.map(({ id }) => id))
  return new Map(
    rows.flatMap(({ id }) => {
      const match = matchIn(threads.get(id), search)
      return match === undefined ? [] : [[id, match] as const]
    }),
  )
}
