import { encodeKey } from '../../domain/values/ids.ts'
import type { RequiredToken } from '../../domain/search/search-query.ts'
import type { ThreadFilter, ThreadOrder } from '../../domain/thread/thread-query.ts'
import type { ListPosition } from '../list-page.ts'
import type { Database } from './connection/database.ts'
import { IS_OURS } from './rows/thread-row.ts'

/** A list query from `FROM` on, with its parameters. */
export interface ListSql {
  readonly columns: string
  readonly sql: string
  readonly values: readonly unknown[]
  readonly orderBy: string
}

export interface ListQuery {
  readonly filter: ThreadFilter
  readonly order: ThreadOrder
  /** Whether threads have states under the analyzer key; where they have none all are pending. */
  readonly hasStates: boolean
  readonly tokens?: readonly RequiredToken[]
  /** Encoded ids of the threads with the tokens, where they are known: see {@link wantsFound}. */
  readonly found?: readonly string[]
  readonly after?: ListPosition
}

/** A list as SQL: joins what the filter asks for, in an order that an index of the narrowest has. */
export function listSql(
  db: Database,
  { filter, order, hasStates, tokens, found, after }: ListQuery,
): ListSql {
  const values: unknown[] = []
  const bind = (value: unknown) => `$${values.push(value)}`
  // As a caller gives it, it may hold what no text of the server can.
  const bindKey = (value: string) => bind(encodeKey(value))
  const { analyzerKey } = filter
  const onAnalysis =
    filter.state === 'analyzed' || (filter.language ?? filter.outcome ?? filter.topic) !== undefined
  const joins: string[] = []
  const conditions: string[] = []
  let lead = 't'
  // Whether what is joined holds threads of ours alone.
  let isOurs = onAnalysis || filter.userId !== undefined || tokens !== undefined
  if (analyzerKey !== undefined) {
    const on = `a.key = ${bindKey(analyzerKey)} AND a.id = t.id`
    joins.push(`${onAnalysis ? '' : 'LEFT '}JOIN ${db.table('analyzed')} a ON ${on}`)
    if (onAnalysis) lead = 'a'
    for (const field of ['language', 'outcome', 'topic'] as const) {
      if (filter[field] !== undefined) conditions.push(`a.${field} = ${bindKey(filter[field])}`)
    }
    if (filter.state === 'pending' && hasStates) {
      joins.push(`JOIN ${db.table('pending')} p ON p.key = ${bindKey(analyzerKey)} AND p.id = t.id`)
      isOurs = true
    }
  }
  if (filter.userId !== undefined) {
    const user = bindKey(filter.userId)
    joins.push(
      `JOIN ${db.table('thread_users')} u ON u.id = t.id AND u.user_id = ${user} AND u.present`,
    )
    if (lead === 't') lead = 'u'
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
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`
  return {
    columns: `t.id, t.last, t.summary, ${analyzerKey === undefined ? 'NULL' : 'a.labels'} AS labels`,
    sql: `FROM ${db.table('threads')} t ${joins.join(' ')}${where}`,
    values,
    orderBy: order === 'newest' ? `${last} DESC, ${id}` : id,
  }
}

/**
 * Whether a search is first to be asked for its threads alone. How many a beginning of a word finds the
 * planner cannot know; it takes them for many, and then reads all states to find those of a few.
 */
export function wantsFound({ filter, tokens }: ListQuery): boolean {
  const { state, language, outcome, topic } = filter
  return tokens !== undefined && (state ?? language ?? outcome ?? topic) !== undefined
}

/** Encoded ids of threads with all the tokens, `most` at most. */
export function foundSql(
  db: Database,
  tokens: readonly RequiredToken[],
  most: number,
): { readonly sql: string; readonly values: readonly unknown[] } {
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
