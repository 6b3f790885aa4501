import { textOf } from '../../core/row-reader.ts'
import { compareIds, encodeKey } from '../../../domain/values/ids.ts'
import type { Sql } from '../connection/database.ts'
import { IS_OURS } from './thread-row.ts'

/**
 * Which threads are pending under an analyzer key: those that have no state under it. So a new key costs no
 * row. What is asked for most is spared looking for them: up to an id, `upto`, each pending thread has a row of
 * its own in `pending`, and a run, which goes in the order of ids, moves it on. Once it stands at
 * {@link EVERY_ID} all pending threads have rows, and those that change get one.
 */

/** Behind every id. */
export const EVERY_ID = '\u{10FFFF}'.repeat(8)

export interface KnownKey {
  /** Encoded. */
  readonly key: string
  readonly upto: string
}

/** The analyzer keys under which anything was analyzed. */
export async function knownKeys(sql: Sql): Promise<KnownKey[]> {
  const rows = await sql.rows(`SELECT key, upto FROM ${sql.table('analyzer_keys')}`)
  return rows.map((row) => ({ key: textOf(row, 'key'), upto: textOf(row, 'upto') }))
}

/** Rows that moving on may add at once: what runs on other machines have under way. */
const GAPS = 200

/**
 * Whether the thread `t` of a statement has no state under a key. As a value and not as a join, for which a
 * planner would read all states.
 * @param key a parameter
 */
export function isPendingSql(sql: Sql, key: string): string {
  return `NOT coalesce(
    (SELECT TRUE FROM ${sql.table('analyzed')} a WHERE a.key = ${key} AND a.id = t.id), FALSE)`
}

/**
 * States came or went.
 * @param counts how many more, by encoded analyzer key; a key is known from its first on
 */
export async function countAnalyzed(sql: Sql, counts: ReadonlyMap<string, number>): Promise<void> {
  const changed = [...counts].filter(([, count]) => count !== 0)
  if (changed.length === 0) return
  await sql.rows(
    `INSERT INTO ${sql.table('analyzer_keys')} AS k (key, upto, analyzed)
     SELECT key, '', n FROM unnest($1::text[], $2::bigint[]) AS v (key, n)
     ON CONFLICT (key) DO UPDATE SET analyzed = k.analyzed + excluded.analyzed`,
    [changed.map(([key]) => key), changed.map(([, count]) => count)],
  )
}

/** Adds the rows that threads of these encoded ids, which have none, must have. */
export async function notePending(
  sql: Sql,
  keys: readonly KnownKey[],
  ids: readonly string[],
): Promise<void> {
  const moved = keys.filter(({ upto }) => upto !== '')
  if (moved.length === 0) return
  await sql.rows(
    `INSERT INTO ${sql.table('pending')} (key, id)
     SELECT k.key, t.id FROM unnest($1::text[], $2::text[]) AS k (key, upto)
     CROSS JOIN unnest($3::text[]) AS t (id)
     WHERE t.id COLLATE "C" <= k.upto AND ${isPendingSql(sql, 'k.key')}`,
    [moved.map(({ key }) => key), moved.map(({ upto }) => upto), ids],
  )
}

/**
 * Moves `upto` on behind what was just analyzed under a key.
 * @param last greatest encoded id of it
 */
export async function moveOn(sql: Sql, analyzerKey: string, last: string): Promise<void> {
  const key = encodeKey(analyzerKey)
  const [known] = await sql.rows(
    `SELECT upto FROM ${sql.table('analyzer_keys')} WHERE key = $1 AND upto < $2`,
    [key, EVERY_ID],
  )
  if (known === undefined) return
  const upto = String(known['upto'])
  const rows = await sql.rows(
    `SELECT id FROM ${sql.table('threads')} t
     WHERE id > $2 AND ${IS_OURS} AND ${isPendingSql(sql, '$1')} ORDER BY id LIMIT ${GAPS + 1}`,
    [key, upto],
  )
  const open = rows.map((row) => textOf(row, 'id'))
  const isAll = open.length <= GAPS
  const gaps = isAll ? open : open.slice(0, GAPS).filter((id) => compareIds(id, last) <= 0)
  const reached = isAll
    ? EVERY_ID
    : gaps.length === GAPS
      ? (gaps.at(-1) ?? upto)
      : compareIds(last, upto) > 0
        ? last
        : upto
  if (gaps.length > 0) {
    await sql.rows(`INSERT INTO ${sql.table('pending')} (key, id) SELECT $1, unnest($2::text[])`, [
      key,
      gaps,
    ])
  }
  if (reached === upto) return
  await sql.rows(`UPDATE ${sql.table('analyzer_keys')} SET upto = $2 WHERE key = $1`, [
    key,
    reached,
  ])
}
