import { mergeThread, withAsOf } from '../domain/thread/merge-thread.ts'
import { prefixKeys, resolveIdentity } from '../domain/thread/thread-identity.ts'
import type { PrefixHit } from '../domain/thread/thread-identity.ts'
import { bodyHashOf, contentHashOf } from '../domain/thread/thread.ts'
import { ageOf } from '../domain/values/time.ts'
import type { Thread } from '../domain/thread/thread.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { StoredOutcome } from './chat-store.ts'

/** What a batch of merges must know of the store. It asks at the moment of each merge, in order. */
export interface MergeSource {
  /** What is stored under an id, without its body. */
  stored(id: string): StoredBody | undefined
  /** Whether the stored body holds; asked for where the given thread has its hash. */
  holds(id: string): boolean
  /** The body of a stored thread, undefined where it does not hold; asked for where the given one differs. */
  body(id: string): Thread | undefined
  /** Every stored (key, thread) pair whose key is among these. */
  prefixHits(keys: readonly string[]): readonly PrefixHit[]
  /** Whether the thread, or a user who wrote in it, was erased. */
  isErased(thread: Thread): boolean
}

export interface StoredBody {
  readonly bodyHash: string
  /** `''` where no export has a time. */
  readonly asOf: string
}

/** A stored thread as an engine has read it before a batch. */
export interface LoadedThread extends StoredBody {
  /** Undefined where the body does not hold. */
  readonly thread: Thread | undefined
}

/** A source that was read before the batch: all that it may ask for. */
export function loadedSource(loaded: {
  /** By id. */
  readonly threads: ReadonlyMap<string, LoadedThread>
  readonly hits: readonly PrefixHit[]
  readonly erased: ReadonlySet<Thread>
}): MergeSource {
  const { threads, erased } = loaded
  const hits = Map.groupBy(loaded.hits, ({ key }) => key)
  return {
    stored(id) {
      const stored = threads.get(id)
      // The age of a damaged one may be what was changed.
      return stored && { ...stored, asOf: stored.thread === undefined ? '' : stored.asOf }
    },
    holds: (id) => threads.get(id)?.thread !== undefined,
    body: (id) => threads.get(id)?.thread,
    prefixHits: (keys) => keys.flatMap((key) => hits.get(key) ?? []),
    isErased: (thread) => erased.has(thread),
  }
}

/** A thread that a batch has changed, and what of it has to be written. */
export interface MergedThread {
  readonly thread: Thread
  readonly hash: string
  readonly change: 'body' | 'as-of'
  /** What stands stored in its place is damaged; of `replaced` the bytes have to be put aside. */
  readonly damage?: 'repaired' | 'replaced'
}

/**
 * One batch of merges, the same on every backend: what is in it already counts for what comes later in
 * it. It writes nothing; the caller makes sure that nobody else writes meanwhile, or merges anew.
 */
export class MergeBatch {
  readonly #source: MergeSource
  readonly #merged = new Map<string, Merged>()
  /** Prefix keys of id-less threads of this batch. */
  readonly #keys = new Map<string, PrefixHit[]>()

  constructor(source: MergeSource) {
    this.#source = source
  }

  add(given: Thread): StoredOutcome {
    const keys = prefixKeys(given)
    if (this.#source.isErased(given)) return { id: given.id, outcome: 'erased' }
    const id = keys.length === 0 ? given.id : (this.#identify(keys) ?? given.id)
    const incoming = { ...given, id }
    const before = this.#merged.get(id)
    const stored = before === undefined ? this.#source.stored(id) : undefined
    if (stored !== undefined && stored.bodyHash === bodyHashOf(incoming)) {
      return this.#confirm(incoming, stored)
    }
    const existing = before?.thread ?? (stored === undefined ? undefined : this.#source.body(id))
    if (stored !== undefined && existing === undefined) return this.#replace(incoming)
    const { thread, outcome, write } = mergeThread(existing, incoming)
    const all =
      before?.write === 'body' ? 'body' : write === 'none' ? (before?.write ?? write) : write
    if (all !== 'none' || before !== undefined) {
      this.#merged.set(id, { ...before, thread, hash: bodyHashOf(thread), write: all })
      this.#remember(thread)
    }
    return { id, outcome }
  }

  /** The common case of a cumulative export: at most the age is written, if what is stored holds. */
  #confirm(incoming: Thread, stored: StoredBody): StoredOutcome {
    const { id } = incoming
    const hash = stored.bodyHash
    const known = ageOf(stored.asOf)
    const isLater = ageOf(incoming.asOf) > known
    const thread = isLater ? incoming : withAsOf(incoming, known || undefined)
    if (!this.#source.holds(id)) {
      this.#merged.set(id, { thread, hash, write: 'body', damage: 'repaired' })
      return { id, outcome: 'unchanged', damage: 'repaired' }
    }
    // An age of a broken clock leaves the body, too, or it would be read from there again.
    if (known !== stored.asOf) this.#merged.set(id, { thread, hash, write: 'body' })
    else if (isLater) this.#merged.set(id, { thread: incoming, hash, write: 'as-of' })
    return { id, outcome: 'unchanged' }
  }

  /** What was stored cannot be read: the given state stands, and the caller keeps the damaged bytes. */
  #replace(thread: Thread): StoredOutcome {
    const { id } = thread
    this.#merged.set(id, { thread, hash: bodyHashOf(thread), write: 'body', damage: 'replaced' })
    this.#remember(thread)
    return { id, outcome: 'updated', damage: 'replaced' }
  }

  /** What has to be written, each thread once. */
  changes(): readonly MergedThread[] {
    return [...this.#merged.values()].flatMap(({ write, ...merged }) =>
      write === 'none' ? [] : [{ ...merged, change: write }],
    )
  }

  #identify(keys: readonly string[]): string | undefined {
    // What this batch has grown is known better here.
    const stored = this.#source
      .prefixHits(keys)
      .filter(({ threadId }) => !this.#merged.has(threadId))
    const own = keys.flatMap((key) => this.#keys.get(key) ?? [])
    return resolveIdentity(keys, [...stored, ...own])
  }

  #remember(thread: Thread): void {
    const keys = prefixKeys(thread)
    for (const [index, key] of keys.entries()) {
      const hits = (this.#keys.get(key) ?? []).filter(({ threadId }) => threadId !== thread.id)
      hits.push({ key, threadId: thread.id, whole: index === keys.length - 1 })
      this.#keys.set(key, hits)
    }
  }
}

interface Merged {
  readonly thread: Thread
  readonly hash: string
  readonly write: 'body' | 'as-of' | 'none'
  readonly damage?: 'repaired' | 'replaced'
}

/** @throws HitCraftError INVALID_INPUT when a thread's `contentHash` is not that of its messages */
export function refuseFalseHashes(threads: readonly Thread[]): void {
  for (const thread of threads) {
    if (contentHashOf(thread.messages) === thread.contentHash) continue
    throw new HitCraftError('INVALID_INPUT', 'a thread does not have the hash of its messages', {
      details: { threadId: thread.id },
    })
  }
}
