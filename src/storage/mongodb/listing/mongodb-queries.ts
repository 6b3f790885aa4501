import type { Analysis } from '../../../domain/analysis/analysis.ts'
import { requiredTokens } from '../../../domain/search/search-query.ts'
import type { SearchQuery } from '../../../domain/search/search-query.ts'
import type { ThreadFilter, ThreadOrder } from '../../../domain/thread/thread-query.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { IndexState } from '../../chat-store.ts'
import { countMatches } from '../../core/lists/thread-lists.ts'
import type { ListEngine, ListRow, RowsQuestion } from '../../core/lists/thread-lists.ts'
import type { MongoDatabase } from '../connection/database.ts'
import { documentId, RECORD, recordOf } from '../documents/record-document.ts'
import type { RecordFields } from '../documents/record-document.ts'
import { readThreads } from '../documents/thread-bodies.ts'
import { afterPosition, matching } from './list-filter.ts'
import type { ListConditions } from './list-filter.ts'
import { LIST_ROW, LIST_ROW_WITH_LABELS, listRowOf } from './list-row.ts'
import type { MongoPending } from './mongodb-pending.ts'

/** Each in the direction of an index, or against it. */
const SORTS = {
  newest: { 'hitcraft.last': -1, id: 1 },
  oldest: { 'hitcraft.last': 1, id: -1 },
  id: { id: 1 },
} as const satisfies Record<ThreadOrder, object>

/** What the indexes over summaries, tags and tokens answer. */
export class MongoQueries implements ListEngine {
  readonly #db: MongoDatabase
  readonly #pending: MongoPending

  constructor(db: MongoDatabase, pending: MongoPending) {
    this.#db = db
    this.#pending = pending
  }

  async rows({ filter, search, ...page }: RowsQuestion): Promise<ListRow[]> {
    const asked = search === undefined ? {} : { tokens: requiredTokens(search) }
    return this.#rows({ ...asked, ...(await this.#asked(filter)) }, page)
  }

  async count(filter: ThreadFilter, search?: SearchQuery): Promise<number> {
    const asked = await this.#asked(filter)
    if (search === undefined) return this.#count(asked)
    const decided = await this.#count({ ...asked, tokens: requiredTokens(search), bulky: false })
    const bulky = {
      rows: (page: RowsQuestion) => this.#rows({ ...asked, bulky: true }, page),
      read: (ids: readonly string[]) => this.read(ids),
    }
    return decided + (await countMatches(bulky, { filter, search }))
  }

  async read(ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
    // A damaged one has no words to be found by; it keeps nobody from the others.
    const threads = await readThreads(this.#db, ids, () => undefined)
    return new Map([...threads].map(([id, thread]) => [encodeKey(id), thread]))
  }

  async analyses(ids: readonly string[]): Promise<ReadonlyMap<string, Analysis>> {
    const named = new Map(ids.map((id) => [documentId('analysis', encodeKey(id)), id]))
    const rows = await this.#db.records
      .find({ _id: { $in: [...named.keys()] } })
      .project<RecordFields>(RECORD)
      .toArray()
    return new Map(rows.map((row) => [named.get(row._id) ?? '', recordOf('analysis', row)]))
  }

  async indexState(): Promise<IndexState> {
    const [indexed = 0, behind = 0] = await Promise.all(
      [true, false].map((searchable) =>
        this.#db.threads.countDocuments({ 'hitcraft.searchable': searchable }),
      ),
    )
    return { complete: behind === 0, indexed, total: indexed + behind }
  }

  async #asked(filter: ThreadFilter): Promise<ListConditions> {
    const { analyzerKey: key, state } = filter
    const isSettled =
      key !== undefined && state === 'pending' && (await this.#pending.isSettled(key))
    return { filter, isSettled }
  }

  async #rows(
    conditions: ListConditions,
    { order, after, limit }: Pick<RowsQuestion, 'order' | 'after' | 'limit'>,
  ): Promise<ListRow[]> {
    const { analyzerKey } = conditions.filter
    return this.#db.threads
      .find(afterPosition(matching(conditions), order, after), { allowDiskUse: true })
      .sort(SORTS[order])
      .limit(limit)
      .project(analyzerKey === undefined ? LIST_ROW : LIST_ROW_WITH_LABELS)
      .map((row) => listRowOf(row, analyzerKey))
      .toArray()
  }

  /** Of a key that is not settled the pending ones are all but the analyzed ones, which have a tag. */
  async #count({ filter, ...rest }: ListConditions): Promise<number> {
    const count = (some: ThreadFilter) =>
      this.#db.threads.countDocuments(matching({ filter: some, ...rest }))
    if (filter.state !== 'pending' || rest.isSettled) return count(filter)
    const { state: _state, ...all } = filter
    return (await count(all)) - (await count({ ...filter, state: 'analyzed' }))
  }
}
