import { maybeTextOf, textOf } from '../../core/row-reader.ts'
import { prefixKeys, resolveIdentity } from '../../../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../../../domain/thread/thread-identity.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { withLaterAsOf } from '../../core/whole-thread.ts'
import type { MergeSource, StoredBody } from '../../merge-batch.ts'
import type { Catalog, Row } from '../catalog/catalog.ts'
import { prefixHits } from '../catalog/prefix-hits.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'
import type { Entries } from './journal/entries.ts'
import { threadEntry } from './thread-object.ts'
import type { DamagedObject, ReadThread } from './thread-object.ts'

/**
 * What became of an object after others have committed: its thread was `erased`; it is a conversation
 * without an id that others have stored since; others have `written` it; or it is as it was.
 */
export type Fate = 'erased' | "others' conversation" | 'written' | 'as it was'

/**
 * What a batch of merges into a bucket knows, and what follows from it: what is merged into, what has to
 * be looked at again, what is told in the end. It asks the catalog and makes no request.
 */
export class MergeState implements MergeSource {
  readonly #catalog: Catalog
  /** Objects as they were last read or written here; undefined: there is none. */
  readonly #seen = new Map<string, ReadThread | undefined>()
  /** What the catalog knew of each when it was read: another ETag since is another's commit. */
  readonly #base = new Map<string, Row[string] | undefined>()
  /** Ids whose object was made here. */
  readonly #created = new Set<string>()
  /** Bodies that were written over here, as old as they were known to be. */
  readonly #replaced = new Map<string, Thread>()
  /** Objects that do not hold, as they were read; undefined: it is missing. */
  readonly #broken = new Map<string, DamagedObject | undefined>()
  /** By id, with the hash of the body that was seen again. */
  readonly #sightings = new Map<string, { readonly asOf: string; readonly hash: string }>()
  #erased: TombstoneIndex

  constructor(catalog: Catalog) {
    this.#catalog = catalog
    this.#erased = new TombstoneIndex(catalog)
  }

  /** Takes notice of what others have erased. */
  renew(): void {
    this.#erased = new TombstoneIndex(this.#catalog)
  }

  isErased(thread: Thread): boolean {
    return this.#erased.holds(thread)
  }

  stored(id: string): StoredBody | undefined {
    // Its age may be what was changed.
    if (this.#broken.has(id))
      return { bodyHash: String(this.#row(id)?.['body_hash'] ?? ''), asOf: '' }
    if (this.#seen.has(id)) {
      const seen = this.#seen.get(id)
      return seen && { bodyHash: seen.hash, asOf: this.#asOf(id, seen) }
    }
    const row = this.#row(id)
    return row && { bodyHash: textOf(row, 'body_hash'), asOf: maybeTextOf(row, 'as_of') ?? '' }
  }

  holds(id: string): boolean {
    return !this.#broken.has(id)
  }

  body(id: string): Thread | undefined {
    if (this.#broken.has(id)) return undefined
    const seen = this.#seen.get(id)
    if (seen === undefined) throw new RangeError('a body that was not read')
    return withLaterAsOf(seen.thread, this.#asOf(id, seen))
  }

  /** What is known of an id-less conversation, but for what is known here not to be there. */
  prefixHits(keys: readonly string[]): readonly PrefixHit[] {
    if (keys.length === 0) return []
    return prefixHits(this.#catalog, keys).filter(
      ({ threadId }) => !this.#seen.has(threadId) || this.#seen.get(threadId) !== undefined,
    )
  }

  /** Ids of stored threads that merging these may ask for: those that are not known to be equal, and those. */
  wantedFor(threads: readonly Thread[]): { differing: ReadonlySet<string>; equal: string[] } {
    const differing = new Set<string>()
    const equal = new Set<string>()
    for (const thread of threads) {
      const hits = this.prefixHits(prefixKeys(thread)).map(({ threadId }) => threadId)
      for (const id of [thread.id, ...hits]) {
        const stored = this.stored(id)
        if (stored === undefined) continue
        if (stored.bodyHash === bodyHashOf({ ...thread, id })) equal.add(id)
        else differing.add(id)
      }
    }
    return { differing, equal: [...equal].filter((id) => !this.wasRead(id)) }
  }

  wasRead(id: string): boolean {
    return this.#seen.has(id) || this.#broken.has(id)
  }

  /** Before an object is read: what the catalog knows of it now. @returns whether it promises it */
  noteBase(id: string): boolean {
    const row = this.#row(id)
    this.#base.set(id, row?.['etag'])
    return row !== undefined
  }

  /**
   * An object as it was read.
   * @param isPromised as it was before the request
   * @returns whether it holds what was erased, and has to go
   */
  read(id: string, read: ReadThread | DamagedObject | undefined, isPromised: boolean): boolean {
    const isGone = read === undefined && isPromised
    if (isGone || (read !== undefined && 'damage' in read)) {
      this.#seen.delete(id)
      this.#broken.set(id, read)
      return false
    }
    this.#broken.delete(id)
    // What a process left that died while it wrote: nothing is merged into what was erased since.
    const isErased = read !== undefined && this.isErased(read.thread)
    this.#seen.set(id, isErased ? undefined : read)
    return isErased
  }

  /** What an object must still be to be written over, and its bytes where it does not hold. */
  target(id: string): { etag: string | undefined; broken: DamagedObject | undefined } {
    const before = this.#seen.get(id)
    const broken = this.#broken.get(id)
    if (before === undefined) this.noteBase(id)
    return { etag: (before ?? broken)?.etag, broken }
  }

  written(id: string, now: ReadThread): void {
    const before = this.#seen.get(id)
    if (before === undefined) {
      if (!this.#broken.delete(id)) this.#created.add(id)
    } else if (!this.#replaced.has(id)) {
      this.#replaced.set(id, withLaterAsOf(before.thread, this.#asOf(id, before)))
    }
    this.#seen.set(id, now)
  }

  sighted(id: string, asOf: string, hash: string): void {
    this.#sightings.set(id, { asOf, hash })
  }

  /** Every object that is there, and what became of it as far as is known when it comes to it. */
  *fates(): Generator<[string, Fate]> {
    for (const [id, seen] of this.#seen) {
      if (seen !== undefined) yield [id, this.#fateOf(id, seen.thread)]
    }
  }

  #fateOf(id: string, thread: Thread): Fate {
    if (this.isErased(thread)) return 'erased'
    // Made here, or by one that died or was kept from telling of it.
    const isUntold = this.#created.has(id) || this.#row(id) === undefined
    if (isUntold && this.#isOthers(id, thread)) return "others' conversation"
    return this.#row(id)?.['etag'] === this.#base.get(id) ? 'as it was' : 'written'
  }

  /** Whether an id-less conversation that was new here is one that others have stored since. */
  #isOthers(id: string, thread: Thread): boolean {
    const keys = prefixKeys(thread)
    const hits = this.prefixHits(keys).filter(({ threadId }) => threadId !== id)
    return resolveIdentity(keys, hits) !== undefined
  }

  /** What was written over here, where others have seen it again meanwhile: it counts as that young. */
  youngerReplaced(id: string): Thread | undefined {
    const replaced = this.#replaced.get(id)
    const asOf = String(this.#row(id)?.['as_of'] ?? '')
    if (replaced === undefined || asOf <= (replaced.asOf ?? '')) return undefined
    const younger = withLaterAsOf(replaced, asOf)
    this.#replaced.set(id, younger)
    return younger
  }

  /** Ids of sightings that are of another body by now; they are forgotten. */
  staleSightings(): string[] {
    const stale = [...this.#sightings].filter(
      ([id, { hash }]) => this.#row(id)?.['body_hash'] !== hash,
    )
    for (const [id] of stale) this.#sightings.delete(id)
    return stale.map(([id]) => id)
  }

  forget(id: string): void {
    this.#seen.set(id, undefined)
    this.#created.delete(id)
    this.#sightings.delete(id)
  }

  /** What the catalog does not know yet: what was written here, and what was found to be new. */
  entries(): Entries {
    const read = [...this.#seen].flatMap(([id, seen]) =>
      seen === undefined || this.#row(id)?.['etag'] === seen.etag ? [] : [seen],
    )
    const gone = [...this.#seen].flatMap(([id, seen]) =>
      seen === undefined && this.#row(id) !== undefined ? [id] : [],
    )
    const sightings = [...this.#sightings].map(([id, { asOf }]) => ({ id, asOf }))
    return { threads: read.map(threadEntry), gone, sightings }
  }

  #row(id: string): Row | undefined {
    const sql = 'SELECT body_hash, as_of, etag FROM threads WHERE id = ?'
    return this.#catalog.one(sql, encodeKey(id))
  }

  /** What the catalog knows of another body says nothing of this one. */
  #asOf(id: string, { thread, etag }: ReadThread): string {
    const row = this.#row(id)
    const known = row?.['etag'] === etag ? (maybeTextOf(row, 'as_of') ?? '') : ''
    return known > (thread.asOf ?? '') ? known : (thread.asOf ?? '')
  }
}
