import type { Catalog } from '../catalog/catalog.ts'
import type { CatalogWriter } from '../catalog/catalog-writer.ts'
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
  /** Tells the settler that there is something to do. */
  readonly wake: () => void
}

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

/**
 * Logs and syncs changes, then shows them in the catalog. The caller is in `catalog.write`, so when that
 * resolves the changes are durable; if anything fails before, none of them is seen, and what the log
 * holds of them is overwritten.
 */
export function commit(context: FileContext, changes: readonly Change[]): void {
  if (changes.length === 0) return
  const { catalog, log } = context
  const { places, segment, end } = log.append(changes, logEnd(catalog))
  for (const [index, change] of changes.entries()) {
    const place = places[index]
    if (place !== undefined) change.apply(place)
  }
  catalog.setMeta('log segment', String(segment))
  catalog.setMeta('log end', String(end))
}

export function jsonFrame(type: number, value: unknown): { type: number; payload: Buffer } {
  return { type, payload: Buffer.from(JSON.stringify(value)) }
}
