import { encodeKey } from '../../../../domain/values/ids.ts'
import { isJsonArray, isJsonObject } from '../../../../domain/values/json.ts'
import { corrupt } from '../../../core/damaged.ts'
import type { KindedRecord } from '../../../core/record-row.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogWriter } from '../../catalog/catalog-writer.ts'
import type { ThreadRow } from '../../catalog/thread-row.ts'
import { compress, decompress } from './compression.ts'
import { storedJson, storedTexts } from '../../../core/stored-json.ts'

/** A thread as the catalog takes it, so that nobody has to read its body for that. */
export interface ThreadEntry {
  readonly row: ThreadRow
  readonly etag: string
  /** As `searchText` gives it. */
  readonly tokens: string
}

/** What one commit says. A segment of the catalog holds this; its records stand in a pack too. */
export interface Entries {
  readonly threads?: readonly ThreadEntry[]
  readonly records?: readonly KindedRecord[]
  /** Threads that a later export confirmed. */
  readonly sightings?: readonly Sighting[]
  /** Ids of threads that were erased, or whose object somebody took away. */
  readonly gone?: readonly string[]
  /** Of those gone, the ones whose words may still lie somewhere, until they are `scrubbed`. */
  readonly erasing?: readonly string[]
  readonly scrubbed?: readonly string[]
  /** Objects under `threads/` that are not the object of their thread. */
  readonly strays?: readonly Stray[]
  /** Packs found in the bucket, whose lines are among the records. */
  readonly packs?: readonly string[]
  /** The pack in which its records lie already; absent: one has to be written. */
  readonly liesIn?: string
}

export interface Sighting {
  readonly id: string
  readonly asOf: string
}

export interface Stray {
  readonly name: string
  readonly etag: string
  /** The thread that it was merged into; absent where it holds none. */
  readonly id?: string
}

export function isEmpty({ liesIn: _liesIn, ...entries }: Entries): boolean {
  return Object.values(entries).every((list) => (list?.length ?? 0) === 0)
}

export function encodeSegment(entries: Entries): Buffer {
  return compress(JSON.stringify(entries))
}

/** @throws HitCraftError CORRUPT */
export function decodeSegment(bytes: Buffer): Entries {
  const value = storedJson(decompress(bytes, 'a segment of the catalog').toString('utf8'))
  if (isEntries(value)) return value
  throw corrupt({ kind: 'store', place: 'a segment of the catalog' }, 'is none')
}

/** A segment is put as a whole under a name of its own, so that what it holds is what was put there. */
function isEntries(value: unknown): value is Entries {
  if (!isJsonObject(value)) return false
  const { liesIn, ...lists } = value
  return (
    (liesIn === undefined || typeof liesIn === 'string') && Object.values(lists).every(isJsonArray)
  )
}

/** Shows what a commit says in the catalog. The caller is in `catalog.write`. */
export function applyEntries(
  { catalog, writer }: { readonly catalog: Catalog; readonly writer: CatalogWriter },
  entries: Entries,
  pack?: string,
): void {
  for (const { kind, record } of entries.records ?? []) writer.record(kind, record)
  for (const { row, etag, tokens } of entries.threads ?? []) {
    writer.thread(row, { etag })
    writer.searchable(row.summary.id, tokens)
  }
  for (const { id, asOf } of entries.sightings ?? []) writer.sighting(id, asOf)
  for (const id of entries.gone ?? []) {
    writer.forget(id)
  }
  for (const id of entries.scrubbed ?? []) {
    catalog.run('DELETE FROM strays WHERE id = ?', encodeKey(id))
  }
  noteErasing(catalog, entries)
  for (const { name, etag, id } of entries.strays ?? []) {
    const key = id === undefined ? null : encodeKey(id)
    catalog.run('INSERT OR REPLACE INTO strays VALUES (?, ?, ?)', name, etag, key)
  }
  for (const name of [...(entries.packs ?? []), ...(pack === undefined ? [] : [pack])]) {
    catalog.run('INSERT OR IGNORE INTO packs VALUES (?)', name)
  }
}

const ERASING = 'erasing'

/** Ids whose erasure was committed and whose words may still lie somewhere. */
export function erasingIds(catalog: Catalog): string[] {
  return storedTexts(catalog.meta(ERASING) ?? '[]')
}

function noteErasing(catalog: Catalog, { erasing = [], scrubbed = [] }: Entries): void {
  if (erasing.length + scrubbed.length === 0) return
  const done = new Set(scrubbed)
  const ids = [...new Set([...erasingIds(catalog), ...erasing])].filter((id) => !done.has(id))
  catalog.setMeta(ERASING, JSON.stringify(ids))
}
