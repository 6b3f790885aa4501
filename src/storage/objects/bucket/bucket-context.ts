import type { Catalog } from '../catalog/catalog.ts'
import type { CatalogWriter } from '../catalog/catalog-writer.ts'
import type { ObjectStore } from '../object-store.ts'
import type { Journal } from './journal/journal.ts'
import type { Presence } from './presence.ts'

/** What the facets of the store share. */
export interface BucketContext {
  readonly objects: ObjectStore
  readonly catalog: Catalog
  readonly writer: CatalogWriter
  readonly journal: Journal
  readonly presence: Presence
}
