import type { SQLOutputValue } from 'node:sqlite'
import { encodeKey } from '../../../domain/values/ids.ts'
import { idOfRecord, RECORD_KINDS, threadOfRecord } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { kinded } from '../../core/record-row.ts'
import { textOf } from '../../core/row-reader.ts'
import { threadFacets } from '../../core/thread-state.ts'
import type { Catalog, Row } from './catalog.ts'
import { addTo, nextEpoch } from './listing/counters.ts'
import { FacetIndex, LOST_USER, OWN } from './listing/facet-index.ts'
import type { Listing } from './listing/facet-index.ts'
import type { BodyPlace, ThreadRow } from './thread-row.ts'
import { numbersIn, ThreadStates } from './listing/thread-states.ts'

/**
 * Brings the catalog up to what a thread or record says: the one way into it, for a write, a replay of
 * the log and a rebuild alike. The caller is in `catalog.write`.
 */
export class CatalogWriter {
  readonly #catalog: Catalog
  readonly #facets: FacetIndex
  readonly #states: ThreadStates

  constructor(catalog: Catalog) {
    this.#catalog = catalog
    this.#facets = new FacetIndex(catalog)
    this.#states = new ThreadStates(catalog, this.#facets)
  }

  /** @param place where the body lies; undefined for one that stands in its file */
  thread(row: ThreadRow, place: BodyPlace | undefined): void {
    const catalog = this.#catalog
    const { summary } = row
    const id = encodeKey(summary.id)
    const inLog = place !== undefined && 'segment' in place ? place : undefined
    const last = summary.lastMessageAt ?? ''
    const before = catalog.one('SELECT content_hash, last, facets FROM threads WHERE id = ?', id)
    const own = this.#listing(row, last)
    catalog.run(
      `INSERT INTO threads (id, last, summary, content_hash, body_hash, as_of, segment, offset, length,
         etag, facets, changed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET last = excluded.last, summary = excluded.summary,
         changed = iif(content_hash = excluded.content_hash, changed, excluded.changed),
         content_hash = excluded.content_hash, body_hash = excluded.body_hash,
         as_of = max(coalesce(as_of, ''), coalesce(excluded.as_of, '')), segment = excluded.segment,
         offset = excluded.offset, length = excluded.length, etag = excluded.etag,
         facets = excluded.facets, searchable = 0`,
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
      JSON.stringify(own.facets),
      nextEpoch(catalog),
    )
    if (before === undefined) addTo(catalog, 'threads', 1)
    const was = before === undefined ? undefined : listingOf(before)
    this.#facets.list(id, was, own)
    this.#prefixes(row.prefixKeys, id)
    if (was !== undefined && was.last !== last) this.#states.move(id, was.last, last)
    const { contentHash } = summary
    if (before?.['content_hash'] !== contentHash) this.#states.stand(id, contentHash, last)
  }

  #listing({ summary, lostUsers }: ThreadRow, last: string): Listing {
    const lost = lostUsers.map((value) => ({ name: LOST_USER, value }))
    return { last, facets: this.#facets.numbersOf(OWN, [...threadFacets(summary), ...lost]) }
  }

  #prefixes(keys: readonly string[], id: string): void {
    if (keys.length === 0) return
    this.#catalog.run('DELETE FROM prefix_keys WHERE id = ?', id)
    for (const [index, key] of keys.entries()) {
      const whole = index === keys.length - 1 ? 1 : 0
      this.#catalog.run('INSERT INTO prefix_keys VALUES (?, ?, ?)', key, id, whole)
    }
  }

  record<K extends RecordKind>(kind: K, record: RecordTypes[K]): void {
    const id = encodeKey(idOfRecord(kind, record))
    const of = threadOfRecord(kind, record)
    const thread = of === undefined ? null : encodeKey(of)
    const body = JSON.stringify(record)
    this.#catalog.run('INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)', kind, id, thread, body)
    const { modelOf, state } = RECORD_KINDS[kind]
    if (state !== undefined && thread !== null) {
      this.#states.restate(thread, { id, kinded: kinded(kind, record) })
    }
    if (modelOf !== undefined) this.#states.modelStored(modelOf(record), id)
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
    const n = this.#catalog.one('SELECT n FROM threads WHERE id = ?', encodeKey(threadId))?.['n']
    if (n === undefined) return
    this.#index(n, text)
    this.#catalog.run('UPDATE threads SET searchable = 1 WHERE n = ?', n)
  }

  /** The same for the thread of a row's number, whose body stands in its file from now on. */
  settled(n: SQLOutputValue, text: string): void {
    this.#index(n, text)
    this.#catalog.run(
      'UPDATE threads SET searchable = 1, segment = NULL, offset = NULL, length = NULL WHERE n = ?',
      n,
    )
  }

  #index(n: SQLOutputValue, text: string): void {
    this.#catalog.run('DELETE FROM search WHERE rowid = ?', n)
    this.#catalog.run('INSERT INTO search (rowid, tokens) VALUES (?, ?)', n, text)
  }

  /** Drops everything about a thread. */
  forget(threadId: string): void {
    const id = encodeKey(threadId)
    const row = this.#catalog.one('SELECT n, last, facets FROM threads WHERE id = ?', id)
    if (row !== undefined) {
      const listing = listingOf(row)
      this.#catalog.run('DELETE FROM search WHERE rowid = ?', row['n'] ?? null)
      this.#states.forget(id, listing.last)
      this.#facets.list(id, listing, undefined)
      addTo(this.#catalog, 'threads', -1)
    }
    this.#catalog.run('DELETE FROM threads WHERE id = ?', id)
    this.#catalog.run('DELETE FROM prefix_keys WHERE id = ?', id)
    this.#catalog.run('DELETE FROM records WHERE thread = ?', id)
  }
}

function listingOf(row: Row): Listing {
  return { last: textOf(row, 'last'), facets: numbersIn(row) }
}
