import { maybeTextOf, textOf } from '../../core/row-reader.ts'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { HitCraftError, isHitCraftError } from '../../../errors/hitcraft-error.ts'
import { ifWhole } from '../../core/damaged.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import { withLaterAsOf } from '../../core/whole-thread.ts'
import { MergeBatch, refuseFalseHashes } from '../../merge-batch.ts'
import type { MergedThread, MergeSource } from '../../merge-batch.ts'
import type { Row } from '../catalog/catalog.ts'
import { commit, refuseReadOnly, summedFrame } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { putAside } from './disk/aside.ts'
import { FRAME } from './disk/log.ts'
import { prefixHits } from '../catalog/prefix-hits.ts'
import { threadRow } from '../catalog/thread-row.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'
import { encodeBody, quickHash } from '../thread-body.ts'
import { wholeBody } from './thread-files.ts'
import { catchUp } from './recovery/catch-up.ts'
import { refuseInDoubt } from './recovery/promises.ts'

/** Writing and reading whole threads. */
export class FileThreads {
  readonly #context: FileContext

  constructor(context: FileContext) {
    this.#context = context
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    refuseFalseHashes(threads)
    if (threads.length === 0) return []
    refuseReadOnly(this.#context)
    const outcomes = await this.#context.catalog.write(() => {
      catchUp(this.#context)
      refuseInDoubt(this.#context)
      return this.#merge(threads)
    })
    this.#context.wake()
    return outcomes
  }

  #merge(threads: readonly Thread[]): StoredOutcome[] {
    const batch = new MergeBatch(this.#source())
    const outcomes = threads.map((thread) => batch.add(thread))
    const changes = batch.changes()
    const kept = new Map(changes.flatMap((merged) => this.#keepDamaged(merged)))
    commit(
      this.#context,
      changes.map((merged) => this.#change(merged)),
    )
    return outcomes.map((outcome) => withPlace(outcome, kept.get(outcome.id)))
  }

  #source(): MergeSource {
    const { catalog, fs, layout } = this.#context
    const erased = new TombstoneIndex(catalog)
    const rowOf = (id: string) => catalog.one('SELECT * FROM threads WHERE id = ?', encodeKey(id))
    return {
      stored: (id) => {
        const row = rowOf(id)
        if (row !== undefined) {
          return { bodyHash: textOf(row, 'body_hash'), asOf: maybeTextOf(row, 'as_of') ?? '' }
        }
        // A file that is not listed is not written over unseen.
        return fs.exists(layout.threadFile(id)) ? { bodyHash: '', asOf: '' } : undefined
      },
      holds: (id) => {
        const row = rowOf(id)
        return row !== undefined && this.#holds(row)
      },
      body: (id) => this.#body(id, rowOf(id)),
      prefixHits: (keys) => prefixHits(catalog, keys),
      isErased: (thread) => erased.holds(thread),
    }
  }

  /** Reading and a checksum: a small part of what the parsing of the import has cost. */
  #holds(row: Row): boolean {
    const bytes = this.#bytes(row)
    const hash = bytes === undefined ? undefined : (quickHash(bytes) ?? wholeBody(bytes, '')?.hash)
    return hash === row['body_hash']
  }

  #body(id: string, row: Row | undefined): Thread | undefined {
    if (row !== undefined) return ifWhole(() => this.#read(row))
    const bytes = this.#bytesOfFile(id)
    const thread = bytes === undefined ? undefined : wholeBody(bytes, '')?.thread
    return thread?.id === id ? thread : undefined
  }

  /** Puts the bytes aside in whose place something else will stand. @returns where, by the id */
  #keepDamaged({ thread: { id }, damage }: MergedThread): [string, string][] {
    if (damage !== 'replaced') return []
    const { catalog, layout } = this.#context
    const row = catalog.one('SELECT * FROM threads WHERE id = ?', encodeKey(id))
    const bytes = row === undefined ? this.#bytesOfFile(id) : this.#bytes(row)
    if (bytes === undefined) return []
    const place = layout.threadFile(id)
    const problem = 'did not hold what was written, and was replaced by an import'
    return [[id, putAside(this.#context, bytes, { kind: 'thread', id, place, problem }, false)]]
  }

  #change({ thread, hash, change }: MergedThread): Change {
    const { writer } = this.#context
    const { id, asOf = '' } = thread
    if (change === 'as-of') {
      const frame = summedFrame(FRAME.sighting, { id, asOf })
      return { ...frame, apply: () => writer.sighting(id, asOf) }
    }
    return {
      type: FRAME.thread,
      payload: encodeBody(thread, hash),
      apply: (place) => writer.thread(threadRow(thread, hash), place),
    }
  }

  async getThreads(ids: readonly string[]): Promise<readonly (Thread | undefined)[]> {
    return ids.map((id) => this.read(encodeKey(id)))
  }

  /** The thread under an encoded id. A body that moves to its file meanwhile is looked for again. */
  read(id: string): Thread | undefined {
    for (let attempt = 0; ; attempt++) {
      const row = this.#context.catalog.one('SELECT * FROM threads WHERE id = ?', id)
      if (row === undefined) return undefined
      try {
        return this.#read(row)
      } catch (error) {
        if (attempt > 2 || !isHitCraftError(error)) throw error
      }
    }
  }

  #read(row: Row): Thread {
    const { layout } = this.#context
    const id = decodeKey(textOf(row, 'id'))
    const where = row['segment'] === null ? layout.threadFile(id) : 'the log'
    const bytes = this.#bytes(row)
    const body = bytes === undefined ? undefined : wholeBody(bytes, where)
    const isIt = body?.thread.id === id && body.hash === row['body_hash']
    if (body === undefined || !isIt) {
      const problem =
        bytes === undefined
          ? 'is missing'
          : body === undefined
            ? 'does not hold what was written'
            : 'holds another state than was stored last'
      throw new HitCraftError('CORRUPT', `${where} ${problem}`, {
        remedy: 'Import the thread again, or restore its file from a backup.',
        details: { threadId: id },
      })
    }
    return withLaterAsOf(body.thread, maybeTextOf(row, 'as_of') ?? '')
  }

  /** What lies where a body should; undefined where nothing does. */
  #bytes(row: Row): Buffer | undefined {
    const { segment, offset, length } = row
    if (segment === null) return this.#bytesOfFile(decodeKey(textOf(row, 'id')))
    const { log } = this.#context
    if (!log.exists(Number(segment))) return undefined
    return log.read({ segment: Number(segment), offset: Number(offset), length: Number(length) })
  }

  #bytesOfFile(id: string): Buffer | undefined {
    const { fs, layout } = this.#context
    const path = layout.threadFile(id)
    return fs.exists(path) ? fs.read(path) : undefined
  }
}

function withPlace(outcome: StoredOutcome, keptAt: string | undefined): StoredOutcome {
  return keptAt === undefined || outcome.damage !== 'replaced' ? outcome : { ...outcome, keptAt }
}
