import { textOf } from '../../core/row-reader.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { CatalogWriter } from '../catalog/catalog-writer.ts'
import { withSum } from '../summed.ts'
import type { FileSystem } from './disk/file-system.ts'
import type { Layout } from './disk/layout.ts'
import type { Log, LogPlace } from './disk/log.ts'

/** What the facets of the store share. */
export interface FileContext {
  readonly layout: Layout
  readonly fs: FileSystem
  readonly log: Log
  readonly catalog: Catalog
  readonly writer: CatalogWriter
  /** The folders may not be written; the catalog is a copy of this process. */
  readonly isReadOnly: boolean
  /** Tells the settler that there is something to do. */
  readonly wake: () => void
}

/** What is there before there is anybody to wake. */
export type BaseContext = Omit<FileContext, 'wake'>

/** A change to be logged, and how it shows in the catalog once its place is known. */
export interface Change {
  readonly type: number
  readonly payload: Buffer
  readonly apply: (place: LogPlace) => void
}

/** The end of the valid log, as the catalog knows it. */
export function logEnd(catalog: Catalog): { segment: number; end: number } {
  return {
    segment: Number(catalog.meta('log segment') ?? 1),
    end: Number(catalog.meta('log end') ?? 0),
  }
}

/** How far a segment must hold, by all that is known of it. */
export function acknowledgedEnd({ catalog, log }: BaseContext, segment: number): number {
  const active = logEnd(catalog)
  const known = segment === active.segment ? active.end : Number(catalog.meta(endOf(segment)) ?? 0)
  return Math.max(known, log.acknowledged(segment))
}

/** Segments that are there or, as far as the catalog knows, should be. */
export function knownSegments({ catalog, log }: BaseContext): number[] {
  const known = catalog
    .all("SELECT name FROM meta WHERE name LIKE 'log end %'")
    .map((row) => Number(textOf(row, 'name').slice('log end '.length)))
  const active = logEnd(catalog).segment
  return [...new Set([...known, ...log.segments(), active])].toSorted((a, b) => a - b)
}

function endOf(segment: number): string {
  return `log end ${segment}`
}

export function setLogEnd(catalog: Catalog, segment: number, end: number): void {
  const before = logEnd(catalog)
  if (before.segment < segment) catalog.setMeta(endOf(before.segment), String(before.end))
  catalog.setMeta('log segment', String(segment))
  catalog.setMeta('log end', String(end))
}

export function forgetSegment(catalog: Catalog, segment: number): void {
  catalog.run('DELETE FROM meta WHERE name = ?', endOf(segment))
  catalog.run('DELETE FROM unsynced WHERE segment = ?', segment)
}

/**
 * Logs and syncs changes, then shows them in the catalog. The caller is in `catalog.write`, so when that
 * resolves the changes are durable; if anything fails before, none of them is seen, and what the log
 * holds of them is taken in or written over by the next.
 */
export function commit(context: FileContext, changes: readonly Change[]): void {
  if (changes.length === 0) return
  const { catalog, log } = context
  const { places, segment, end } = log.append(changes, logEnd(catalog))
  for (const [index, change] of changes.entries()) {
    const place = places[index]
    if (place !== undefined) change.apply(place)
  }
  setLogEnd(catalog, segment, end)
  log.acknowledge(segment, end)
}

export function summedFrame(type: number, value: unknown): { type: number; payload: Buffer } {
  return { type, payload: Buffer.from(withSum(JSON.stringify(value))) }
}

/** @throws HitCraftError PERMISSION where the folders may only be read */
export function refuseReadOnly({ isReadOnly, layout }: BaseContext): void {
  if (!isReadOnly) return
  throw new HitCraftError('PERMISSION', `${layout.folders.data} may only be read`, {
    remedy: 'Give the user that runs this the right to write there, or set another DATA_FOLDER.',
  })
}

/** Whether the catalog lists a thread. */
export function isListed(catalog: Catalog, id: string): boolean {
  return catalog.one('SELECT 1 FROM threads WHERE id = ?', encodeKey(id)) !== undefined
}
