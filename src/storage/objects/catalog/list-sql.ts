import type { SQLInputValue } from 'node:sqlite'
import { encodeKey } from '../../../domain/values/ids.ts'
import type { ThreadFilter, ThreadOrder } from '../../../domain/thread/thread-query.ts'
import type { ListPosition } from '../../list-page.ts'

/** The parts of a list query, from `FROM` to the last condition. */
export interface ListSql {
  readonly columns: string
  readonly sql: string
  readonly values: readonly SQLInputValue[]
  readonly orderBy: string
}

/**
 * A list as SQL. The table whose index is in the order of the list leads (`CROSS JOIN` keeps SQLite from
 * turning that around), so a page costs what it returns: `analyzed` for conditions on an analysis,
 * `pending`, `thread_users`, else `threads`. A search leads where there is one, and is sorted.
 */
export function listSql(
  filter: ThreadFilter,
  order: ThreadOrder,
  match?: string,
  after?: ListPosition,
): ListSql {
  const values: SQLInputValue[] = []
  const conditions: string[] = []
  const where = (condition: string, ...more: SQLInputValue[]) => {
    conditions.push(condition)
    values.push(...more)
  }
  const { analyzerKey } = filter
  const onAnalysis =
    filter.state === 'analyzed' || (filter.language ?? filter.outcome ?? filter.topic) !== undefined
  const lead =
    match !== undefined
      ? 's'
      : onAnalysis
        ? 'a'
        : filter.state === 'pending'
          ? 'p'
          : filter.userId !== undefined
            ? 'u'
            : 't'
  const from: string[] = []
  if (match !== undefined) {
    from.push('search s CROSS JOIN threads t ON t.n = s.rowid')
    where('search MATCH ?', match)
  }
  if (onAnalysis) {
    from.push(match === undefined ? 'analyzed a' : 'CROSS JOIN analyzed a ON a.id = t.id')
    where('a.key = ?', analyzerKey ?? '')
    for (const field of ['language', 'outcome', 'topic'] as const) {
      if (filter[field] !== undefined) where(`a.${field} = ?`, filter[field])
    }
  }
  if (filter.state === 'pending') {
    from.push(from.length === 0 ? 'pending p' : 'CROSS JOIN pending p ON p.id = t.id')
    where('p.key = ?', analyzerKey ?? '')
  }
  if (filter.userId !== undefined) {
    from.push(
      from.length === 0
        ? 'thread_users u'
        : `CROSS JOIN thread_users u ON u.id = ${lead === 's' ? 't' : lead}.id`,
    )
    where('u.user = ? AND u.present = 1', encodeKey(filter.userId))
  }
  if (match === undefined) {
    from.push(from.length === 0 ? 'threads t' : `CROSS JOIN threads t ON t.id = ${lead}.id`)
  }
  if (analyzerKey !== undefined && !onAnalysis) {
    from.push('LEFT JOIN analyzed a ON a.key = ? AND a.id = t.id')
    // Bound where the join stands: before the conditions' values.
    values.unshift(analyzerKey)
  }
  // The leading table has the order of the list in its own index, where it has the time at all.
  const last = lead === 'a' || lead === 'u' ? `${lead}.last` : 't.last'
  const id = lead === 's' ? 't.id' : `${lead}.id`
  if (filter.from !== undefined) where(`${last} >= ?`, filter.from)
  if (filter.to !== undefined) where(`${last} < ? AND ${last} <> ''`, filter.to)
  if (after !== undefined && order === 'id') where(`${id} > ?`, after.id)
  if (after !== undefined && order === 'newest') {
    const time = after.last
    where(`(${last} <= ? AND (${last} < ? OR ${id} > ?))`, time, time, after.id)
  }
  const labels = analyzerKey === undefined ? 'NULL AS labels' : 'a.labels AS labels'
  return {
    columns: `t.id AS id, t.last AS last, t.summary AS summary, ${labels}`,
    sql: `FROM ${from.join(' ')}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`,
    values,
    orderBy: order === 'newest' ? `${last} DESC, ${id}` : id,
  }
}
