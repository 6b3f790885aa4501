import { Line } from './line.ts'

/** Calls at once to begin with. */
export const FIRST_SLOTS = 8
/** How many times as long as the quickest answer one may take that shows room for more. */
const SOON = 3

export interface SlotOptions {
  /** Calls at once to begin with. Default `FIRST_SLOTS`. */
  readonly start?: number
  /** Calls at once at most. Default 64. */
  readonly most?: number
  /** Milliseconds. Default the clock that is never set. */
  readonly now?: () => number
}

/** A place among the calls under way. */
export interface Slot {
  /** Gives it back after an answer: a round of them lets one more in, or each does. */
  answered(): void
  /** Gives it back after the service asked to be called less; no call is let in for so many milliseconds. */
  limited(pause: number): void
  /** Gives it back. */
  left(): void
}

/**
 * How many calls may be under way at once: more by and by while the service answers, half as many when it says that
 * they are too many (additive increase and multiplicative decrease: Chiu and Jain, 1989). Calls that began before
 * it said so do not halve it again. Until it first says so each answer lets one more in, as in the slow start of TCP (Jacobson,
 * 1988), where all slots were in use meanwhile and the answer came about as soon as the quickest: of a server that answers one
 * call after the other more calls at once take longer each.
 */
export class CallSlots {
  readonly #most: number
  readonly #now: () => number
  readonly #line = new Line<undefined>()
  #limit: number
  #underWay = 0
  /** Grows each time that it is halved. */
  #round = 0
  #pausedUntil = 0
  #timer: NodeJS.Timeout | undefined
  #wasLimited = false
  /** When all slots were in use last. */
  #fullAt = Number.NEGATIVE_INFINITY
  /** Milliseconds of the quickest answer. */
  #quickest = Number.POSITIVE_INFINITY

  constructor({ start = FIRST_SLOTS, most = 64, now = () => performance.now() }: SlotOptions = {}) {
    this.#now = now
    this.#limit = start
    this.#most = most
  }

  get limit(): number {
    return Math.floor(this.#limit)
  }

  /** Waits for a place, after those who came before. @throws HitCraftError INTERRUPTED when the signal comes first */
  async enter(signal: AbortSignal | undefined): Promise<Slot> {
    const turn = this.#line.join(undefined, signal)
    this.#admit()
    await turn
    return this.#slot()
  }

  #admit(): void {
    const pause = this.#pausedUntil - this.#now()
    if (pause > 0) {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#admit(), pause)
      return
    }
    while (this.#underWay < this.limit && this.#line.first !== undefined) {
      this.#underWay++
      this.#line.admit()
    }
    if (this.#underWay >= this.limit) this.#fullAt = this.#now()
  }

  /** Whether the answer to a call that began then shows that more at once would be answered as soon. */
  #hasRoom(began: number): boolean {
    const took = this.#now() - began
    this.#quickest = Math.min(this.#quickest, took)
    const wereAllUsed = this.#fullAt >= began
    return !this.#wasLimited && wereAllUsed && took <= this.#quickest * SOON
  }

  #slot(): Slot {
    const round = this.#round
    const began = this.#now()
    const leave = (change: () => void) => {
      this.#underWay--
      change()
      this.#admit()
    }
    const halve = () => {
      if (round !== this.#round) return
      this.#round++
      this.#limit = Math.max(1, this.#limit / 2)
    }
    return {
      answered: () => {
        const more = this.#hasRoom(began) ? 1 : 1 / this.#limit
        leave(() => (this.#limit = Math.min(this.#most, this.#limit + more)))
      },
      limited: (pause) =>
        leave(() => {
          this.#wasLimited = true
          this.#pausedUntil = Math.max(this.#pausedUntil, this.#now() + pause)
          halve()
        }),
      left: () => leave(() => undefined),
    }
  }
}
