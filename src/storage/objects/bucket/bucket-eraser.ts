import { idOfRecord, recordHash, threadOfRecord } from '../../../domain/records.ts'
import { encodeKey, safeName } from '../../../domain/values/ids.ts'
import { isHitCraftError } from '../../../errors/hitcraft-error.ts'
import type { TombstoneName } from '../../../domain/thread/tombstone.ts'
import {
  burialOf,
  foundDamaged,
  foundThread,
  planErasing,
  SCRUBBED_KINDS,
  withoutThreads,
} from '../../core/plan-erasing.ts'
import type { FoundThread } from '../../core/plan-erasing.ts'
import { kinded } from '../../core/record-row.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import { textOf } from '../../core/row-reader.ts'
import { readRecord, recordsOfKinds } from '../catalog/catalog-records.ts'
import { threadsOfUser } from '../catalog/listing/facet-index.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'
import type { BucketContext } from './bucket-context.ts'
import { pauseAfter } from './journal/attempts.ts'
import { erasingIds } from './journal/entries.ts'
import { decodePack, rewritePack } from './journal/packs.ts'
import { inParallel } from './in-parallel.ts'
import { keysOf, LAYOUT, threadKey } from './layout.ts'
import { stateOfObject } from './thread-object.ts'

/** Erases threads from every object of the bucket, and leaves tombstones. */
export class BucketEraser {
  readonly #context: BucketContext

  constructor(context: BucketContext) {
    this.#context = context
  }

  eraseThreads(ids: readonly string[]): Promise<number> {
    const asked = ids.map((name) => ({ what: 'thread', name }) as const)
    return this.#erase(() => [...new Set(ids)], [], asked)
  }

  async threadsOfUser(userId: string): Promise<string[]> {
    return threadsOfUser(this.#context.catalog, userId)
  }

  eraseUser(userId: string): Promise<number> {
    const user = { what: 'user', name: userId } as const
    return this.#erase(() => threadsOfUser(this.#context.catalog, userId), [userId], [user])
  }

  /**
   * First a commit says so, and it is so for every reader and writer; then the bytes go.
   *
   * @param users who are buried, whatever is found
   * @param asked names that are buried when this was asked for before
   */
  #erase(
    select: () => string[],
    users: readonly string[],
    asked: readonly TombstoneName[],
  ): Promise<number> {
    const { catalog, journal } = this.#context
    return journal.writing(async () => {
      await journal.refresh()
      const buried = new TombstoneIndex(catalog)
      const isRepeated = asked.some((name) => buried.isBuried(name))
      let gone: string[] = []
      await journal.commit(async () => {
        const ids = select()
        const found = await this.#read(ids)
        gone = found.map(({ id }) => id)
        const { scrubbed, stones } = planErasing({
          asked: ids,
          found,
          users,
          records: recordsOfKinds(catalog, SCRUBBED_KINDS),
          burial: burialOf(buried.secret),
        })
        const records = [...stones.map((stone) => kinded('tombstone', stone)), ...scrubbed]
        return { records, gone, erasing: gone }
      })
      await this.#dropKept(gone, users)
      // Who asks again may have been told of a failure at the very end.
      if (!(await this.#scrub()) && isRepeated) await this.#fold()
      return gone.length
    })
  }

  /** Ends what a process that died in the middle of an erasure began. */
  async finish(): Promise<void> {
    const { catalog, journal } = this.#context
    if (erasingIds(catalog).length > 0) await journal.writing(() => this.#scrub())
  }

  /** Of the ids those that are there, whole or damaged, or that the catalog promises. */
  async #read(ids: readonly string[]): Promise<FoundThread[]> {
    const { catalog, objects } = this.#context
    const found = await inParallel(ids, async (id) => {
      const read = await stateOfObject(objects, id)
      if (read !== undefined && 'thread' in read) return foundThread(read.thread)
      const sql = 'SELECT 1 FROM threads WHERE id = ?'
      const isPromised = catalog.one(sql, encodeKey(id)) !== undefined
      return read !== undefined || isPromised ? foundDamaged(id) : undefined
    })
    return found.filter((one) => one !== undefined)
  }

  /** Objects that were put aside hold whatever they held; what names the user goes. */
  async #dropKept(ids: readonly string[], users: readonly string[]): Promise<void> {
    const { objects } = this.#context
    const names = users.map((user) => JSON.stringify(user).slice(1, -1))
    const own = ids.map((id) => `${LAYOUT.damaged}${safeName(id)}/`)
    for await (const { key } of objects.list(LAYOUT.damaged)) {
      const isTheirs = own.some((prefix) => key.startsWith(prefix))
      const text =
        isTheirs || names.length === 0 ? '' : String((await objects.get(key))?.bytes ?? '')
      if (isTheirs || names.some((name) => text.includes(name))) await objects.delete(key)
    }
  }

  /**
   * Takes the words out of everything that lies in the bucket.
   * @returns whether there was something to do
   */
  async #scrub(): Promise<boolean> {
    const { catalog, journal, objects } = this.#context
    const ids = erasingIds(catalog)
    if (ids.length === 0) return false
    const strays = ids.flatMap((id) =>
      catalog
        .all('SELECT name FROM strays WHERE id = ?', encodeKey(id))
        .map((row) => textOf(row, 'name')),
    )
    const keys = [...ids.map(threadKey), ...strays.map((name) => `${LAYOUT.threads}${name}.json`)]
    await inParallel(keys, (key) => objects.delete(key))
    const erased = new Set(ids)
    // What a writer is late to put there is put there now, so that nothing comes after the look.
    await journal.completePacks()
    const packs = await keysOf(objects, LAYOUT.records)
    await inParallel(packs, (key) => this.#scrubPack(key, erased))
    await journal.commit(async () => {
      const left = new Set(erasingIds(catalog))
      return { scrubbed: ids.filter((id) => left.has(id)) }
    })
    await this.#fold()
    return true
  }

  /** Takes the words out of the catalog, here and in the bucket. */
  async #fold(): Promise<void> {
    this.#context.catalog.forgetWords()
    await this.#context.journal.compact()
  }

  /**
   * A pack is written once, so nobody else changes it but another eraser. One that held nothing else
   * stays, empty: whoever completes it would write it again.
   */
  async #scrubPack(key: string, erased: ReadonlySet<string>): Promise<void> {
    const { objects } = this.#context
    const names = [...erased].map((id) => JSON.stringify(id).slice(1, -1))
    for (let attempt = 1; ; attempt++) {
      const object = await objects.get(key)
      if (object === undefined) return
      const pack = decodePack(object.bytes, key)
      const { records, sightings } = pack
      const kept = {
        records: records.filter((record) => this.#isKept(record, erased)),
        sightings: sightings.filter(({ id }) => !erased.has(id)),
        // Of a line that does not hold it is enough that it names one of them.
        damagedLines: pack.damagedLines.filter(
          (line) => !names.some((name) => line.includes(name)),
        ),
      }
      const isClean =
        kept.records.length === records.length &&
        kept.sightings.length === sightings.length &&
        kept.damagedLines.length === pack.damagedLines.length
      if (isClean) return
      try {
        const isWhole = pack.damages.length === pack.damagedLines.length
        const damages = isWhole ? pack.damages.slice(0, kept.damagedLines.length) : pack.damages
        await objects.put(key, rewritePack({ ...kept, damages }, key), { etag: object.etag })
        return
      } catch (error) {
        if (!isHitCraftError(error, 'CONFLICT')) throw error
        await pauseAfter(attempt, objects.location)
      }
    }
  }

  /** What is filed under an erased thread goes, and so does a record that a later one took the place of. */
  #isKept(each: KindedRecord, erased: ReadonlySet<string>): boolean {
    const { kind, record } = each
    if (threadOfRecord(kind, record) !== undefined)
      return withoutThreads(each, erased) !== undefined
    const present = readRecord(this.#context.catalog, kind, idOfRecord(kind, record))
    return present === undefined || recordHash(present) === recordHash(record)
  }
}
