import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import { MergeBatch, refuseFalseHashes } from '../../merge-batch.ts'
import type { MergedThread, MergeSource } from '../../merge-batch.ts'
import type { Row } from '../catalog/catalog.ts'
import { commit, jsonFrame } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { FRAME } from './disk/log.ts'
import { prefixHits } from '../catalog/prefix-hits.ts'
import { threadRow } from '../catalog/thread-row.ts'
import { TombstoneIndex } from '../catalog/tombstone-index.ts'
import { decodeBody, encodeBody, withLaterAsOf } from '../thread-body.ts'

/** Writing and reading whole threads. */
export class FileThreads {
  readonly #context: FileContext

  constructor(context: FileContext) {
    this.#context = context
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    refuseFalseHashes(threads)
    if (threads.length === 0) return []
    const outcomes = await this.#context.catalog.write(() => this.#merge(threads))
    this.#context.wake()
    return outcomes
  }

  #merge(threads: readonly Thread[]): StoredOutcome[] {
    const batch = new MergeBatch(this.#source())
    const outcomes = threads.map((thread) => batch.add(thread))
    commit(
      this.#context,
      batch.changes().map((merged) => this.#change(merged)),
    )
    return outcomes
  }

  #source(): MergeSource {
    const { catalog } = this.#context
    const erased = new TombstoneIndex(catalog)
    const rowOf = (id: string) => catalog.one('SELECT * FROM threads WHERE id = ?', encodeKey(id))
    return {
      stored: (id) => {
        const row = rowOf(id)
        if (row === undefined) return undefined
        return { bodyHash: String(row['body_hash']), asOf: String(row['as_of'] ?? '') }
      },
      holds: () => true,
      body: (id) => this.#read(rowOf(id) ?? {}),
      prefixHits: (keys) => prefixHits(catalog, keys),
      isErased: (thread) => erased.holds(thread),
    }
  }

  #change({ thread, hash, change }: MergedThread): Change {
    const { writer } = this.#context
    const { id, asOf = '' } = thread
    if (change === 'as-of') {
      const frame = jsonFrame(FRAME.sighting, { id, asOf })
      return { ...frame, apply: () => writer.sighting(id, asOf) }
    }
    return {
      type: FRAME.thread,
      payload: encodeBody(thread, hash),
      apply: (place) => writer.thread(threadRow(thread, hash), place),
    }
  }

  async getThread(id: string): Promise<Thread | undefined> {
    return this.read(encodeKey(id))
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
        if (attempt > 2) throw error
      }
    }
  }

  #read(row: Row): Thread {
    const { log, fs, layout } = this.#context
    const { segment, offset, length } = row
    const id = decodeKey(String(row['id']))
    const inLog = segment !== null
    const path = layout.threadFile(id)
    const bytes = inLog
      ? log.read({ segment: Number(segment), offset: Number(offset), length: Number(length) })
      : readFile(fs.exists(path) ? fs.read(path) : undefined, path)
    const { thread, hash } = decodeBody(bytes, inLog ? 'the log' : path)
    if (thread.id !== id || hash !== row['body_hash']) {
      throw new HitCraftError('CORRUPT', `${path} is not what the catalog knows`, {
        remedy: 'Run hitcraft reindex: it takes in what the files hold now.',
      })
    }
    const asOf = String(row['as_of'] ?? '')
    return withLaterAsOf(thread, asOf === '' ? undefined : asOf)
  }
}

function readFile(bytes: Buffer | undefined, path: string): Buffer {
  if (bytes !== undefined) return bytes
  throw new HitCraftError('CORRUPT', `${path} is missing`, {
    remedy: 'Restore it from a backup, or run hitcraft reindex to go on without it.',
  })
}
