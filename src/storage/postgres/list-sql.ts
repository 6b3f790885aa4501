import { encodeKey } from '../../domain/values/ids.ts'
import type { RequiredToken } from '../../domain/search/search-query.ts'
import { conditionsOf } from '../../domain/thread/thread-query.ts'
import type { ThreadFilter, ThreadOrder } from '../../domain/thread/thread-query.ts'
import type { ListPosition, RowsQuestion } from '../core/lists/thread-lists.ts'
import type { Database } from './connection/database.ts'
import { facetName } from './rows/facet-rows.ts'
import { isPendingSql } from './rows/pending.ts'
import { IS_OURS } from './rows/thread-row.ts'

/** A statement with its parameters. */
export interface Statement {
  readonly sql: string
  readonly values: readonly unknown[]
}

export interface ListQuery {
  readonly filter: ThreadFilter
  /** Whether every pending thread under the analyzer key has a row; asked for where pending ones are. */
  readonly isSettled: boolean
  readonly tokens?: readonly RequiredToken[]
  /** Encoded ids of the threads with the tokens, where they are known: see {@link wantsFound}. */
  readonly found?: readonly string[]
}

/** The rows of a page, as `ListRow`s. Labels are looked up for these alone. */
export function pageSql(
  db: Database,
  list: ListQuery,
  { order, after, limit }: Pick<RowsQuestion, 'order' | 'after' | 'limit'>,
): Statement {
  const { from, lead, values } = listSql(db, list, order, after)
  const { analyzerKey } = list.filter
  const [most, key] = [`$${values.length + 1}`, `$${values.length + 2}`]
  const labels = `(SELECT labels FROM ${db.table('analyzed')} a WHERE a.key = ${key} AND a.id = p.id)`
  const by = (table: string) =>
    ({
      newest: `${table}.last DESC, ${table}.id`,
      oldest: `${table}.last, ${table}.id DESC`,
      id: `${table}.id`,
    })[order]
  return {
    sql: `SELECT p.*, ${analyzerKey === undefined ? 'NULL' : labels} AS labels FROM (
        SELECT t.id, t.last, t.summary ${from} ORDER BY ${by(lead)} LIMIT ${most}) p
      ORDER BY ${by('p')}`,
    values: [...values, limit, ...(analyzerKey === undefined ? [] : [encodeKey(analyzerKey)])],
  }
}

/** How many rows all pages have, as `n`. */
export function countSql(db: Database, list: ListQuery): Statement {
  const { from, values } = listSql(db, list, 'id', undefined)
  return { sql: `SELECT count(*)::int AS n ${from}`, values }
}

/**
 * A list from `FROM` on. The first facet that is asked for leads: its rows stand in the order of the list, so
 * that a page reads no more of them than it shows, however common or rare the facet is.
 */
function listSql(
  db: Database,
  { filter, isSettled, tokens, found }: ListQuery,
  order: ThreadOrder,
  after: ListPosition | undefined,
): { readonly from: string; readonly lead: string; readonly values: readonly unknown[] } {
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  // As a caller gives it, it may hold what no text of the server can.
  const bindKey = (value: string) => bind(encodeKey(value))
  const { analyzerKey } = filter
  const { own, keyed, state } = conditionsOf(filter)
  const joins: string[] = []
  const conditions: string[] = []
  let lead = 't'
  const names = [
    ...own.map((facet) => facetName(facet)),
    ...keyed.map((facet) => facetName(facet, analyzerKey)),
  ]
  for (const [n, name] of names.entries()) {
    const same = n === 0 ? '' : ` AND f${n}.last = f0.last`
    joins.push(
      `JOIN ${db.table('facets')} f${n} ON f${n}.facet = ${bind(name)} AND f${n}.id = t.id${same}`,
    )
    lead = 'f0'
  }
  if (state === 'analyzed' && keyed.length === 0) {
    const key = bindKey(analyzerKey ?? '')
    joins.push(`JOIN ${db.table('analyzed')} a ON a.key = ${key} AND a.id = t.id`)
    if (lead === 't') lead = 'a'
  }
  // What is joined holds threads of ours alone.
  let isOurs = lead !== 't' || tokens !== undefined
  if (state === 'pending') {
    const key = bindKey(analyzerKey ?? '')
    if (keyed.length > 0) conditions.push('FALSE')
    if (isSettled) {
      joins.push(`JOIN ${db.table('pending')} p ON p.key = ${key} AND p.id = t.id`)
      isOurs = true
    } else conditions.push(isPendingSql(db, key))
  }
  if (found !== undefined) conditions.push(`${lead}.id = ANY(${bind(found)})`)
  else if (tokens !== undefined) conditions.push(`t.id IN (${searchSql(db, tokens, bind)})`)
  if (!isOurs) {
    // Asked so that counting still gets by with an index that holds the ids.
    conditions.push(`t.id NOT IN (SELECT id FROM ${db.table('threads')} WHERE NOT ${IS_OURS})`)
  }
  const last = `${lead}.last`
  const id = `${lead}.id`
  if (filter.from !== undefined) conditions.push(`${last} >= ${bindKey(filter.from)}`)
  if (filter.to !== undefined) conditions.push(`${last} < ${bindKey(filter.to)} AND ${last} <> ''`)
  if (after !== undefined && order === 'id') conditions.push(`${id} > ${bind(after.id)}`)
  if (after !== undefined && order === 'newest') {
    const time = bindKey(after.last)
    conditions.push(`${last} <= ${time} AND (${last} < ${time} OR ${id} > ${bind(after.id)})`)
  }
  if (after !== undefined && order === 'oldest') {
    const time = bindKey(after.last)
    conditions.push(`${last} >= ${time} AND (${last} > ${time} OR ${id} < ${bind(after.id)})`)
  }
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return {
    from: `FROM ${db.table('threads')} t ${joins.join(' ')}${where}`,
    lead,
    values,
  }
}

/**
 * Whether a search is first to be asked for its threads alone. How many a beginning of a word finds the
 * planner cannot know; it takes them for many, and then reads all states to find those of a few.
 */
export function wantsFound(filter: ThreadFilter): boolean {
  return conditionsOf(filter).state !== undefined
}

/** Encoded ids of threads with all the tokens, `most` at most. */
export function foundSql(db: Database, tokens: readonly RequiredToken[], most: number): Statement {
  const values: unknown[] = []
  const sql = searchSql(db, tokens, (value) => `$${values.push(value)}`)
  return { sql: `SELECT id FROM (${sql}) AS found LIMIT ${most}`, values }
}

/**
 * Ids of threads with all the tokens. The index is asked for all at once, so that a rare word spares
 * reading the rows of a frequent one; only threads of several parts may have each in another part.
 */
function searchSql(
  db: Database,
  tokens: readonly RequiredToken[],
  bind: (value: unknown) => string,
): string {
  const search = db.table('search')
  const each = tokens.map((token) => `${bind(tsquery(token))}::tsquery`)
  const inOne = `SELECT id FROM ${search} WHERE tokens @@ (${each.join(' && ')})`
  if (each.length < 2) return inOne
  const inAny = each.map(
    (token) => `EXISTS (SELECT 1 FROM ${search} s WHERE s.id = m.id AND s.tokens @@ ${token})`,
  )
  return `${inOne} UNION SELECT m.id FROM ${search} m WHERE m.part > 0 AND ${inAny.join(' AND ')}`
}

/** Tokens hold letters, digits and marks alone, so there is nothing in them to escape. */
function tsquery({ token, prefix }: RequiredToken): string {
  return `'${token}'${prefix ? ':*' : ''}`
}
