import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import { mergeThread } from '../../../domain/thread/merge-thread.ts'
import { prefixKeys, resolveIdentity } from '../../../domain/thread/thread-identity.ts'
import { bodyHashOf, contentHashOf } from '../../../domain/thread/thread.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { StoredOutcome } from '../../chat-store.ts'
import type { Row } from './catalog/catalog.ts'
import { commit, jsonFrame } from './file-context.ts'
import type { Change, FileContext } from './file-context.ts'
import { FRAME } from './disk/log.ts'
import { TombstoneIndex } from './catalog/tombstone-index.ts'
import { decodeBody, encodeBody, withLaterAsOf } from './disk/thread-body.ts'

/** Writing and reading whole threads. */
export class FileThreads {
  readonly #context: FileContext

  constructor(context: FileContext) {
    this.#context = context
  }

  async mergeThreads(threads: readonly Thread[]): Promise<readonly StoredOutcome[]> {
    for (const thread of threads) {
      if (contentHashOf(thread.messages) === thread.contentHash) continue
      throw new HitCraftError('INVALID_INPUT', 'a thread does not have the hash of its messages', {
        details: { threadId: thread.id },
      })
    }
    if (threads.length === 0) return []
    const outcomes = await this.#context.catalog.write(() => this.#merge(threads))
    this.#context.wake()
    return outcomes
  }

  #merge(threads: readonly Thread[]): StoredOutcome[] {
    const batch = new MergeBatch(this.#context, (row) => this.#read(row))
    const outcomes = threads.map((thread) => batch.add(thread))
    commit(this.#context, batch.changes())
    return outcomes
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

/** One batch of merges: what is in it already counts for what comes later in it. */
class MergeBatch {
  readonly #context: FileContext
  readonly #read: (row: Row) => Thread
  readonly #erased: TombstoneIndex
  readonly #merged = new Map<
    string,
    { thread: Thread; hash: string; change: 'body' | 'as-of' | 'none' }
  >()
  /** Prefix keys of id-less threads of this batch. */
  readonly #keys = new Map<string, { threadId: string; whole: boolean }[]>()

  constructor(context: FileContext, read: (row: Row) => Thread) {
    this.#context = context
    this.#read = read
    this.#erased = new TombstoneIndex(context.catalog)
  }

  add(given: Thread): StoredOutcome {
    const keys = prefixKeys(given)
    if (this.#erased.holds(given)) return { id: given.id, outcome: 'erased' }
    const id = keys.length === 0 ? given.id : (this.#identify(keys) ?? given.id)
    const incoming = { ...given, id }
    const before = this.#merged.get(id)
    const row =
      before === undefined
        ? this.#context.catalog.one('SELECT * FROM threads WHERE id = ?', encodeKey(id))
        : undefined
    if (before === undefined && row !== undefined && row['body_hash'] === bodyHashOf(incoming)) {
      // The common case of a cumulative export: nothing is read, at most the age is written.
      const known = String(row['as_of'] ?? '')
      if ((incoming.asOf ?? '') > known) {
        this.#merged.set(id, { thread: incoming, hash: row['body_hash'], change: 'as-of' })
      }
      return { id, outcome: 'unchanged' }
    }
    const existing = before?.thread ?? (row === undefined ? undefined : this.#read(row))
    const { thread, outcome, write } = mergeThread(existing, incoming)
    const change = write === 'body' || before?.change === 'body' ? 'body' : write
    if (change !== 'none' || before !== undefined) {
      this.#merged.set(id, { thread, hash: bodyHashOf(thread), change })
      this.#remember(thread)
    }
    return { id, outcome }
  }

  #identify(keys: readonly string[]): string | undefined {
    const stored = this.#context.catalog.all(
      'SELECT key, id, whole FROM prefix_keys WHERE key IN (SELECT value FROM json_each(?))',
      JSON.stringify(keys),
    )
    const hits = stored
      .map((row) => ({
        key: String(row['key']),
        threadId: decodeKey(String(row['id'])),
        whole: row['whole'] === 1,
      }))
      // What this batch has grown is known better here.
      .filter(({ threadId }) => !this.#merged.has(threadId))
    const own = keys.flatMap((key) =>
      (this.#keys.get(key) ?? []).map(({ threadId, whole }) => ({ key, threadId, whole })),
    )
    return resolveIdentity(keys, [...hits, ...own])
  }

  #remember(thread: Thread): void {
    const keys = prefixKeys(thread)
    for (const [index, key] of keys.entries()) {
      const hits = (this.#keys.get(key) ?? []).filter(({ threadId }) => threadId !== thread.id)
      hits.push({ threadId: thread.id, whole: index === keys.length - 1 })
      this.#keys.set(key, hits)
    }
  }

  changes(): Change[] {
    const { writer } = this.#context
    return [...this.#merged.values()].flatMap(({ thread, hash, change }): Change[] => {
      const { id, asOf = '' } = thread
      switch (change) {
        case 'none':
          return []
        case 'as-of':
          return [
            { ...jsonFrame(FRAME.sighting, { id, asOf }), apply: () => writer.sighting(id, asOf) },
          ]
        case 'body':
          return [
            {
              type: FRAME.thread,
              payload: encodeBody(thread, hash),
              apply: (place) => writer.thread(thread, hash, place),
            },
          ]
      }
    })
  }
}
