import { RECORD_KINDS, recordHash } from '../../../domain/records.ts'
import type { RecordKind, RecordTypes } from '../../../domain/records.ts'
import { namesToLookFor } from '../../../domain/thread/tombstone.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { withoutThreads } from '../../../storage/core/plan-erasing.ts'
import { kinded } from '../../../storage/core/record-row.ts'
import { BatchReader } from '../../sources/read-in-batches.ts'
import type { RecordSource } from '../../sources/record-source.ts'
import { isWhole, recordIn, threadIn } from '../../sources/walked-record.ts'
import type { WholeRecord } from '../../sources/walked-record.ts'
import { burials } from './burials.ts'
import type { IsBuried } from './burials.ts'

type Walked = Pick<RecordSource, 'walk'>

/**
 * What of the source was erased in the target, and so does not come back with an older source: the threads, the
 * records that go with them, and what other records say of them.
 */
export class KeptOut {
  readonly #isBuried: IsBuried | undefined
  readonly #threads = new Set<string>()

  /** @param isBuried absent where nothing was erased in the target */
  constructor(isBuried?: IsBuried) {
    this.#isBuried = isBuried
  }

  /** What these sides have erased. */
  static async by(sides: readonly Walked[], signal?: AbortSignal): Promise<KeptOut> {
    const all: IsBuried[] = []
    for (const side of sides) {
      const isBuried = await burials(side, signal)
      if (isBuried !== undefined) all.push(isBuried)
    }
    return all.length === 0 ? new KeptOut() : new KeptOut((name) => all.some((by) => by(name)))
  }

  /** Whether nothing was ever erased. */
  get isNothing(): boolean {
    return this.#isBuried === undefined
  }

  /** Ids of threads of the source that were met and are kept out. */
  get threads(): ReadonlySet<string> {
    return this.#threads
  }

  /** Whether a thread was erased under its very id. */
  hasId(threadId: string): boolean {
    return this.#isBuried?.({ what: 'thread', name: threadId }) === true
  }

  /** The target would not take it. */
  note(threadId: string): void {
    this.#threads.add(threadId)
  }

  /**
   * Looks whether the threads that records speak of are kept out: a user was erased whose name only the thread says. A
   * pass has met every thread before any record.
   */
  async look(from: Pick<RecordSource, 'read'>, records: readonly WholeRecord[]): Promise<void> {
    if (this.#isBuried === undefined) return
    const ids = [...new Set(records.flatMap((each) => namedIn(each)))]
    for await (const { records: threads } of new BatchReader(from).all('thread', ids)) {
      for (const each of threads) if (isWhole(each)) this.#has(threadIn(each))
    }
  }

  /** What may come of a record: itself where nothing in it was erased, undefined where it was. */
  leftOf(source: WholeRecord): WholeRecord | undefined {
    const { kind } = source
    if (kind === 'thread') return this.#has(threadIn(source)) ? undefined : source
    return this.#leftOf(kind, source)
  }

  /**
   * Whether the target's state of a record stands whatever the source has. Only an erasure changes a model of topics, and
   * words that only erased threads had are no longer in the target's.
   */
  stands(kind: WholeRecord['kind']): boolean {
    return this.#threads.size > 0 && isRefit(kind)
  }

  #leftOf(kind: RecordKind, source: WholeRecord): WholeRecord | undefined {
    const erased = new Set(namedIn(source).filter((id) => this.#threads.has(id) || this.hasId(id)))
    if (erased.size === 0) return source
    const before = kinded(kind, recordIn(kind, source))
    const left = withoutThreads(before, erased)
    if (left === before) return source
    return left && { ...source, value: left.record, hash: recordHash(left.record) }
  }

  #has(thread: Thread): boolean {
    const { id } = thread
    if (this.#threads.has(id)) return true
    const isBuried = this.#isBuried
    if (isBuried === undefined || !namesToLookFor(thread).some(isBuried)) return false
    this.#threads.add(id)
    return true
  }
}

/** Whether records of a kind keep words of threads that they no longer name. */
export function isRefit(kind: WholeRecord['kind']): boolean {
  return kind !== 'thread' && RECORD_KINDS[kind].onErase.does === 'refit'
}

function namedIn(source: WholeRecord): readonly string[] {
  return source.kind === 'thread' ? [] : threadsOf(source.kind, recordIn(source.kind, source))
}

function threadsOf<K extends RecordKind>(kind: K, record: RecordTypes[K]): readonly string[] {
  return RECORD_KINDS[kind].threadsOf(record)
}
