import { setTimeout as delay } from 'node:timers/promises'
import { given } from '../../domain/values/given.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../chat-store.ts'
import { Backlog, missedOf } from './backlog.ts'
import type { Missed } from './backlog.ts'
import { copyNames } from './copy-names.ts'
import { NoteKeeper } from './notes/note-keeper.ts'
import type { ShadowPace } from './pace.ts'
import type { ShadowName } from './shadow-name.ts'
import type { ShadowNotes } from './notes/shadow-notes.ts'
import type { ReadDifference } from './notes/shadow-state.ts'

/** Errors of one record, and not of the way to the store. */
const OF_A_PIECE = new Set(['CORRUPT', 'INVALID_INPUT', 'CONFLICT'])
/** Differences that a process remembers. */
const MOST_DIFFERENCES = 100

export interface MirrorOptions {
  readonly first: ChatStore
  readonly openSecond: () => Promise<ChatStore>
  readonly notes: ShadowNotes
  readonly pace: ShadowPace
  /** Names that are held at most. Default as `Backlog`. */
  readonly most?: number
}

/** Carries what was written in the first store to the second, behind it and in its own time. */
export class Mirror {
  readonly #first: ChatStore
  readonly #openSecond: () => Promise<ChatStore>
  readonly #pace: ShadowPace
  readonly #backlog: Backlog
  readonly #keeper: NoteKeeper
  readonly #stop = new AbortController()
  #second: Promise<ChatStore> | undefined
  #writing = 0
  #isCopying = false
  #step = Promise.withResolvers<void>()
  #missed: Missed = { names: 0, erasures: 0 }
  #lastMissedAt: string | undefined
  #down: { readonly since: string; readonly why: string } | undefined
  readonly #differences: ReadDifference[] = []
  /** How many writes were begun. */
  writes = 0
  /** How many reads were compared. */
  compared = 0

  constructor({ first, openSecond, notes, pace, most }: MirrorOptions) {
    this.#first = first
    this.#openSecond = openSecond
    this.#pace = pace
    this.#backlog = new Backlog(most)
    const told = () => ({
      isBusy: this.#isBusy,
      queued: this.#backlog.size,
      missed: this.#missed,
      compared: this.compared,
      differences: this.#differences,
      ...given({
        oldestQueuedAt: this.#backlog.oldestAt,
        lastMissedAt: this.#lastMissedAt,
        down: this.#down,
      }),
    })
    this.#keeper = new NoteKeeper(notes, told, pace.word)
  }

  get noteProblem(): string | undefined {
    return this.#keeper.problem
  }

  get isClosed(): boolean {
    return this.#stop.signal.aborted
  }

  /**
   * Does a write in the first store, and what it wrote comes to the second later. It waits for that only while the
   * second store answers and too much is on its way, and then `wait` at most.
   *
   * @param named what was written; told of the answer, or of nothing where the write was refused and may be half done
   */
  async write<T>(
    work: () => Promise<T>,
    named: (answer: T | undefined) => readonly ShadowName[] | Promise<readonly ShadowName[]>,
  ): Promise<T> {
    if (this.isClosed) return work()
    this.#writing++
    this.writes++
    await this.#keeper.busy()
    let answer: T | undefined
    try {
      answer = await work()
      return answer
    } finally {
      await this.#take(named, answer)
      this.#writing--
      this.#stepped()
      await this.#room()
    }
  }

  /** The second store, opened when it is first needed, and again after that failed. */
  async second(): Promise<ChatStore> {
    this.#second ??= this.#openSecond()
    try {
      return await this.#second
    } catch (error) {
      this.#second = undefined
      throw error
    }
  }

  /** Resolves with whether nothing is on its way, as soon as that is so or after so many milliseconds. */
  async settled(within: number): Promise<boolean> {
    return this.#until(() => !this.#isBusy, within)
  }

  /** Writes down what this process knows, where it has done anything. */
  async tell(): Promise<void> {
    if (!this.isClosed && (this.writes > 0 || this.compared > 0)) await this.#keeper.write()
  }

  /** A read that was answered differently, again and again. */
  differs(call: string, id: string | undefined): void {
    if (this.#differences.length >= MOST_DIFFERENCES) return
    const at = new Date().toISOString()
    this.#differences.push({ at, call, ...(id === undefined ? {} : { id }) })
    void this.#keeper.write()
  }

  /** Waits `farewell` at most for what is on its way, where the second store answers; the rest is counted as missed. */
  async close(): Promise<void> {
    if (this.isClosed) return
    await this.settled(this.#pace.farewell)
    this.#stop.abort()
    this.#stepped()
    this.#miss(missedOf(this.#backlog.drop()))
    await this.#keeper.end()
    const second = this.#second
    if (second === undefined) return
    // One that hangs keeps nobody; its timers end with it.
    const closed = second.then((store) => store.close()).catch(() => undefined)
    await Promise.race([closed, delay(this.#pace.farewell, undefined, { ref: false })])
  }

  get #isBusy(): boolean {
    return this.#writing > 0 || this.#backlog.size > 0
  }

  async #take<T>(
    named: (answer: T | undefined) => readonly ShadowName[] | Promise<readonly ShadowName[]>,
    answer: T | undefined,
  ): Promise<void> {
    let names: readonly ShadowName[]
    try {
      names = await named(answer)
    } catch {
      // What was erased can be asked for no more: only a migration tells.
      this.#miss({ names: 1, erasures: 1 })
      return
    }
    if (names.length === 0) return
    this.#miss(missedOf(this.#backlog.add(names)))
    if (!this.#isCopying) void this.#copy()
  }

  async #copy(): Promise<void> {
    this.#isCopying = true
    let pause = this.#pace.firstPause
    let single = 0
    while (this.#backlog.size > 0 && !this.isClosed) {
      const names = this.#backlog.first(single > 0 ? 1 : this.#pace.batch)
      try {
        const refused = await copyNames(this.#first, await this.second(), names)
        this.#arrived(names)
        this.#miss(missedOf(refused))
        this.#down = undefined
        pause = this.#pace.firstPause
        single = Math.max(0, single - 1)
      } catch (error) {
        if (isOfAPiece(error)) {
          if (names.length === 1) {
            this.#arrived(names)
            this.#miss(missedOf(names))
            single = Math.max(0, single - 1)
          } else single = names.length
          continue
        }
        this.#down ??= { since: new Date().toISOString(), why: told(error) }
        this.#stepped()
        await delay(pause, undefined, { signal: this.#stop.signal, ref: false }).catch(
          () => undefined,
        )
        pause = Math.min(2 * pause, this.#pace.longestPause)
      }
    }
    this.#isCopying = false
    this.#stepped()
  }

  #arrived(names: readonly ShadowName[]): void {
    this.#backlog.remove(names)
    this.#stepped()
  }

  #miss(more: Missed): void {
    if (more.names === 0) return
    this.#missed = {
      names: this.#missed.names + more.names,
      erasures: this.#missed.erasures + more.erasures,
    }
    this.#lastMissedAt = new Date().toISOString()
  }

  async #room(): Promise<void> {
    await this.#until(() => !this.#backlog.isHalfFull, this.#pace.wait)
  }

  /** Whether it is so, as soon as it is: given up after so many milliseconds, and where the second store does not answer. */
  async #until(isSo: () => boolean, within: number): Promise<boolean> {
    const end = performance.now() + within
    while (!isSo()) {
      const left = end - performance.now()
      if (left <= 0 || this.#down !== undefined || this.isClosed) return false
      await this.#nextStep(left)
    }
    return true
  }

  async #nextStep(within: number): Promise<void> {
    const over = new AbortController()
    const timer = delay(within, undefined, { signal: over.signal }).catch(() => undefined)
    await Promise.race([this.#step.promise, timer])
    over.abort()
  }

  #stepped(): void {
    this.#step.resolve()
    this.#step = Promise.withResolvers()
  }
}

function isOfAPiece(error: unknown): boolean {
  return !isHitCraftError(error) || OF_A_PIECE.has(error.code)
}

function told(error: unknown): string {
  return isHitCraftError(error) ? `${error.message} (${error.code})` : 'it does not answer'
}
