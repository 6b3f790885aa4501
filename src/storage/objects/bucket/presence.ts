import { intOf, textOf } from '../../core/row-reader.ts'
import { decodeKey, encodeKey, safeName } from '../../../domain/values/ids.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { ObjectStore } from '../object-store.ts'
import { LAYOUT, threadKey, threadName } from './layout.ts'
import { inParallel, REQUESTS_AT_ONCE } from './in-parallel.ts'

/** Objects that one request of a list names (S3; Azure names more). */
const PAGE = 1000
/** Milliseconds for which a list of all objects counts. */
const LIST_COUNTS = 600_000

/**
 * Tells objects that may not be what the catalog knows, without reading those that are: by their ETags, of a
 * list that counts for ten minutes, or of the objects themselves where that takes fewer requests. What changes
 * under an ETag the server alone could tell.
 */
export class Presence {
  readonly #objects: ObjectStore
  readonly #catalog: Catalog
  #listed: Promise<ReadonlyMap<string, string>> | undefined
  #listedAt = 0
  /** Ids of threads that were found damaged: they are looked at whatever a list says. */
  readonly #found = new Set<string>()

  constructor(objects: ObjectStore, catalog: Catalog) {
    this.#objects = objects
    this.#catalog = catalog
  }

  /** A thread was found damaged. */
  mark(id: string): void {
    this.#found.add(id)
  }

  /** Those of the threads whose object is missing or has another ETag than the catalog knows. */
  async suspects(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return []
    const total = intOf(this.#catalog.one('SELECT count(*) AS n FROM threads'), 'n')
    if (this.#listed === undefined && ids.length / REQUESTS_AT_ONCE < total / PAGE) {
      const etags = await inParallel(
        ids,
        async (id) => (await this.#objects.get(threadKey(id)))?.etag,
      )
      return ids.filter((id, index) => etags[index] !== this.#known(id))
    }
    if (performance.now() - this.#listedAt > LIST_COUNTS) this.#listed = undefined
    if (this.#listed === undefined) this.#listedAt = performance.now()
    const listing = (this.#listed ??= this.#list())
    const listed = await listing.catch((error: unknown) => {
      // Whoever asks next tries anew.
      this.#listed = undefined
      throw error
    })
    return ids.filter((id) => this.#found.has(id) || listed.get(safeName(id)) !== this.#known(id))
  }

  #known(id: string): string | undefined {
    const row = this.#catalog.one('SELECT etag FROM threads WHERE id = ?', encodeKey(id))
    return row === undefined ? undefined : textOf(row, 'etag')
  }

  async #list(): Promise<ReadonlyMap<string, string>> {
    const etags = new Map<string, string>()
    for await (const { key, etag } of this.#objects.list(LAYOUT.threads)) {
      const name = threadName(key)
      if (name !== undefined) etags.set(name, etag)
    }
    return etags
  }
}

/** Ids of all threads that the catalog knows, by the names of their objects. */
export function* namesKnown(catalog: Catalog): Generator<readonly [name: string, id: string]> {
  const sql = 'SELECT id FROM threads WHERE id > ? ORDER BY id LIMIT ?'
  for (const rows of catalog.pieces(PAGE, sql)) {
    for (const row of rows) {
      const id = decodeKey(textOf(row, 'id'))
      yield [safeName(id), id]
    }
  }
}
