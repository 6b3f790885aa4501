import { deepStrictEqual, ok } from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { seededRandom } from '../../../../src/analysis/topics/seeded-random.ts'
import { isHitCraftError } from '../../../../src/errors/hitcraft-error.ts'
import type { ChatStore } from '../../../../src/storage/chat-store.ts'
import { openBucketStore } from '../../../../src/storage/objects/bucket/bucket-chat-store.ts'
import type { StoredObject } from '../../../../src/storage/objects/object-store.ts'
import { MemoryBucket } from '../memory-objects.ts'
import { keysWith } from '../words-in.ts'
import {
  analysisOf,
  idlessOf,
  LANES,
  mergeOf,
  nameOf,
  recordOf,
  secretOf,
  threadOfPart,
  userOf,
} from './deeds.ts'
import type { Deed, Write } from './deeds.ts'
import { Expected } from './expected.ts'
import { FaultyProcess } from './faulty-process.ts'
import { viewOf } from './view.ts'

/** What happens at once, and what happens to the catalog behind it. */
export interface Phase {
  readonly lanes: readonly (readonly Deed[])[]
  readonly seed: number
  readonly rate: number
  /** Requests after which the first lane's process dies. */
  readonly life: number | undefined
  readonly erases: { readonly threads: readonly number[] } | { readonly user: number } | undefined
  readonly harm: 'none' | 'catalog' | 'head' | 'snapshots' | 'old catalog'
  /** Lanes that begin the next phase with a new process. */
  readonly reopens: number
}

/** A few processes on one bucket, and what it has to hold. */
export class Life {
  readonly bucket = new MemoryBucket()
  readonly #expected = new Expected()
  readonly #lanes: { process: FaultyProcess; store: ChatStore }[] = []
  readonly #abandoned: ChatStore[] = []
  #erased = new Set<number>()
  #oldCatalog = new Map<string, StoredObject>()
  #number = seededRandom(1)

  async run(phases: readonly Phase[], records: number): Promise<void> {
    for (let lane = 0; lane < LANES; lane++) await this.#begin(lane)
    for (let n = 0; n < records; n++) await this.#write(0, recordOf(0, 10 + n, n))
    for (const phase of phases) await this.#live(phase)
    for (const { store } of this.#lanes) await store.close()
  }

  /** Lets go of what a life that failed left open. */
  async end(): Promise<void> {
    const stores = [...this.#abandoned, ...this.#lanes.map(({ store }) => store)]
    await Promise.allSettled(stores.map((store) => store.close()))
  }

  async #begin(lane: number): Promise<ChatStore> {
    const process = new FaultyProcess(this.bucket, Math.floor(this.#number() * 2 ** 31))
    const store = await openBucketStore(process.objects, { sweepAfter: 0 })
    this.#lanes[lane] = { process, store }
    return store
  }

  #at(lane: number) {
    const found = this.#lanes[lane]
    if (found === undefined) throw new RangeError('no such lane')
    return found
  }

  async #live(phase: Phase): Promise<void> {
    this.#number = seededRandom(phase.seed)
    const known = await this.#expected.certain()
    const writes: (Write | 'look' | 'refresh' | 'reindex')[][] = []
    for (const [lane, deeds] of phase.lanes.entries()) {
      writes[lane] = (
        await Promise.all(deeds.map((deed) => writesOf(deed, lane, phase.seed % 2, known)))
      ).flat()
    }
    const doomed = await this.#doomed(phase, known)
    for (const [lane, { process }] of this.#lanes.entries()) {
      const dies = lane === 0 && phase.life !== undefined
      process.meet({ rate: phase.rate, ...(dies ? { life: phase.life } : {}) })
    }
    await Promise.all([
      ...writes.map((some, lane) => this.#work(lane, some)),
      doomed === undefined ? undefined : this.#persist(LANES - 1, doomed),
    ])
    for (const { process } of this.#lanes) process.meet({ rate: 0 })
    await this.#heal()
    if (doomed !== undefined) await this.#proveErased(phase, doomed)
    await this.#compare()
    await this.#harm(phase)
  }

  /** What is erased meanwhile: of it there must be something, so that it does not depend on the order. */
  async #doomed({ erases }: Phase, known: ChatStore): Promise<Write | undefined> {
    if (erases === undefined) return undefined
    if ('user' in erases) {
      const userId = userOf(erases.user)
      return { lane: -1, isMerge: false, run: (store) => store.eraseUser(userId) }
    }
    const held = await known.getThreads(erases.threads.map(nameOf))
    const ids = held.flatMap((thread) => thread?.id ?? [])
    if (ids.length === 0) return undefined
    return { lane: -1, isMerge: false, run: (store) => store.eraseThreads(ids) }
  }

  async #work(lane: number, writes: readonly (Write | 'look' | 'refresh' | 'reindex')[]) {
    for (const write of writes) {
      if (typeof write === 'object') await this.#write(lane, write)
      else {
        const { store } = this.#at(lane)
        const work = {
          look: () => store.listThreads({}),
          refresh: () => store.refresh(),
          reindex: () => store.reindex(),
        }
        await this.#tried(lane, work[write])
      }
    }
  }

  /** Once, and again where that failed, or it is left in doubt. */
  async #write(lane: number, write: Write): Promise<void> {
    if (await this.#tried(lane, () => write.run(this.#at(lane).store))) {
      this.#expected.acknowledged((store) => write.run(store))
    } else if (this.#number() < 0.6 || !this.#expected.doubted(write)) {
      await this.#persist(lane, write)
    }
  }

  /** Until it is done; the line gets better. */
  async #persist(lane: number, write: Write): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      if (attempt > 6) this.#at(lane).process.meet({ rate: 0 })
      if (await this.#tried(lane, () => write.run(this.#at(lane).store))) break
      ok(attempt < 12, 'the line is good again')
    }
    this.#expected.acknowledged((store) => write.run(store))
  }

  async #tried(lane: number, work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work()
      return true
    } catch (error) {
      if (!isHitCraftError(error, 'UNAVAILABLE')) throw error
      const { process, store } = this.#at(lane)
      if (process.isDead) {
        this.#abandoned.push(store)
        await this.#begin(lane)
      }
      return false
    }
  }

  /** All see all, and a sweep has come to its end. */
  async #heal(): Promise<void> {
    for (const [lane, { process, store }] of this.#lanes.entries()) {
      if (!process.isDead) continue
      this.#abandoned.push(store)
      await this.#begin(lane)
    }
    const sweeping = await openBucketStore(this.bucket.open(), { sweepAfter: 0 })
    await sweeping.flushIndex()
    await sweeping.close()
    for (const { store } of this.#lanes) await store.flushIndex()
  }

  async #proveErased({ erases }: Phase, doomed: Write): Promise<void> {
    // What a process that died left in the middle goes when it is asked for again.
    await doomed.run(this.#at(1).store)
    const threads = erases !== undefined && 'threads' in erases ? erases.threads : []
    for (const thread of threads) {
      const [merged] = await this.#at(0).store.mergeThreads([
        threadOfPart({ thread, from: 0, count: 1, asOf: 0 }),
      ])
      if (merged?.outcome === 'erased') this.#erased.add(thread)
      else this.#expected.acknowledged((store) => threadWrite(thread).run(store))
    }
    const words = [...this.#erased].map(secretOf)
    deepStrictEqual(keysWith(this.bucket, ...words), [])
  }

  async #compare(): Promise<void> {
    const fresh = await openBucketStore(this.bucket.open())
    for (const { store } of this.#lanes) await store.refresh()
    const actual = await viewOf(fresh)
    const { view, left } = await this.#expected.settle(actual)
    deepStrictEqual(actual, view)
    for (const { store } of this.#lanes) deepStrictEqual(await viewOf(store), view)
    await fresh.close()
    // What was in doubt is done again, and then it is certain.
    for (const write of left) await this.#persist(1, write)
    for (const { store } of this.#lanes) await store.refresh()
    await this.#sameEverywhere()
  }

  async #sameEverywhere(): Promise<void> {
    const expected = await viewOf(await this.#expected.certain())
    for (const { store } of this.#lanes) deepStrictEqual(await viewOf(store), expected)
  }

  async #harm({ harm, reopens }: Phase): Promise<void> {
    const { objects } = this.bucket
    const catalog = [...objects].filter(([key]) => key.startsWith('catalog/'))
    if (harm === 'head') objects.delete('catalog/head.json')
    if (harm === 'snapshots' || harm === 'catalog' || harm === 'old catalog') {
      const prefix = harm === 'snapshots' ? 'catalog/snapshots/' : 'catalog/'
      for (const [key] of catalog) if (key.startsWith(prefix)) objects.delete(key)
    }
    if (harm === 'old catalog') {
      for (const [key, { bytes }] of this.#oldCatalog) {
        objects.set(key, { bytes, etag: randomBytes(8).toString('hex') })
      }
    }
    this.#oldCatalog = new Map(catalog)
    for (let lane = 0; lane < Math.min(reopens, LANES); lane++) {
      await this.#at(lane).store.close()
      await this.#begin(lane)
    }
    if (harm !== 'none') {
      await this.#heal()
      for (const { store } of this.#lanes) await store.refresh()
      await this.#sameEverywhere()
    }
  }
}

function threadWrite(thread: number): Write {
  return mergeOf(0, threadOfPart({ thread, from: 0, count: 1, asOf: 0 }))
}

/** Threads of one half are merged, those of the other analyzed: so the order of lanes is all one. */
async function writesOf(
  deed: Deed,
  lane: number,
  half: number,
  known: ChatStore,
): Promise<(Write | 'look' | 'refresh' | 'reindex')[]> {
  switch (deed.does) {
    case 'merge':
      return deed.parts
        .filter(({ thread }) => thread % 2 === half)
        .map((part) => mergeOf(lane, threadOfPart(part)))
    case 'grow':
      return [mergeOf(lane, idlessOf(lane, deed.count, deed.asOf))]
    case 'record':
      return [recordOf(lane, deed.record, deed.value)]
    case 'analyze': {
      // A thread of the other half, of which each lane has its own.
      const thread = await known.getThread(nameOf(deed.thread))
      const isOurs = deed.thread % 2 !== half && Math.floor(deed.thread / 2) % LANES === lane
      return thread === undefined || !isOurs ? [] : [analysisOf(lane, thread, deed.summary)]
    }
    case 'look':
    case 'refresh':
    case 'reindex':
      return [deed.does]
  }
}
