import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import { namesToBury } from '../../../domain/thread/tombstone.ts'
import type { Tombstone, TombstoneName } from '../../../domain/thread/tombstone.ts'
import { burier } from '../catalog/burier.ts'
import { commit, jsonFrame } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { FRAME } from './disk/log.ts'
import type { FileRecords } from './file-records.ts'
import type { FileThreads } from './file-threads.ts'
import { compactRecordFile, recordFiles } from './disk/record-files.ts'
import type { Settler } from './settler.ts'

/** Ids whose words may still lie somewhere. They go from here when that is no longer so. */
const ERASING = 'erasing'

/** What an erasure means for the catalog. */
export function forgetThreads(
  { catalog, writer }: Omit<FileContext, 'wake'>,
  ids: readonly string[],
): void {
  for (const id of ids) writer.forget(id)
  const known = JSON.parse(catalog.meta(ERASING) ?? '[]') as string[]
  catalog.setMeta(ERASING, JSON.stringify([...known, ...ids]))
}

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
    return this.#erase(() => ({ ids: [...new Set(ids)], tombs: [] }))
  }

  async eraseUser(userId: string): Promise<number> {
    const { catalog } = this.#context
    return this.#erase((bury) => ({
      ids: catalog
        .all('SELECT id FROM thread_users WHERE user = ?', encodeKey(userId))
        .map((row) => decodeKey(String(row['id']))),
      tombs: [bury({ what: 'user', name: userId })],
    }))
  }

  /** First the log says so, and it is so for every reader; then the bytes go. */
  async #erase(select: (bury: Bury) => { ids: string[]; tombs: Tombstone[] }): Promise<number> {
    const { catalog } = this.#context
    const erased = await catalog.write(() => {
      const bury = burier(catalog)
      const { ids, tombs } = select(bury)
      const threads = ids.flatMap((id) => this.#threads.read(encodeKey(id)) ?? [])
      const stones = [...tombs, ...threads.flatMap((thread) => namesToBury(thread).map(bury))]
      const gone = threads.map(({ id }) => id)
      const changes: Change[] = [
        ...stones.map((stone) => this.#records.change('tombstone', stone)),
        {
          ...jsonFrame(FRAME.erase, { ids: gone }),
          apply: () => forgetThreads(this.#context, gone),
        },
      ]
      commit(this.#context, changes)
      return gone
    })
    await this.finish()
    return erased.length
  }

  /** Ends what a process that died in the middle of an erasure began. */
  async finish(): Promise<void> {
    const { catalog } = this.#context
    const ids = JSON.parse(catalog.meta(ERASING) ?? '[]') as string[]
    if (ids.length === 0) return
    await this.#scrub(ids)
    await catalog.write(() => {
      const all = JSON.parse(catalog.meta(ERASING) ?? '[]') as string[]
      catalog.setMeta(ERASING, JSON.stringify(all.filter((id) => !ids.includes(id))))
    })
  }

  /** Takes the words out of everything that lies on disk. */
  async #scrub(ids: readonly string[]): Promise<void> {
    const { catalog, fs, layout } = this.#context
    // The log holds bodies and records of them until it is dropped.
    await this.#settler.drain()
    await catalog.write(() => {
      const erased = new Set(ids)
      for (const id of ids) {
        for (const path of [layout.threadFile(id), layout.textFile(id)]) {
          fs.remove(path)
          // What a process that was killed between writing and renaming left.
          fs.remove(`${path}.part`)
        }
      }
      fs.syncPath(layout.folders.threads)
      for (const path of recordFiles(layout, fs)) {
        compactRecordFile(fs, path, ({ record }) => !isAbout(record, erased))
      }
    })
    catalog.forgetWords()
    catalog.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
}

type Bury = (name: TombstoneName) => Tombstone

function isAbout(record: unknown, ids: ReadonlySet<string>): boolean {
  return (
    typeof record === 'object' &&
    record !== null &&
    'threadId' in record &&
    ids.has(String(record.threadId))
  )
}
