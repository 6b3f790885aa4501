import { setImmediate } from 'node:timers/promises'
import { textOf } from '../../../core/row-reader.ts'
import { decodeKey, encodeKey, safeName } from '../../../../domain/values/ids.ts'
import { prefixKeys, resolveIdentity } from '../../../../domain/thread/thread-identity.ts'
import type { Thread } from '../../../../domain/thread/thread.ts'
import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { prefixHits } from '../../catalog/prefix-hits.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import type { ObjectEntry } from '../../object-store.ts'
import type { BucketContext } from '../bucket-context.ts'
import type { BucketThreads } from '../bucket-threads.ts'
import type { Entries, Stray, ThreadEntry } from '../journal/entries.ts'
import { inParallel } from '../in-parallel.ts'
import { LAYOUT, threadKey, threadName } from '../layout.ts'
import { decodeThreadObject, threadEntry } from '../thread-object.ts'
import { notePacks, takeRecords } from './unknown-packs.ts'

/** Milliseconds after which a sweep that failed is tried again. */
const REST = 30_000
/** Objects taken in by one commit. */
const AT_ONCE = 200
/** Ids read before others get their turn. */
const IDS_AT_ONCE = 5000

/**
 * Compares every object with the catalog, by name and ETag, and takes in what others put there or what
 * a process that died between its two writes left: threads and packs of records. A thread whose object is gone
 * stays known, so that whoever examines the bucket is told.
 */
export class Sweep {
  readonly #context: BucketContext
  readonly #threads: BucketThreads
  #running: Promise<void> | undefined
  #stopped = false
  #unread = 0
  #failedAt: number | undefined

  constructor(context: BucketContext, threads: BucketThreads) {
    this.#context = context
    this.#threads = threads
  }

  /** Objects that were found and have not been taken in yet. */
  get unread(): number {
    return this.#unread
  }

  /** Begins in the background; what keeps it from its work is told by {@link ended}. */
  start(): void {
    this.#running ??= this.#tryRun().finally(() => {
      this.#running = undefined
    })
    this.#running.catch(() => undefined)
  }

  /** Begins again, when the last one was kept from its work a while ago. */
  resume(): void {
    if (this.#failedAt !== undefined && performance.now() - this.#failedAt > REST) this.start()
  }

  /** Resolves when the sweep under way, or one that failed, has come to its end. @throws what kept it */
  async ended(): Promise<void> {
    if (this.#failedAt !== undefined) this.start()
    await this.#running
  }

  /** Takes in the objects of these threads now, unless it may only read. */
  async tell(ids: readonly string[]): Promise<void> {
    try {
      for (let at = 0; at < ids.length; at += AT_ONCE) {
        await this.#take(ids.slice(at, at + AT_ONCE).map(threadKey))
      }
    } catch (error) {
      if (!isHitCraftError(error, 'PERMISSION')) throw error
    }
  }

  async #tryRun(): Promise<void> {
    try {
      this.#failedAt = undefined
      await this.#run()
    } catch (error) {
      // Who may only read leaves it to those who may write.
      if (isHitCraftError(error, 'PERMISSION')) return
      this.#failedAt = performance.now()
      throw error
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running?.catch(() => undefined)
  }

  async #run(): Promise<void> {
    const startedAt = new Date().toISOString()
    const isStopped = () => this.#stopped
    const packs = await takeRecords(this.#context, isStopped)
    const changed = await this.#compare()
    this.#unread = changed.filter(({ isNew }) => isNew).length
    for (let at = 0; at < changed.length && !this.#stopped; at += AT_ONCE) {
      const some = changed.slice(at, at + AT_ONCE)
      await this.#take(some.map(({ key }) => key))
      this.#unread -= some.filter(({ isNew }) => isNew).length
      await setImmediate()
    }
    await notePacks(this.#context, packs, isStopped)
    if (!this.#stopped) await this.#context.journal.noteSweep(startedAt)
  }

  async #compare(): Promise<{ key: string; isNew: boolean }[]> {
    const { catalog, objects } = this.#context
    const known = await this.#names()
    const changed: { key: string; isNew: boolean }[] = []
    for await (const entry of objects.list(LAYOUT.threads)) {
      const name = threadName(entry.key)
      if (name === undefined) continue
      const id = known.get(name)
      const row = id && catalog.one('SELECT etag FROM threads WHERE id = ?', id)
      if ((row && row['etag'] === entry.etag) || this.#isStray(entry)) continue
      changed.push({ key: entry.key, isNew: id === undefined })
    }
    return changed
  }

  /** The encoded ids of all threads by their objects' names; of a million no more than that is held. */
  async #names(): Promise<Map<string, string>> {
    const { catalog } = this.#context
    const names = new Map<string, string>()
    const sql = 'SELECT id FROM threads WHERE id > ? ORDER BY id LIMIT ?'
    for (const rows of catalog.pieces(IDS_AT_ONCE, sql)) {
      for (const row of rows) {
        const id = textOf(row, 'id')
        const name = safeName(decodeKey(id))
        names.set(name === id ? id : name, id)
      }
      await setImmediate()
    }
    return names
  }

  #isStray({ key, etag }: ObjectEntry): boolean {
    const sql = 'SELECT etag FROM strays WHERE name = ?'
    return this.#context.catalog.one(sql, threadName(key) ?? '')?.['etag'] === etag
  }

  async #take(keys: readonly string[]): Promise<void> {
    const { journal } = this.#context
    // Strays first: that they were taken in may be noted only when they are.
    await this.#mergeStrays(await this.#read(keys))
    await journal.writing(() =>
      journal.commit(async () => {
        // Read anew each time: a body that is older than what another has committed must not be shown.
        const { threads, strays, gone } = await this.#read(keys)
        return { threads, strays, gone, erasing: gone } satisfies Entries
      }),
    )
  }

  /** An older state of a conversation without an id goes when it is in the one that it has grown to. */
  async #mergeStrays({ merges, states }: Found): Promise<void> {
    if (merges.length > 0) await this.#threads.mergeThreads(merges)
    if (states.length === 0) return
    const outcomes = await this.#threads.mergeThreads(states)
    const merged = states.filter(({ id }, place) => outcomes[place]?.id !== id)
    await inParallel(merged, ({ id }) => this.#context.objects.delete(threadKey(id)))
  }

  async #read(keys: readonly string[]): Promise<Found> {
    const { catalog } = this.#context
    const erased = new TombstoneIndex(catalog)
    const found: Found = { threads: [], strays: [], merges: [], states: [], gone: [] }
    await inParallel(keys, (key) => this.#readOne(key, erased, found))
    return found
  }

  async #readOne(key: string, erased: TombstoneIndex, found: Found): Promise<void> {
    const { catalog, objects } = this.#context
    const object = await objects.get(key)
    if (object === undefined) return
    const name = threadName(key) ?? ''
    const { etag } = object
    let read
    try {
      read = decodeThreadObject(objects.kind, key, object)
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      // It stays where it is; whoever asks for its thread is told.
      if (!this.#isStray({ key, etag, size: 0 })) found.strays.push({ name, etag })
      return
    }
    const { thread } = read
    const row = catalog.one('SELECT etag FROM threads WHERE id = ?', encodeKey(thread.id))
    if (erased.holds(thread)) {
      await objects.delete(key)
      if (row !== undefined && safeName(thread.id) === name) found.gone.push(thread.id)
    } else if (safeName(thread.id) !== name) {
      if (this.#isStray({ key, etag, size: 0 })) return
      found.strays.push({ name, etag, id: thread.id })
      found.merges.push(thread)
    } else if (row === undefined && isStoredAnew(catalog, thread)) {
      found.states.push(thread)
    } else if (row?.['etag'] !== etag) {
      found.threads.push(threadEntry(read))
    }
  }
}

interface Found {
  readonly threads: ThreadEntry[]
  readonly strays: Stray[]
  /** Threads of strays, to be merged under their own names. */
  readonly merges: Thread[]
  /** States of id-less conversations that a process left which died, and that were stored again. */
  readonly states: Thread[]
  /** Threads that hold a message of an erased user, by a process that died. */
  readonly gone: string[]
}

/** Whether an id-less conversation is there under another id, older or grown. */
function isStoredAnew(catalog: Catalog, thread: Thread): boolean {
  const keys = prefixKeys(thread)
  return keys.length > 0 && resolveIdentity(keys, prefixHits(catalog, keys)) !== undefined
}
