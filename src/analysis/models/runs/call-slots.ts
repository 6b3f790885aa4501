import { Line } from './line.ts'

/** Calls at once to begin with. */
export const FIRST_SLOTS = 8

export interface SlotOptions {
  /** Calls at once to begin with. Default `FIRST_SLOTS`. */
  readonly start?: number
  /** Calls at once at most. Default 64. */
  readonly most?: number
}

/** A place among the calls under way. */
export interface Slot {
  /** Gives it back after an answer: a round of them lets one more in. */
  answered(): void
  /** Gives it back after the service asked to be called less; no call is let in for so many milliseconds. */
  limited(pause: number): void
  /** Gives it back. */
  left(): void
}

/**
 * How many calls may be under way at once: more by and by while the service answers, half as many when it says that
 * they are too many (additive increase and multiplicative decrease: Chiu and Jain, 1989). Calls that began before
 * it said so do not halve it again.
 */
export class CallSlots {
  readonly #most: number
  readonly #line = new Line<undefined>()
  #limit: number
  #underWay = 0
  /** Grows each time that it is halved. */
  #round = 0
  #pausedUntil = 0
  #timer: NodeJS.Timeout | undefined

  constructor({ start = FIRST_SLOTS, most = 64 }: SlotOptions = {}) {
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
    const pause = this.#pausedUntil - performance.now()
    if (pause > 0) {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => this.#admit(), pause)
      return
    }
    while (this.#underWay < this.limit && this.#line.first !== undefined) {
      this.#underWay++
      this.#line.admit()
    }
  }

  #slot(): Slot {
    const round = this.#round
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
      answered: () =>
        leave(() => (this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit))),
      limited: (pause) =>
        leave(() => {
          this.#pausedUntil = Math.max(this.#pausedUntil, performance.now() + pause)
          halve()
        }),
      left: () => leave(() => undefined),
    }
  }
}
