import { randomBytes } from 'node:crypto'
import { isHitCraftError, HitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { UpkeepOptions } from '../../../chat-store.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogWriter } from '../../catalog/catalog-writer.ts'
import type { ObjectStore } from '../../object-store.ts'
import { pauseAfter } from './attempts.ts'
import { applyEntries, decodeSegment, encodeSegment, isEmpty } from './entries.ts'
import type { Entries } from './entries.ts'
import { decodeHead, encodeHead } from './head.ts'
import type { Head } from './head.ts'
import {
  describeHead,
  headAnew,
  headWith,
  isFoldDue,
  lastName,
  names,
  nextNumber,
  planCatchUp,
} from './head-plan.ts'
import type { CatchUp } from './head-plan.ts'
import { inParallel } from '../in-parallel.ts'
import { LAYOUT, numberedName, numberOf, packKey, segmentKey } from '../layout.ts'
import { completePacks, dropOlder, greatestNumber, putPack } from './leftovers.ts'
import type { Lease } from './lease.ts'
import type { Snapshots } from './snapshots/snapshots.ts'
import { encodePack } from './packs.ts'
import { takeAll } from './take-all.ts'
import { Turns } from './turns.ts'

/** Milliseconds for which a look at the head counts: less than the five seconds that are promised. */
const FRESH = 2000
interface Parts {
  readonly objects: ObjectStore
  readonly catalog: Catalog
  readonly writer: CatalogWriter
}

/**
 * The order of all that is written to a bucket, and the local catalog kept up with it. A commit is a
 * segment under a new name, then the head under the condition that nobody else has written it; who
 * loses takes in what the other wrote and builds the commit anew.
 */
export class Journal {
  readonly #parts: Parts
  readonly #snapshots: Snapshots
  readonly #lease: Lease | undefined
  #head: Head | undefined
  #etag: string | undefined
  /** A store that may only be read and has no catalog: what was taken in is all there is to know. */
  #isDetached = false
  #lookedAt = Number.NEGATIVE_INFINITY
  readonly #state = new Turns()
  readonly #writers = new Turns()

  /** @param lease for a server that does not honour conditions: only its holder writes */
  constructor(parts: Parts, snapshots: Snapshots, lease?: Lease) {
    this.#parts = parts
    this.#snapshots = snapshots
    this.#lease = lease
  }

  get sweptAt(): string | undefined {
    return this.#head?.sweptAt
  }

  get isDetached(): boolean {
    return this.#isDetached
  }

  describe(): string {
    if (this.#head !== undefined) return describeHead(this.#head)
    return 'none: read from the objects, kept in this process alone'
  }

  /** Takes in what other processes committed. */
  refresh(): Promise<void> {
    return this.#state.run(() => this.#look())
  }

  /** The same, unless that was done a moment ago. */
  async fresh(): Promise<void> {
    if (performance.now() - this.#lookedAt > FRESH) await this.refresh()
  }

  /** Writers of this process take turns, and know what others did but a moment ago. */
  writing<T>(work: () => Promise<T>): Promise<T> {
    return this.#writers.run(async () => {
      await this.#lease?.hold()
      await this.fresh()
      return work()
    })
  }

  /** Makes the catalog anew from threads and records. */
  async rebuild(options: UpkeepOptions = {}): Promise<void> {
    await this.#state.run(async () => {
      const object = await this.#parts.objects.get(LAYOUT.head)
      const head = object === undefined ? undefined : decodeHead(object.bytes)
      if (head !== undefined) await this.#saveRecords(head)
      await this.#makeAnew(object?.etag, options)
    })
  }

  /**
   * Commits what `build` says. It is asked again whenever the catalog has moved on since it was asked,
   * and must then look at what others have done; nothing to say ends it.
   */
  async commit(build: () => Promise<Entries>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const seen = this.#head?.commit
      const entries = await build()
      if (isEmpty(entries)) return
      await this.#lease?.hold()
      if (await this.#state.run(() => this.#tryCommit(entries, seen))) break
      await pauseAfter(attempt, this.#parts.objects.location)
    }
    await this.#state.run(() => this.#compact(false))
  }

  /** Folds all segments into a snapshot, so that nothing older is left in the bucket. */
  async compact(): Promise<void> {
    for (let attempt = 1; !(await this.#state.run(() => this.#compact(true))); attempt++) {
      await pauseAfter(attempt, this.#parts.objects.location)
    }
  }

  /** What lies in a segment alone goes into a pack before it is deleted, as far as that can be. */
  async #saveRecords(head: Head): Promise<void> {
    try {
      await completePacks(this.#parts.objects, head)
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT') && !isHitCraftError(error, 'PERMISSION')) throw error
    }
  }

  /** Makes sure that every record lies in a pack: from then on there is nothing in any other place. */
  async completePacks(): Promise<void> {
    await this.#state.run(async () => {
      if (this.#head !== undefined) await completePacks(this.#parts.objects, this.#head)
    })
  }

  /** Notes that all objects were compared; of two who do at once one is enough. */
  async noteSweep(sweptAt: string): Promise<void> {
    await this.#state.run(async () => {
      if (this.#head !== undefined) await this.#replaceHead({ ...this.#head, sweptAt })
    })
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    await this.#writers.ended()
    await this.#state.ended()
    await this.#lease?.release()
  }

  /** @returns false when another was faster; the catalog then holds what they did */
  async #tryCommit(entries: Entries, seen: string | undefined): Promise<boolean> {
    const { objects, catalog } = this.#parts
    const head = this.#head
    if (head === undefined || head.commit !== seen) {
      if (this.#isDetached) throw mayOnlyRead()
      if (head === undefined) await this.#look()
      return false
    }
    const seq = nextNumber(head, lastPack(catalog))
    const name = numberedName(seq, randomBytes(6).toString('hex'))
    const pack = encodePack(entries, packKey(name))
    const bytes = encodeSegment(entries)
    await objects.put(segmentKey(name), bytes)
    const segment = { seq, name, bytes: bytes.length, pack: pack !== undefined }
    if (await this.#replaceHead(headWith(head, segment))) {
      try {
        const key = pack === undefined ? undefined : packKey(name)
        await catalog.write(() => applyEntries(this.#parts, entries, key))
      } catch (error) {
        // The local catalog is behind what it is thought to hold.
        this.#forgetHead()
        throw error
      }
    } else if (!names(this.#head, name)) {
      // Were it named, the answer had got lost, and others had committed behind it.
      await objects.delete(segmentKey(name))
      return false
    }
    if (pack !== undefined) await putPack(objects, name, pack)
    return true
  }

  /** The catalog is read anew at the next look. */
  #forgetHead(): void {
    this.#head = undefined
    this.#lookedAt = Number.NEGATIVE_INFINITY
  }

  /** @returns false when another was faster; the catalog then holds what they did */
  async #replaceHead(head: Head): Promise<boolean> {
    const { objects } = this.#parts
    const next = { ...head, commit: randomBytes(12).toString('hex') }
    try {
      const condition = this.#etag === undefined ? 'absent' : { etag: this.#etag }
      this.#etag = await objects.put(LAYOUT.head, encodeHead(next), condition)
      this.#head = next
      return true
    } catch (error) {
      // Of a request that broke off nobody knows whether it arrived.
      this.#lookedAt = Number.NEGATIVE_INFINITY
      if (!isHitCraftError(error, 'CONFLICT')) throw error
      await this.#look()
      return false
    }
  }

  /** Brings the local catalog up to the head. */
  async #look(): Promise<void> {
    for (;;) {
      const object = await this.#parts.objects.get(LAYOUT.head)
      const head = object === undefined ? undefined : decodeHead(object.bytes)
      if (head === undefined) {
        // Until a writer has made one, what was taken in once is all there is to know.
        this.#lookedAt = performance.now()
        if (this.#isDetached) return
        await this.#makeAnew(object?.etag)
        return
      }
      if (head.commit === this.#head?.commit || (await this.#take(head))) {
        this.#head = head
        this.#etag = object?.etag
        this.#isDetached = false
        this.#lookedAt = performance.now()
        return
      }
      // Something that the head names is gone: someone has compacted, or the catalog is damaged.
      const now = await this.#parts.objects.get(LAYOUT.head)
      if (now?.etag === object?.etag) {
        await this.#makeAnew(object?.etag)
        return
      }
    }
  }

  /** @returns whether all that the head names could be read */
  async #take(head: Head): Promise<boolean> {
    try {
      const { from, segments } = planCatchUp(this.#head, head)
      if (from === 'here') return await this.#apply(segments)
      const path =
        head.snapshot === undefined
          ? this.#snapshots.path()
          : await this.#snapshots.read(head.snapshot)
      if (path === undefined) return false
      // Should the rest not come, this is neither what was known nor what the head names.
      this.#forgetHead()
      const isWhole = this.#parts.catalog.replace(path) || head.snapshot === undefined
      return isWhole && (await this.#apply(segments))
    } catch (error) {
      if (isHitCraftError(error, 'CORRUPT')) return false
      throw error
    }
  }

  async #apply(segments: CatchUp['segments']): Promise<boolean> {
    const { objects, catalog } = this.#parts
    for (let at = 0; at < segments.length; at += 16) {
      const some = segments.slice(at, at + 16)
      const read = await inParallel(some, ({ name }) => objects.get(segmentKey(name)))
      for (const [index, object] of read.entries()) {
        if (object === undefined) return false
        const { name, pack } = some[index] ?? { name: '', pack: false }
        const entries = decodeSegment(object.bytes)
        await catalog.write(() =>
          applyEntries(this.#parts, entries, pack ? packKey(name) : undefined),
        )
      }
    }
    return true
  }

  async #makeAnew(etag: string | undefined, options: UpkeepOptions = {}): Promise<void> {
    const { catalog, objects } = this.#parts
    // Until it is whole again, whoever looks must not take it for that.
    this.#forgetHead()
    catalog.replace(this.#snapshots.path())
    // Above all that was ever there, named by a head or not, so that it can be told from what is new.
    const greatest = await greatestNumber(objects)
    const { seq: last, isEmpty: nothing } = await takeAll(this.#parts, options)
    const seq = Math.max(greatest, last) + 1
    this.#etag = etag
    try {
      await this.#lease?.hold()
      const snapshot = nothing ? undefined : await this.#snapshots.write(catalog, seq, '')
      await this.#fold(headAnew(seq, snapshot, this.#lease === undefined))
      this.#lookedAt = performance.now()
    } catch (error) {
      // Who holds the lease will write it, or whoever may write at all.
      const isLeased = this.#lease !== undefined && isHitCraftError(error, 'CONFLICT')
      if (!isLeased && !isHitCraftError(error, 'PERMISSION')) throw error
      // Who may put and not delete has a head all the same.
      this.#isDetached = this.#head === undefined
    }
  }

  /** @returns false when another was faster */
  async #compact(always: boolean): Promise<boolean> {
    const { objects, catalog } = this.#parts
    const head = this.#head
    if (head === undefined) return true
    if (!always && !isFoldDue(head)) return true
    await completePacks(objects, head)
    const snapshot = await this.#snapshots.write(catalog, head.seq, lastName(head))
    return this.#fold({ ...head, snapshot, segments: [] })
  }

  /**
   * Puts a head in place that names no segments, and deletes what came before it.
   * @returns false when another was faster
   */
  async #fold(head: Head): Promise<boolean> {
    const { objects } = this.#parts
    const { seq, snapshot } = head
    const isReplaced = await this.#replaceHead(head)
    // Its answer got lost, and others have committed behind it: it stands.
    const stands = snapshot !== undefined && this.#head?.snapshot?.name === snapshot.name
    if (!isReplaced && !stands) {
      const keys = snapshot === undefined ? [] : this.#snapshots.keys(snapshot)
      await inParallel(keys, (key) => objects.delete(key))
      return false
    }
    await dropOlder(objects, seq, snapshot?.name)
    return true
  }
}

function mayOnlyRead(): HitCraftError {
  return new HitCraftError('PERMISSION', 'the bucket may only be read with these credentials', {
    remedy: 'Give them the right to put and to delete objects, or open it with others.',
  })
}

/** The number of the last pack that is known. */
function lastPack(catalog: Catalog): number {
  return numberOf(String(catalog.one('SELECT max(name) AS name FROM packs')?.['name'] ?? ''))
}
