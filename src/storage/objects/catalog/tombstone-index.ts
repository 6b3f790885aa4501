import { namesToLookFor, tombstoneId } from '../../../domain/thread/tombstone.ts'
import type { TombstoneName } from '../../../domain/thread/tombstone.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { textOf } from '../../core/row-reader.ts'
import type { Catalog } from './catalog.ts'

/** What was erased, looked up by the secrets under which it was buried. */
export class TombstoneIndex {
  readonly #catalog: Catalog
  readonly #secrets: readonly string[]

  constructor(catalog: Catalog) {
    this.#catalog = catalog
    this.#secrets = catalog
      .all("SELECT DISTINCT body ->> 'key' AS secret FROM records WHERE kind = 'tombstone'")
      .map((row) => textOf(row, 'secret'))
  }

  /** That with which this store buries; undefined while it has buried nothing. */
  get secret(): string | undefined {
    return this.#secrets[0]
  }

  /** Whether nothing was erased yet. */
  get isEmpty(): boolean {
    return this.#secrets.length === 0
  }

  /** Whether the thread, or a user who wrote in it, was erased. */
  holds(thread: Thread): boolean {
    return !this.isEmpty && namesToLookFor(thread).some((name) => this.isBuried(name))
  }

  /** Whether something was buried under just this name. */
  isBuried({ what, name }: TombstoneName): boolean {
    return this.#secrets.some((secret) => this.#has(tombstoneId(secret, what, name)))
  }

  #has(id: string): boolean {
    const sql = "SELECT 1 FROM records WHERE kind = 'tombstone' AND id = ?"
    return this.#catalog.one(sql, id) !== undefined
  }
}
