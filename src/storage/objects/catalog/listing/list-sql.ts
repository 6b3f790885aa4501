import type { SQLInputValue } from 'node:sqlite'
import { conditionsOf } from '../../../../domain/thread/thread-query.ts'
import type { ThreadFilter, ThreadOrder } from '../../../../domain/thread/thread-query.ts'
import { encodeKey } from '../../../../domain/values/ids.ts'
import { intOf } from '../../../core/row-reader.ts'
import type { ListPosition } from '../../../core/lists/thread-lists.ts'
import type { Catalog } from '../catalog.ts'
import { countOf } from './counters.ts'
import { ANALYZED, numberOf, OWN } from './facet-index.ts'

/** The parts of a list query, from `FROM` to the last condition. */
export interface ListSql {
  /** What counting takes. */
  readonly sql: string
  /** The same with the threads' own rows, under the name `t`. */
  readonly withThreads: string
  readonly values: readonly SQLInputValue[]
  readonly orderBy: string
}

/** Rows that may be looked at and sorted, rather than walked in the order of the list. */
const FEW = 2000

/**
 * A list as SQL. The table whose index is in the order of the list leads (`CROSS JOIN` keeps SQLite from
 * turning that around), so a page costs what it returns: `facets` by the rarest facet that is asked for,
 * else `threads`. What leads and is not in order has few rows, and is sorted; so is a search.
 *
 * @returns undefined where nothing can pass
 */
export function listSql(
  catalog: Catalog,
  filter: ThreadFilter,
  order: ThreadOrder,
  match?: string,
  after?: ListPosition,
): ListSql | undefined {
  const { own, keyed, state } = conditionsOf(filter)
  const { analyzerKey = '' } = filter
  const analyzed = state === 'analyzed' && keyed.length === 0 ? [ANALYZED] : []
  const asked = [
    ...own.map((facet) => numberOf(catalog, OWN, facet)),
    ...[...keyed, ...analyzed].map((facet) => numberOf(catalog, analyzerKey, facet)),
  ]
  const facets = asked.filter((facet) => facet !== undefined)
  if (facets.length < asked.length) return undefined
  const values: SQLInputValue[] = []
  const conditions: string[] = []
  const where = (condition: string, ...more: SQLInputValue[]) => {
    conditions.push(condition)
    values.push(...more)
  }
  const rarest = match === undefined ? rarestOf(catalog, facets, order) : undefined
  let from = 'threads t'
  if (match !== undefined) {
    from = 'search s CROSS JOIN threads t ON t.n = s.rowid'
    where('search MATCH ?', match)
  } else if (rarest !== undefined) {
    from = 'facets f'
    where('f.facet = ?', rarest)
  }
  const lead = rarest === undefined ? 't' : 'f'
  for (const facet of facets.filter((each) => each !== rarest)) {
    where(
      `EXISTS (SELECT 1 FROM facets x WHERE x.facet = ? AND x.last = ${lead}.last AND x.id = ${lead}.id)`,
      facet,
    )
  }
  if (state === 'pending') {
    const settled = countOf(catalog, `settled ${encodeKey(analyzerKey)}`)
    const isSearched = match !== undefined
    if (!isSearched && rarest === undefined && changedAreFew(catalog, settled)) {
      from = 'threads t INDEXED BY threads_changed'
      where('t.changed > ?', settled)
    }
    where(
      `NOT EXISTS (SELECT 1 FROM analyzed a WHERE a.id = ${lead}.id AND a.key = ?)`,
      encodeKey(analyzerKey),
    )
  }
  const last = `${lead}.last`
  const id = `${lead}.id`
  if (filter.from !== undefined) where(`${last} >= ?`, filter.from)
  if (filter.to !== undefined) where(`${last} < ? AND ${last} <> ''`, filter.to)
  if (after !== undefined && order === 'id') where(`${id} > ?`, after.id)
  if (after !== undefined && order === 'newest') {
    const time = after.last
    where(`(${last} <= ? AND (${last} < ? OR ${id} > ?))`, time, time, after.id)
  }
  if (after !== undefined && order === 'oldest') {
    const time = after.last
    where(`(${last} >= ? AND (${last} > ? OR ${id} < ?))`, time, time, after.id)
  }
  const rest = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  const threads = rarest === undefined ? '' : ' CROSS JOIN threads t ON t.id = f.id'
  return {
    sql: `FROM ${from}${rest}`,
    withThreads: `FROM ${from}${threads}${rest}`,
    values,
    orderBy: { newest: `${last} DESC, ${id}`, oldest: `${last}, ${id} DESC`, id }[order],
  }
}

/**
 * The facet that leads: that of the fewest threads. In the order of ids, which its index is not in, only
 * one of few.
 */
function rarestOf(
  catalog: Catalog,
  facets: readonly number[],
  order: ThreadOrder,
): number | undefined {
  if (facets.length === 1 && order !== 'id') return facets[0]
  const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM facets WHERE facet = ? LIMIT ${FEW})`
  const sizes = facets.map((facet) => ({ facet, n: intOf(catalog.one(sql, facet), 'n') }))
  const [rarest] = sizes.toSorted((a, b) => a.n - b.n)
  return rarest === undefined || (order === 'id' && rarest.n === FEW) ? undefined : rarest.facet
}

/** Whether few threads changed since a key was settled. */
function changedAreFew(catalog: Catalog, settled: number): boolean {
  const sql = `SELECT count(*) AS n FROM (SELECT 1 FROM threads WHERE changed > ? LIMIT ${FEW})`
  return settled > 0 && intOf(catalog.one(sql, settled), 'n') < FEW
}
