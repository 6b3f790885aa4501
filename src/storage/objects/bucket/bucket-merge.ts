import { randomBytes } from 'node:crypto'
import { encodeKey, safeName } from '../../../domain/values/ids.ts'
import { prefixKeys, resolveIdentity } from '../../../domain/thread/thread-identity.ts'
import { bodyHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import { withKeptAt } from '../../core/damaged.ts'
import { MergeBatch } from '../../merge-batch.ts'
import type { MergedThread, MergeSource } from '../../merge-batch.ts'
import type { Row } from '../catalog/catalog.ts'
import { prefixHits } from '../catalog/prefix-hits.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'
import { encodeBody, withLaterAsOf } from '../thread-body.ts'
import type { BucketContext } from './bucket-context.ts'
import { pauseAfter } from './journal/attempts.ts'
import type { Entries } from './journal/entries.ts'
import { inParallel } from './in-parallel.ts'
import { LAYOUT, threadKey } from './layout.ts'
import { stateOfObject, threadEntry } from './thread-object.ts'
import type { DamagedObject, ReadThread } from './thread-object.ts'

/**
 * One batch of merges into a bucket. Each thread's object is written on the condition that it is what
 * was merged into, so two writers lose nothing of either; then one commit tells what lists need. When
 * others have committed meanwhile, what they did is looked at before that: an erased thread goes again,
 * a conversation without an id that they have stored is merged into theirs.
 */
export class BucketMerge {
  readonly #context: Omit<BucketContext, 'writer'>
  readonly #threads: Thread[]
  /** How many of them were given. */
  readonly #count: number
  readonly #outcomes: StoredOutcome[] = []
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
  /** Where damaged objects were put that were replaced, by id. */
  readonly #kept = new Map<string, string>()
  /** By id, with the hash of the body that was seen again. */
  readonly #sightings = new Map<string, { readonly asOf: string; readonly hash: string }>()
  #erased: TombstoneIndex

  constructor(context: Omit<BucketContext, 'writer'>, threads: readonly Thread[]) {
    this.#context = context
    this.#threads = [...threads]
    this.#count = threads.length
    this.#erased = new TombstoneIndex(context.catalog)
  }

  async run(): Promise<readonly StoredOutcome[]> {
    let isFirst = true
    await this.#context.journal.commit(async () => {
      if (isFirst) await this.#merge([...this.#threads.keys()])
      else await this.#lookAgain()
      isFirst = false
      return this.#entries()
    })
    return withKeptAt(this.#outcomes.slice(0, this.#count), this.#kept)
  }

  /** Merges the threads at these places, those again whose object somebody else wrote meanwhile. */
  async #merge(places: readonly number[]): Promise<void> {
    this.#erased = new TombstoneIndex(this.#context.catalog)
    let left = places
    for (let attempt = 1; left.length > 0; attempt++) {
      await this.#prefetch(left.map((place) => this.#thread(place)))
      const batch = new MergeBatch(this.#source())
      for (const place of left) this.#outcomes[place] = batch.add(this.#thread(place))
      const lost = new Set(await this.#write(batch.changes()))
      left = left.filter((place) => lost.has(this.#outcomes[place]?.id ?? ''))
      if (left.length > 0) await pauseAfter(attempt, this.#context.objects.location)
    }
  }

  #thread(place: number): Thread {
    const thread = this.#threads[place]
    if (thread === undefined) throw new RangeError('no such place in the batch')
    return thread
  }

  /** Reads the bodies that a merge may ask for: stored threads that are not known to be equal. */
  async #prefetch(threads: readonly Thread[]): Promise<void> {
    const wanted = new Set<string>()
    const equal = new Set<string>()
    for (const thread of threads) {
      const hits = this.#hits(prefixKeys(thread)).map(({ threadId }) => threadId)
      for (const id of [thread.id, ...hits]) {
        const stored = this.#stored(id)
        if (stored === undefined) continue
        if (stored.bodyHash === bodyHashOf({ ...thread, id })) equal.add(id)
        else wanted.add(id)
      }
    }
    // Else a damaged object would stay so for ever.
    const unseen = [...equal].filter((id) => !this.#seen.has(id) && !this.#broken.has(id))
    for (const id of await this.#context.presence.suspects(unseen)) wanted.add(id)
    const ids = [...wanted].filter((id) => !this.#seen.has(id) && !this.#broken.has(id))
    await inParallel(ids, (id) => this.#read(id))
  }

  async #read(id: string): Promise<void> {
    const { objects } = this.#context
    const row = this.#row(id)
    this.#base.set(id, row?.['etag'])
    const read = await stateOfObject(objects, id)
    const isGone = read === undefined && row !== undefined
    if (isGone || (read !== undefined && 'damage' in read)) {
      this.#seen.delete(id)
      this.#broken.set(id, read)
      return
    }
    this.#broken.delete(id)
    // What a process left that died while it wrote: nothing is merged into what was erased since.
    const isErased = read !== undefined && this.#erased.holds(read.thread)
    if (isErased) await objects.delete(threadKey(id))
    this.#seen.set(id, isErased ? undefined : read)
  }

  #source(): MergeSource {
    return {
      stored: (id) => this.#stored(id),
      holds: (id) => !this.#broken.has(id),
      body: (id) => {
        if (this.#broken.has(id)) return undefined
        const seen = this.#seen.get(id)
        if (seen === undefined) throw new RangeError('a body that was not read')
        return withLaterAsOf(seen.thread, this.#asOf(id, seen))
      },
      prefixHits: (keys) => this.#hits(keys),
      isErased: (thread) => this.#erased.holds(thread),
    }
  }

  #stored(id: string): { bodyHash: string; asOf: string } | undefined {
    // Its age may be what was changed.
    if (this.#broken.has(id))
      return { bodyHash: String(this.#row(id)?.['body_hash'] ?? ''), asOf: '' }
    if (this.#seen.has(id)) {
      const seen = this.#seen.get(id)
      return seen && { bodyHash: seen.hash, asOf: this.#asOf(id, seen) }
    }
    const row = this.#row(id)
    return row && { bodyHash: String(row['body_hash']), asOf: String(row['as_of'] ?? '') }
  }

  #row(id: string): Row | undefined {
    const sql = 'SELECT body_hash, as_of, etag FROM threads WHERE id = ?'
    return this.#context.catalog.one(sql, encodeKey(id))
  }

  /** What the catalog knows of another body says nothing of this one. */
  #asOf(id: string, { thread, etag }: ReadThread): string {
    const row = this.#row(id)
    const known = row?.['etag'] === etag ? String(row['as_of'] ?? '') : ''
    return known > (thread.asOf ?? '') ? known : (thread.asOf ?? '')
  }

  /** What is known of an id-less conversation, but for what is known here not to be there. */
  #hits(keys: readonly string[]) {
    if (keys.length === 0) return []
    return prefixHits(this.#context.catalog, keys).filter(
      ({ threadId }) => !this.#seen.has(threadId) || this.#seen.get(threadId) !== undefined,
    )
  }

  /** @returns the ids whose object is not what was merged into; they were read again */
  async #write(changes: readonly MergedThread[]): Promise<string[]> {
    const lost: string[] = []
    await inParallel(changes, async ({ thread, hash, change, damage }) => {
      const { id, asOf = '' } = thread
      if (change === 'as-of') {
        this.#sightings.set(id, { asOf, hash })
        return
      }
      const before = this.#seen.get(id)
      const broken = this.#broken.get(id)
      if (before === undefined) this.#base.set(id, this.#row(id)?.['etag'])
      const there = before ?? broken
      const condition = there === undefined ? 'absent' : { etag: there.etag }
      try {
        if (damage === 'replaced' && broken !== undefined) await this.#putAside(id, broken)
        const body = encodeBody(thread, hash)
        const etag = await this.#context.objects.put(threadKey(id), body, condition)
        if (before === undefined) {
          if (!this.#broken.delete(id)) this.#created.add(id)
        } else if (!this.#replaced.has(id)) {
          this.#replaced.set(id, withLaterAsOf(before.thread, this.#asOf(id, before)))
        }
        this.#seen.set(id, { thread, hash, etag })
      } catch (error) {
        if (!isHitCraftError(error, 'CONFLICT')) throw error
        await this.#read(id)
        lost.push(id)
      }
    })
    return lost
  }

  async #putAside(id: string, { bytes }: DamagedObject): Promise<void> {
    const key = `${LAYOUT.damaged}${safeName(id)}/${randomBytes(6).toString('hex')}.json`
    await this.#context.objects.put(key, bytes)
    this.#kept.set(id, key)
  }

  /** After others have committed. */
  async #lookAgain(): Promise<void> {
    const { catalog, objects } = this.#context
    this.#erased = new TombstoneIndex(catalog)
    const again: number[] = []
    for (const [id, seen] of this.#seen) {
      if (seen === undefined) continue
      if (this.#erased.holds(seen.thread)) {
        await objects.delete(threadKey(id))
        this.#forget(id)
        for (const place of this.#placesOf(id)) {
          this.#outcomes[place] = { id: this.#thread(place).id, outcome: 'erased' }
        }
      } else if (this.#isUntold(id) && this.#isOthers(id, seen.thread)) {
        await objects.delete(threadKey(id))
        this.#forget(id)
        again.push(...this.#placesOf(id))
      } else if (this.#row(id)?.['etag'] !== this.#base.get(id)) {
        await this.#read(id)
      } else {
        again.push(...this.#sightingOf(id))
      }
    }
    for (const [id, { hash }] of this.#sightings) {
      if (this.#row(id)?.['body_hash'] === hash) continue
      this.#sightings.delete(id)
      again.push(...this.#placesOf(id))
    }
    await this.#merge(again)
  }

  /** What was written over here, where others have seen it again meanwhile: it counts as that young. */
  #sightingOf(id: string): number[] {
    const replaced = this.#replaced.get(id)
    const asOf = String(this.#row(id)?.['as_of'] ?? '')
    if (replaced === undefined || asOf <= (replaced.asOf ?? '')) return []
    const younger = withLaterAsOf(replaced, asOf)
    this.#replaced.set(id, younger)
    return [this.#threads.push(younger) - 1]
  }

  /** Whether the object was made here, or by one that died or was kept from telling of it. */
  #isUntold(id: string): boolean {
    return this.#created.has(id) || this.#row(id) === undefined
  }

  /** Whether an id-less conversation that was new here is one that others have stored since. */
  #isOthers(id: string, thread: Thread): boolean {
    const keys = prefixKeys(thread)
    const hits = this.#hits(keys).filter(({ threadId }) => threadId !== id)
    return resolveIdentity(keys, hits) !== undefined
  }

  #forget(id: string): void {
    this.#seen.set(id, undefined)
    this.#created.delete(id)
    this.#sightings.delete(id)
  }

  #placesOf(id: string): number[] {
    return this.#outcomes.flatMap((outcome, place) => (outcome.id === id ? [place] : []))
  }

  /** What the catalog does not know yet: what was written here, and what was found to be new. */
  #entries(): Entries {
    const read = [...this.#seen].flatMap(([id, seen]) =>
      seen === undefined || this.#row(id)?.['etag'] === seen.etag ? [] : [seen],
    )
    const gone = [...this.#seen].flatMap(([id, seen]) =>
      seen === undefined && this.#row(id) !== undefined ? [id] : [],
    )
    const sightings = [...this.#sightings].map(([id, { asOf }]) => ({ id, asOf }))
    return { threads: read.map(threadEntry), gone, sightings }
  }
}
