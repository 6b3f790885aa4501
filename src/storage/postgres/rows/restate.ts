import { labelsOf } from '../../../domain/analysis/analysis.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import type { Database, Sql } from '../connection/database.ts'
import { valueChunks } from '../connection/values.ts'
import { readable } from '../../core/damaged.ts'
import { RECORD_COLUMNS, recordOfRow } from './record-row.ts'

/**
 * Sets the state of threads under every known analyzer key by what is stored: analyzed where the analysis
 * stands at the present content, else pending. Both tables together hold each thread once a key, so
 * neither a page of pending ones nor a filtered list looks at more rows than it returns.
 */
export async function restate(db: Database, sql: Sql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const keys = (await sql.rows(`SELECT key FROM ${db.table('analyzer_keys')}`)).map(({ key }) =>
    decodeKey(String(key)),
  )
  if (keys.length === 0) return
  const analyses = await sql.rows(
    `SELECT r.id, r.thread, r.tag, r.body, r.seal, t.last FROM ${db.table('records')} r JOIN ${db.table('threads')} t ON t.id = r.thread
     WHERE r.thread = ANY($1) AND r.kind = 'analysis'
       AND r.tag = t.content_hash`,
    [ids],
  )
  const topics = await topicsOf(db, sql, keys, ids)
  const rows = analyses.flatMap((row) => {
    // Of a damaged analysis the thread is pending: the next one takes its place.
    const analysis = readable(() => recordOfRow('analysis', row), leaveOut)
    if (analysis === undefined) return []
    const id = encodeKey(analysis.threadId)
    const topic = topics.get(`${analysis.analyzerKey}\n${id}`)
    const labels = { ...labelsOf(analysis), ...(topic === undefined ? {} : { topic }) }
    const { language } = labels
    const values = [
      encodeKey(analysis.analyzerKey),
      id,
      row['last'] ?? '',
      labels.outcome,
      language === undefined ? null : encodeKey(language),
      topic === undefined ? null : encodeKey(topic),
      JSON.stringify(labels),
    ]
    return [values]
  })
  await sql.rows(`DELETE FROM ${db.table('analyzed')} WHERE id = ANY($1)`, [ids])
  await sql.rows(`DELETE FROM ${db.table('pending')} WHERE id = ANY($1)`, [ids])
  for (const { placeholders, values } of valueChunks(rows, ['', '', '', '', '', '', ''])) {
    await sql.rows(`INSERT INTO ${db.table('analyzed')} VALUES ${placeholders}`, values)
  }
  await sql.rows(
    `INSERT INTO ${db.table('pending')}
     SELECT k.key, t.id FROM ${db.table('analyzer_keys')} k CROSS JOIN ${db.table('threads')} t
     WHERE t.id = ANY($1) AND t.body_hash IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM ${db.table('analyzed')} a WHERE a.key = k.key AND a.id = t.id)`,
    [ids],
  )
}

function leaveOut(): void {
  // What is damaged is named by whoever examines the store.
}

/** Topics under the newest model of each key, by key and thread. */
async function topicsOf(
  db: Database,
  sql: Sql,
  keys: readonly string[],
  ids: readonly string[],
): Promise<Map<string, string>> {
  const topics = new Map<string, string>()
  const current = await currentModels(db, sql, keys)
  if (current.size === 0) return topics
  const rows = await sql.rows(
    `SELECT ${RECORD_COLUMNS} FROM ${db.table('records')}
     WHERE thread = ANY($1) AND kind = 'topicAssignment'`,
    [ids],
  )
  for (const row of rows) {
    const assignment = readable(() => recordOfRow('topicAssignment', row), leaveOut)
    if (assignment === undefined) continue
    const { analyzerKey, modelId, topic } = assignment
    if (topic !== undefined && current.get(analyzerKey) === modelId) {
      topics.set(`${analyzerKey}\n${String(row['thread'])}`, topic)
    }
  }
  return topics
}

/** The newest topic model of each key. */
export async function currentModels(
  db: Database,
  sql: Sql,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const rows = await sql.rows(
    `SELECT tag AS key, max(id) AS id FROM ${db.table('records')}
     WHERE kind = 'topicModel' GROUP BY tag`,
  )
  return new Map(
    rows
      .map((row) => [decodeKey(String(row['key'])), decodeKey(String(row['id']))] as const)
      .filter(([key]) => keys.includes(key)),
  )
}

/** Knows an analyzer key from now on: every thread is pending under it until it is analyzed. */
export async function addAnalyzerKeys(
  db: Database,
  sql: Sql,
  keys: readonly string[],
): Promise<void> {
  for (const key of new Set(keys)) {
    const added = await sql.rows(
      `INSERT INTO ${db.table('analyzer_keys')} VALUES ($1) ON CONFLICT DO NOTHING RETURNING key`,
      [encodeKey(key)],
    )
    if (added.length === 0) continue
    await sql.rows(
      `INSERT INTO ${db.table('pending')} SELECT $1, id FROM ${db.table('threads')}
       WHERE body_hash IS NOT NULL ON CONFLICT DO NOTHING`,
      [encodeKey(key)],
    )
  }
}

/** After a new topic model of a key: assignments of the older one count no more. */
export async function retopic(
  db: Database,
  sql: Sql,
  models: readonly TopicModel[],
): Promise<void> {
  for (const { analyzerKey } of models) {
    const rows = await sql.rows(
      `SELECT id FROM ${db.table('analyzed')} WHERE key = $1 AND topic IS NOT NULL`,
      [encodeKey(analyzerKey)],
    )
    await restate(
      db,
      sql,
      rows.map(({ id }) => String(id)),
    )
  }
}
