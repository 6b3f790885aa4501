import { ALL_KINDS, RECORD_KINDS } from '../../../domain/records.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import { ifWhole } from '../../core/damaged.ts'
import { kinded } from '../../core/record-row.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import { currentModels, STATE_KINDS, statesOf } from '../../core/thread-state.ts'
import type { KeyState } from '../../core/thread-state.ts'
import type { Row, Sql, Transaction } from '../connection/database.ts'
import { FACET_COLUMNS, facetRow } from './facet-rows.ts'
import type { Filed } from './facet-rows.ts'
import { countAnalyzed, knownKeys, notePending } from './pending.ts'
import type { KnownKey } from './pending.ts'
import { intOf, maybeTextOf, textOf } from '../../core/row-reader.ts'
import { RECORD_COLUMNS, recordOfRow } from './record-row.ts'
import { IS_OURS } from './thread-row.ts'

/** A stored thread, as its states need it. */
export interface PresentThread extends Filed {
  readonly contentHash: string
}

/** A record with where it is filed, by encoded ids. */
export interface FiledRecord {
  readonly key: string
  readonly thread: string
  readonly about: KindedRecord
}

/** The kinds of records that others are made under. */
const MODEL_KINDS = ALL_KINDS.filter((kind) => RECORD_KINDS[kind].modelOf !== undefined)

/** Of the threads under encoded ids those that are stored. */
export async function presentThreads(sql: Sql, ids: readonly string[]): Promise<PresentThread[]> {
  const rows = await sql.rows(
    `SELECT id, last, content_hash FROM ${sql.table('threads')} WHERE id = ANY($1) AND ${IS_OURS}`,
    [ids],
  )
  return rows.map(presentThread)
}

/** Stored threads by encoded id, from behind one of them on. */
export async function presentThreadsBeyond(
  sql: Sql,
  after: string,
  limit: number,
): Promise<PresentThread[]> {
  const rows = await sql.rows(
    `SELECT id, last, content_hash FROM ${sql.table('threads')} WHERE id > $1 AND ${IS_OURS}
     ORDER BY id LIMIT $2`,
    [after, limit],
  )
  return rows.map(presentThread)
}

/** The thread of a row; what was lost of it counts as empty. */
export function presentThread(row: Row): PresentThread {
  return {
    key: textOf(row, 'id'),
    last: maybeTextOf(row, 'last') ?? '',
    contentHash: maybeTextOf(row, 'content_hash') ?? '',
  }
}

/**
 * Sets the states of threads under every analyzer key by what is stored. The caller holds the writers' lock.
 * @param written records that were stored just now, which are not read again
 */
export async function restate(
  sql: Transaction,
  threads: readonly PresentThread[],
  written: readonly FiledRecord[] = [],
): Promise<void> {
  if (threads.length === 0) return
  const ids = threads.map(({ key }) => key)
  const keys = await knownKeys(sql)
  const records = await recordsOf(sql, ids, written)
  const models = await modelsOf(sql)
  const states = threads.flatMap((thread) => {
    const { contentHash } = thread
    const facts = { contentHash, models, records: records.get(thread.key) ?? [] }
    return statesOf(facts).map((state) => ({ thread, state }))
  })
  const counts = await dropStates(sql, keys, ids)
  await writeStates(sql, states)
  const analyzed = Map.groupBy(states, ({ state }) => encodeKey(state.analyzerKey))
  for (const [key, group] of analyzed) counts.set(key, (counts.get(key) ?? 0) + group.length)
  await countAnalyzed(sql, counts)
  await notePending(sql, keys, ids)
}

/**
 * Deletes the states of threads. Whoever does so has to count them too.
 * @returns how many more there are, by encoded analyzer key
 */
export async function dropStates(
  sql: Sql,
  keys: readonly KnownKey[],
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const which = 'key = ANY($1) AND id = ANY($2)'
  const rows = await sql.rows(
    `WITH states AS (DELETE FROM ${sql.table('analyzed')} WHERE ${which} RETURNING key),
       facets AS (DELETE FROM ${sql.table('facets')} WHERE id = ANY($2) AND keyed),
       pending AS (DELETE FROM ${sql.table('pending')} WHERE ${which})
     SELECT key, count(*)::int AS n FROM states GROUP BY key`,
    [keys.map(({ key }) => key), ids],
  )
  return new Map(rows.map((row) => [textOf(row, 'key'), -intOf(row, 'n')]))
}

async function writeStates(
  sql: Transaction,
  states: readonly { readonly thread: PresentThread; readonly state: KeyState }[],
): Promise<void> {
  if (states.length === 0) return
  await sql.copy(
    'analyzed',
    'key, id, last, labels',
    states.map(({ thread: { key, last }, state: { analyzerKey, labels } }) => [
      encodeKey(analyzerKey),
      key,
      last,
      JSON.stringify(labels),
    ]),
  )
  const facets = states.flatMap(({ thread, state }) =>
    state.facets.map((facet) => facetRow(thread, facet, state.analyzerKey)),
  )
  await sql.copy('facets', FACET_COLUMNS, facets)
}

/** The records that threads' states depend on, by thread. A damaged one counts as none. */
async function recordsOf(
  sql: Sql,
  ids: readonly string[],
  written: readonly FiledRecord[],
): Promise<Map<string, KindedRecord[]>> {
  const rows = await sql.rows(
    `SELECT kind, ${RECORD_COLUMNS} FROM ${sql.table('records')}
     WHERE thread = ANY($1) AND kind = ANY($2) AND (kind, id) NOT IN (
       SELECT * FROM unnest($3::text[], $4::text[]))`,
    [ids, STATE_KINDS, written.map(({ about }) => about.kind), written.map(({ key }) => key)],
  )
  const records = new Map<string, KindedRecord[]>()
  const add = (thread: string, record: KindedRecord) => {
    const others = records.get(thread)
    if (others === undefined) records.set(thread, [record])
    else others.push(record)
  }
  for (const { thread, about } of written) add(thread, about)
  for (const row of rows) {
    const kind = STATE_KINDS.find((name) => name === row['kind'])
    if (kind === undefined) continue
    // What is damaged is named by whoever examines the store.
    const record = ifWhole(() => recordOfRow(kind, row))
    if (record !== undefined) add(textOf(row, 'thread'), kinded(kind, record))
  }
  return records
}

/** The newest model of each analyzer key, by the keys as they are. */
async function modelsOf(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql.rows(
    `SELECT tag, max(id) AS id FROM ${sql.table('records')}
     WHERE kind = ANY($1) GROUP BY kind, tag`,
    [MODEL_KINDS],
  )
  return currentModels(
    rows.flatMap((row) => {
      // A model whose tag was taken away is damaged, and is the current one of no key.
      const tag = maybeTextOf(row, 'tag')
      if (tag === undefined) return []
      return [{ id: decodeKey(textOf(row, 'id')), analyzerKey: decodeKey(tag) }]
    }),
  )
}
