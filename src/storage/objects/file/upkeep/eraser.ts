import { encodeKey } from '../../../../domain/values/ids.ts'
import {
  burialOf,
  foundDamaged,
  foundThread,
  planErasing,
  SCRUBBED_KINDS,
} from '../../../core/plan-erasing.ts'
import type { FoundThread } from '../../../core/plan-erasing.ts'
import { textOf } from '../../../core/row-reader.ts'
import { recordsOfKinds } from '../../catalog/catalog-records.ts'
import { threadsOfUser } from '../../catalog/listing/facet-index.ts'
import { TombstoneIndex } from '../../catalog/tombstone-index.ts'
import { ifWhole } from '../../../core/damaged.ts'
import { removeAside, setAside } from '../disk/aside.ts'
import { commit, isListed, refuseReadOnly, summedFrame } from '../file-context.ts'
import type { Change, FileContext } from '../file-context.ts'
import { FRAME } from '../disk/log.ts'
import type { FileRecords } from '../file-records.ts'
import type { FileThreads } from '../file-threads.ts'
import { catchUp } from '../recovery/catch-up.ts'
import { ERASING, forgetThreads } from '../recovery/replay.ts'
import { scrubLines } from './scrub-lines.ts'
import type { Settler } from './settler.ts'
import { storedTexts } from '../../../core/stored-json.ts'

/** Erases threads from everything that this store wrote, and leaves tombstones. */
export class Eraser {
  readonly #context: FileContext
  readonly #threads: FileThreads
  readonly #records: FileRecords
  readonly #settler: Settler

  constructor(context: FileContext, threads: FileThreads, records: FileRecords, settler: Settler) {
    this.#context = context
    this.#threads = threads
    this.#records = records
    this.#settler = settler
  }

  async eraseThreads(ids: readonly string[]): Promise<number> {
    return this.#erase(() => [...new Set(ids)], [])
  }

  async threadsOfUser(userId: string): Promise<string[]> {
    return threadsOfUser(this.#context.catalog, userId)
  }

  async eraseUser(userId: string): Promise<number> {
    const { catalog, fs, layout } = this.#context
    const theirs = () => threadsOfUser(catalog, userId)
    const erased = await this.#erase(theirs, [userId])
    // Of damaged bytes it may be all that tells whose they are.
    const name = Buffer.from(`"userId":${JSON.stringify(userId)}`)
    for (const { paths } of setAside(fs, layout)) {
      const isTheirs = paths.some((path) => fs.exists(path) && fs.read(path).includes(name))
      if (isTheirs) for (const path of paths) fs.remove(path)
    }
    return erased
  }

  /** First the log says so, and it is so for every reader; then the bytes go. */
  async #erase(select: () => string[], users: readonly string[]): Promise<number> {
    const { catalog } = this.#context
    refuseReadOnly(this.#context)
    const erased = await catalog.write(() => {
      catchUp(this.#context)
      const asked = select()
      const kept = this.#keptIds()
      const there = [...new Set(asked)].filter((id) => this.#isThere(id) || kept.has(id))
      const { ids, stones, scrubbed } = planErasing({
        asked,
        found: there.map((id) => this.#found(id)),
        users,
        records: recordsOfKinds(catalog, SCRUBBED_KINDS),
        burial: burialOf(new TombstoneIndex(catalog).secret),
      })
      const changes: Change[] = [
        ...stones.map((stone) => this.#records.change('tombstone', stone)),
        ...scrubbed.map(({ kind, record }) => this.#records.change(kind, record)),
        {
          ...summedFrame(FRAME.erase, { ids }),
          apply: () => forgetThreads(this.#context, ids),
        },
      ]
      commit(this.#context, changes)
      return ids
    })
    await this.finish()
    return erased.length
  }

  #keptIds(): Set<string> {
    const { fs, layout } = this.#context
    const kept = setAside(fs, layout).filter(({ damage }) => damage.kind === 'thread')
    return new Set(kept.flatMap(({ damage }) => damage.id ?? []))
  }

  /** Listed, or a file that nobody lists. */
  #isThere(id: string): boolean {
    const { catalog, fs, layout } = this.#context
    return isListed(catalog, id) || fs.exists(layout.threadFile(id))
  }

  /** Of one that cannot be read, what the catalog knows. */
  #found(id: string): FoundThread {
    const { catalog } = this.#context
    const thread = ifWhole(() => this.#threads.read(encodeKey(id)))
    if (thread !== undefined) return foundThread(thread)
    const sql = 'SELECT key FROM prefix_keys WHERE id = ? ORDER BY whole'
    const rows = catalog.all(sql, encodeKey(id))
    return foundDamaged(
      id,
      rows.map((row) => textOf(row, 'key')),
    )
  }

  /** Ends what a process that died in the middle of an erasure began. */
  async finish(): Promise<void> {
    const { catalog } = this.#context
    const ids = storedTexts(catalog.meta(ERASING) ?? '[]')
    if (ids.length === 0) return
    await this.#scrub(ids)
    await catalog.write(() => {
      const all = storedTexts(catalog.meta(ERASING) ?? '[]')
      catalog.setMeta(ERASING, JSON.stringify(all.filter((id) => !ids.includes(id))))
    })
  }

  /** Takes the words out of everything that lies on disk. */
  async #scrub(ids: readonly string[]): Promise<void> {
    const { catalog, fs, layout } = this.#context
    // The log holds bodies and records of them until it is dropped.
    await this.#settler.drain()
    await catalog.write(() => {
      for (const id of ids) {
        for (const path of [layout.threadFile(id), layout.textFile(id)]) {
          fs.remove(path)
          // What a process that was killed between writing and renaming left.
          fs.remove(`${path}.part`)
        }
      }
      if (fs.exists(layout.folders.threads)) fs.syncPath(layout.folders.threads)
      const erased = new Set(ids)
      scrubLines(this.#context, erased)
      removeAside(fs, layout, erased)
    })
    catalog.forgetWords()
    catalog.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
}
