import { labelsOf } from '../../../domain/analysis/analysis.ts'
import type { Analysis } from '../../../domain/analysis/analysis.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { idOfRecord, threadOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import type { TopicAssignment, TopicModel } from '../../../domain/analysis/topic-model.ts'
import type { Catalog } from './catalog.ts'
import type { BodyPlace, ThreadRow } from './thread-row.ts'
import { storedJson } from '../../core/stored-json.ts'

/**
 * Brings the catalog up to what a thread or record says: the one way into it, for a write, a replay of
 * the log and a rebuild alike. The caller is in `catalog.write`.
 */
export class CatalogWriter {
  readonly #catalog: Catalog

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  /** @param place where the body lies; undefined for one that stands in its file */
  thread(row: ThreadRow, place: BodyPlace | undefined): void {
    const catalog = this.#catalog
    const { summary } = row
    const id = encodeKey(summary.id)
    const inLog = place !== undefined && 'segment' in place ? place : undefined
    const last = summary.lastMessageAt ?? ''
    const before = catalog.one('SELECT content_hash, last FROM threads WHERE id = ?', id)
    catalog.run(
      `INSERT INTO threads (id, last, summary, content_hash, body_hash, as_of, segment, offset, length,
         etag)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET last = excluded.last, summary = excluded.summary,
         content_hash = excluded.content_hash, body_hash = excluded.body_hash,
         as_of = max(coalesce(as_of, ''), coalesce(excluded.as_of, '')), segment = excluded.segment,
         offset = excluded.offset, length = excluded.length, etag = excluded.etag,
         searchable = 0`,
      id,
      last,
      JSON.stringify(summary),
      summary.contentHash,
      row.bodyHash,
      row.asOf,
      inLog?.segment ?? null,
      inLog?.offset ?? null,
      inLog?.length ?? null,
      place !== undefined && 'etag' in place ? place.etag : null,
    )
    if (before !== undefined) catalog.run('DELETE FROM thread_users WHERE id = ?', id)
    this.#users(row, id, last)
    this.#prefixes(row.prefixKeys, id)
    if (before?.['content_hash'] !== summary.contentHash) this.#standsAnew(summary.id, id)
    else if (before['last'] !== last) {
      catalog.run('UPDATE analyzed SET last = ? WHERE id = ?', last, id)
    }
  }

  /** Users of messages are `present`; those whose every form has lost are kept for erasing alone. */
  #users({ summary, lostUsers }: ThreadRow, id: string, last: string): void {
    const sql = 'INSERT INTO thread_users VALUES (?, ?, ?, ?)'
    for (const user of summary.userIds) this.#catalog.run(sql, encodeKey(user), 1, last, id)
    for (const user of lostUsers) this.#catalog.run(sql, encodeKey(user), 0, last, id)
  }

  #prefixes(keys: readonly string[], id: string): void {
    if (keys.length === 0) return
    this.#catalog.run('DELETE FROM prefix_keys WHERE id = ?', id)
    for (const [index, key] of keys.entries()) {
      const whole = index === keys.length - 1 ? 1 : 0
      this.#catalog.run('INSERT INTO prefix_keys VALUES (?, ?, ?)', key, id, whole)
    }
  }

  /** A thread with new content: pending under every key, unless an analysis is there already. */
  #standsAnew(threadId: string, id: string): void {
    for (const { key } of this.#catalog.all('SELECT key FROM analyzer_keys')) {
      this.#state(String(key), threadId, id)
    }
  }

  /** Sets a thread's state under a key by what is stored. */
  #state(key: string, threadId: string, id: string): void {
    const catalog = this.#catalog
    const thread = catalog.one('SELECT content_hash, last FROM threads WHERE id = ?', id)
    if (thread === undefined) return
    const body = this.#recordBody('analysis', `${key}\n${threadId}`)
    const analysis = body === undefined ? undefined : (storedJson(body) as Analysis)
    if (analysis === undefined || analysis.contentHash !== thread['content_hash']) {
      catalog.run('DELETE FROM analyzed WHERE key = ? AND id = ?', key, id)
      catalog.run('INSERT OR IGNORE INTO pending VALUES (?, ?)', key, id)
      return
    }
    const topic = this.#topicOf(key, threadId)
    const labels = { ...labelsOf(analysis), ...(topic === undefined ? {} : { topic }) }
    catalog.run('DELETE FROM pending WHERE key = ? AND id = ?', key, id)
    catalog.run(
      'INSERT OR REPLACE INTO analyzed VALUES (?, ?, ?, ?, ?, ?, ?)',
      key,
      id,
      thread['last'] ?? '',
      labels.outcome,
      labels.language ?? null,
      topic ?? null,
      JSON.stringify(labels),
    )
  }

  #topicOf(key: string, threadId: string): string | undefined {
    const model = this.currentModel(key)
    if (model === undefined) return undefined
    const body = this.#recordBody('topicAssignment', `${model}\n${threadId}`)
    return body === undefined ? undefined : (storedJson(body) as TopicAssignment).topic
  }

  /** The newest topic model of a key. */
  currentModel(key: string): string | undefined {
    const model = this.#catalog.one('SELECT value FROM meta WHERE name = ?', `topicModel ${key}`)
    return typeof model?.['value'] === 'string' ? model['value'] : undefined
  }

  #recordBody(kind: RecordKind, id: string): string | undefined {
    const row = this.#catalog.one(
      'SELECT body FROM records WHERE kind = ? AND id = ?',
      kind,
      encodeKey(id),
    )
    return typeof row?.['body'] === 'string' ? row['body'] : undefined
  }

  /** Knows an analyzer key from now on: every thread gets a state under it. */
  analyzerKey(key: string): void {
    if (this.#catalog.one('SELECT 1 FROM analyzer_keys WHERE key = ?', key) !== undefined) return
    this.#catalog.run('INSERT INTO analyzer_keys VALUES (?)', key)
    this.#catalog.run('INSERT OR IGNORE INTO pending SELECT ?, id FROM threads', key)
  }

  record<K extends RecordKind>(kind: K, record: RecordTypes[K]): void {
    const thread = threadOfRecord(kind, record)
    this.#catalog.run(
      'INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)',
      kind,
      encodeKey(idOfRecord(kind, record)),
      thread === undefined ? null : encodeKey(thread),
      JSON.stringify(record),
    )
    if (kind === 'analysis') this.#analysisStored(record as Analysis)
    if (kind === 'topicAssignment') this.#assignmentStored(record as TopicAssignment)
    if (kind === 'topicModel') this.#modelStored(record as TopicModel)
  }

  #analysisStored({ analyzerKey, threadId }: Analysis): void {
    this.analyzerKey(analyzerKey)
    this.#state(analyzerKey, threadId, encodeKey(threadId))
  }

  #assignmentStored({ analyzerKey, threadId, modelId }: TopicAssignment): void {
    if (this.currentModel(analyzerKey) !== modelId) return
    this.#state(analyzerKey, threadId, encodeKey(threadId))
  }

  #modelStored({ analyzerKey, id }: TopicModel): void {
    if ((this.currentModel(analyzerKey) ?? '') >= id) return
    this.#catalog.setMeta(`topicModel ${analyzerKey}`, id)
    const analyzed = this.#catalog.all('SELECT id FROM analyzed WHERE key = ?', analyzerKey)
    for (const row of analyzed) this.#retopic(analyzerKey, String(row['id']))
  }

  /** Only assignments of the newest model count. */
  #retopic(key: string, id: string): void {
    const thread = this.#catalog.one('SELECT summary FROM threads WHERE id = ?', id)
    if (thread === undefined) return
    const { id: threadId } = storedJson(thread['summary']) as { id: string }
    this.#state(key, threadId, id)
  }

  sighting(threadId: string, asOf: string): void {
    this.#catalog.run(
      "UPDATE threads SET as_of = max(coalesce(as_of, ''), ?) WHERE id = ?",
      asOf,
      encodeKey(threadId),
    )
  }

  /** Lets a thread be found by its tokens, as {@link searchText} gives them. */
  searchable(threadId: string, text: string): void {
    const id = encodeKey(threadId)
    const n = this.#catalog.one('SELECT n FROM threads WHERE id = ?', id)?.['n']
    if (n === undefined) return
    this.#catalog.run('DELETE FROM search WHERE rowid = ?', n)
    this.#catalog.run('INSERT INTO search (rowid, tokens) VALUES (?, ?)', n, text)
    this.#catalog.run('UPDATE threads SET searchable = 1 WHERE n = ?', n)
  }

  /** Drops everything about a thread. */
  forget(threadId: string): void {
    const id = encodeKey(threadId)
    const row = this.#catalog.one('SELECT n FROM threads WHERE id = ?', id)
    if (row !== undefined) this.#catalog.run('DELETE FROM search WHERE rowid = ?', row['n'] ?? null)
    for (const table of ['threads', 'thread_users', 'prefix_keys', 'pending', 'analyzed']) {
      this.#catalog.run(`DELETE FROM ${table} WHERE id = ?`, id)
    }
    this.#catalog.run('DELETE FROM records WHERE thread = ?', id)
  }
}
