import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Collection } from 'mongodb'
import { patiently } from '../../patience.ts'
import { neverArrived } from './patient-collection.ts'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { RecordKind } from '../../../domain/records.ts'
import type { DocumentCounts, LockDocument } from '../documents/documents.ts'
import { isDuplicate } from './errors.ts'

/** Milliseconds. A holder that shows no life for so long, by the clock of who waits, is dead. */
const DEAD = 8_000
const BEAT = 2_000
/** A holder that could not show life for so long stops by itself. */
const LATE = 6_000
/** After so long without a pause the others get their turn. */
const FAIR = 500
const PAUSE = 25
/** Times that a moment is looked for in which nobody writes. */
const ATTEMPTS = 40

/** The right to write, for a while. */
export interface HeldLease {
  /** Grows with each holder. */
  readonly fence: number
  /** Set while something is half done; who comes next then finishes it. */
  dirty: boolean
  /** Notes so many documents more, or fewer, which an examination goes by. */
  count(kind: 'thread' | RecordKind, more: number): void
  /** All documents are counted before the lease ends, as their number is not known. */
  countAnew(): void
  /** @throws HitCraftError UNAVAILABLE when another may have taken over */
  assertHeld(): void
  /**
   * The same, after long work that kept this process from showing life: it does so now, and looks whether
   * another has taken over meanwhile.
   */
  confirm(): Promise<void>
}

/**
 * One writer at a time, in whatever process, without a transaction or an atomic update: whoever inserts
 * the next number holds the lease, since a number can be there only once. A holder that dies is
 * followed after eight seconds in which it showed no life; no two clocks are compared.
 */
export class WriterLease {
  readonly #locks: Collection<LockDocument>
  readonly #finish: (held: HeldLease) => Promise<void>
  readonly #countAll: () => Promise<DocumentCounts>
  readonly #holder = randomUUID()
  #turns: Promise<unknown> = Promise.resolve()
  #waiting = 0
  #busySince: number | undefined

  /**
   * @param finish what a holder before has left half done
   * @param countAll where the number of documents is not known
   */
  constructor(
    locks: Collection<LockDocument>,
    finish: (held: HeldLease) => Promise<void>,
    countAll: () => Promise<DocumentCounts>,
  ) {
    this.#locks = locks
    this.#finish = finish
    this.#countAll = countAll
  }

  /** Runs work while holding the lease; calls of this process take turns. */
  async hold<T>(work: (held: HeldLease) => Promise<T>): Promise<T> {
    this.#waiting++
    const turn = this.#turns.then(() => this.#inTurn(work))
    this.#turns = turn.then(
      () => undefined,
      () => undefined,
    )
    try {
      return await turn
    } finally {
      if (--this.#waiting === 0) this.#busySince = undefined
    }
  }

  async #inTurn<T>(work: (held: HeldLease) => Promise<T>): Promise<T> {
    await this.#letOthers()
    const held = await this.#acquire()
    try {
      if (held.dirty) await this.#finish(held)
      held.dirty = false
      const result = await work(held)
      held.counts ??= await this.#countAll()
      return result
    } catch (error) {
      held.countAnew()
      throw error
    } finally {
      await held.release()
    }
  }

  /**
   * What is read while nobody writes, with the counts that stood then; undefined where those are not known,
   * or where there is no such moment.
   */
  async undisturbed<T>(read: () => Promise<T>): Promise<[T, DocumentCounts] | undefined> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const before = await this.#top()
      if (before?.released === true) {
        if (before.counts === undefined) return undefined
        const found = await read()
        if ((await this.#top())?._id === before._id) return [found, before.counts]
      }
      await delay(PAUSE)
    }
    return undefined
  }

  /** A writer without a pause would come first again and again. */
  async #letOthers(): Promise<void> {
    this.#busySince ??= performance.now()
    if (performance.now() - this.#busySince < FAIR) return
    await delay(PAUSE)
    this.#busySince = performance.now()
  }

  async #acquire(): Promise<Held> {
    let seen = { state: '', since: 0 }
    for (;;) {
      const top = await this.#top()
      const state = `${top?._id} ${top?.beat}`
      if (seen.state !== state) seen = { state, since: performance.now() }
      if (top === undefined || top.released || performance.now() - seen.since > DEAD) {
        const fence = (top?._id ?? 0) + 1
        const dirty = top !== undefined && (top.dirty || !top.released)
        if (await this.#insert(fence, dirty)) {
          const held = new Held(this.#locks, { fence, holder: this.#holder, dirty })
          if (!dirty) held.counts = top?.counts
          return held
        }
      }
      await delay(5 + Math.random() * 10)
    }
  }

  async #top(): Promise<LockDocument | undefined> {
    // The first that a writer asks for: here a kept connection is found to be lost.
    const ask = () => this.#locks.find().sort({ _id: -1 }).limit(1).toArray()
    const [top] = await patiently(ask, { mayRepeat: neverArrived })
    return top
  }

  async #insert(fence: number, dirty: boolean): Promise<boolean> {
    const lock = { _id: fence, holder: this.#holder, beat: 0, released: false, dirty }
    try {
      await this.#locks.insertOne(lock)
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
    // Between the look and the insert others may have held it, gone on and cleared their numbers away.
    if ((await this.#top())?._id !== fence) {
      await this.#locks.deleteOne({ _id: fence, holder: this.#holder })
      return false
    }
    if (fence % 32 === 0 || dirty) await this.#locks.deleteMany({ _id: { $lt: fence } })
    return true
  }
}

class Held implements HeldLease {
  readonly fence: number
  dirty: boolean
  /** Undefined while they are not known. */
  counts: DocumentCounts | undefined
  readonly #locks: Collection<LockDocument>
  readonly #holder: string
  readonly #timer: NodeJS.Timeout
  #beating: Promise<void> = Promise.resolve()
  #alive = performance.now()
  #lost = false

  constructor(
    locks: Collection<LockDocument>,
    lease: { fence: number; holder: string; dirty: boolean },
  ) {
    this.#locks = locks
    this.fence = lease.fence
    this.#holder = lease.holder
    this.dirty = lease.dirty
    this.#timer = setInterval(() => {
      this.#beating = this.#beating.then(() => this.#beat())
    }, BEAT)
    this.#timer.unref()
  }

  count(kind: 'thread' | RecordKind, more: number): void {
    if (this.counts === undefined || more === 0) return
    this.counts = { ...this.counts, [kind]: (this.counts[kind] ?? 0) + more }
  }

  countAnew(): void {
    this.counts = undefined
  }

  assertHeld(): void {
    if (!this.#lost && performance.now() - this.#alive < LATE) return
    throw new HitCraftError('UNAVAILABLE', 'the right to write was lost: the server was too slow', {
      remedy: 'Run the same command again; what was acknowledged is there.',
    })
  }

  async confirm(): Promise<void> {
    if (performance.now() - this.#alive > BEAT) {
      await this.#beat()
      // Who took over before this sign of life came has a higher number; nobody does after it.
      const [top] = await this.#locks.find().sort({ _id: -1 }).limit(1).toArray()
      if (top?._id !== this.fence) this.#lost = true
    }
    this.assertHeld()
  }

  async #beat(): Promise<void> {
    const sent = performance.now()
    const { matchedCount } = await this.#locks
      .updateOne({ _id: this.fence, holder: this.#holder }, { $inc: { beat: 1 } })
      // Whether that was too often is found by the time.
      .catch(() => ({ matchedCount: undefined }))
    if (matchedCount === 0) this.#lost = true
    if (matchedCount === 1) this.#alive = sent
  }

  /** Lets the next one in; where the server cannot be reached that happens by itself. */
  async release(): Promise<void> {
    clearInterval(this.#timer)
    await this.#beating
    const { counts } = this
    await this.#locks
      .updateOne(
        { _id: this.fence, holder: this.#holder },
        {
          $set: { released: true, dirty: this.dirty, ...(counts === undefined ? {} : { counts }) },
        },
      )
      .catch(() => undefined)
  }
}
