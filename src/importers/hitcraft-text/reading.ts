import { Hypothesis } from './hypothesis.ts'
import type { Beginning } from './hypothesis.ts'
import type { Segment } from './segments.ts'

/** Readings kept beside the best, and how many points more may hold against them. */
const MOST_READINGS = 8
const MOST_AGAINST = 40
/** Memory that may wait for a decision; beyond it the best reading is taken. */
const MOST_WAITING = 16 * 1024 * 1024
/** What a segment takes beside its text. */
const SEGMENT_BYTES = 400
/** Memory between two tries to decide. */
const TRY_EVERY = 1024 * 1024

/** What becomes of a file, piece by piece. */
export interface Listener {
  /** A thread, message or item begins with this segment, or a thread ends with it. */
  begin(kind: Beginning['kind'], segment: Segment, habits: string): void
  /** More of what began last; before the first beginning and behind an end: what is outside. */
  goOn(segment: Segment): void
}

/**
 * Decides where threads, messages and items begin. What looks like a beginning may stand in somebody's
 * words (a pasted log), and a beginning may be damaged; so all readings are followed side by side, as far
 * as they differ, and the one that least holds against wins (a Viterbi search with a narrow beam). Time is
 * linear, memory bounded, and the decisions depend on the segments alone.
 */
export class Reading {
  readonly #listener: Listener
  #readings: Hypothesis[]
  /** Segments that are not given on yet; the first has this number. */
  #waiting: Segment[] = []
  #firstWaiting = 0
  #waitingText = 0
  #nextTry = TRY_EVERY
  /** Number of the last beginning that was given on. */
  #givenTo = -1

  /** @param habits what `begin` told last of the file before the first segment */
  constructor(listener: Listener, habits = '') {
    this.#readings = [new Hypothesis(habits)]
    this.#listener = listener
  }

  take(segment: Segment): void {
    const [only] = this.#readings
    const kind = segment.mark?.kind
    const isPlain = kind === undefined || kind === 'count' || kind === 'user' || kind === 'field'
    if (isPlain) {
      if (only !== undefined && this.#readings.length === 1) {
        only.goOn(segment)
        this.#firstWaiting++
        this.#listener.goOn(segment)
        return
      }
      for (const reading of this.#readings) reading.goOn(segment)
      this.#wait(segment)
    } else {
      this.#branch(segment)
      this.#wait(segment)
    }
    if (this.#readings.length === 1) this.#giveOn(this.#readings)
    else if (this.#waitingText > MOST_WAITING) {
      this.#readings = this.#readings.slice(0, 1)
      this.#giveOn(this.#readings)
    } else if (this.#waitingText > this.#nextTry) {
      this.#giveOn(this.#readings)
      this.#nextTry = this.#waitingText + TRY_EVERY
    }
  }

  end(): void {
    for (const reading of this.#readings) reading.finish()
    this.#readings = best(this.#readings).slice(0, 1)
    this.#giveOn(this.#readings)
  }

  #branch(segment: Segment): void {
    const at = this.#firstWaiting + this.#waiting.length
    const next: Hypothesis[] = []
    for (const reading of this.#readings) {
      const begun = reading.copy()
      if (begun.begin(segment, at)) next.push(begun)
      reading.goOn(segment)
      next.push(reading)
    }
    this.#readings = best(next)
  }

  #wait(segment: Segment): void {
    this.#waiting.push(segment)
    this.#waitingText += segment.text.length + SEGMENT_BYTES
  }

  /** Gives on what all readings agree on. */
  #giveOn(readings: readonly Hypothesis[]): void {
    const beginnings = agreed(readings, this.#givenTo)
    const isDecided = readings.length === 1
    const last = beginnings.at(-1)
    const until = isDecided ? this.#firstWaiting + this.#waiting.length : (last?.at ?? -1) + 1
    let next = 0
    let given = 0
    for (; this.#firstWaiting + given < until; given++) {
      const segment = this.#waiting[given]
      if (segment === undefined) break
      const beginning = beginnings[next]
      if (beginning?.at === this.#firstWaiting + given) {
        this.#listener.begin(beginning.kind, segment, beginning.habits)
        this.#givenTo = beginning.at
        next++
      } else this.#listener.goOn(segment)
      this.#waitingText -= segment.text.length + SEGMENT_BYTES
    }
    this.#waiting = given === this.#waiting.length ? [] : this.#waiting.slice(given)
    this.#firstWaiting += given
    this.#nextTry = this.#waitingText + TRY_EVERY
    // What was given on is asked for no more: the list does not grow with the file.
    if (last !== undefined) last.before = undefined
  }
}

/** The readings worth following, the best first; of those that will judge alike, the better one. */
function best(readings: readonly Hypothesis[]): Hypothesis[] {
  const unlike: Hypothesis[] = []
  for (const reading of readings) {
    let at = 0
    while (unlike[at]?.judgesAs(reading) === false) at++
    const known = unlike[at]
    if (known === undefined) unlike.push(reading)
    else if (reading.against < known.against) unlike[at] = reading
  }
  unlike.sort((a, b) => a.against - b.against)
  const most = (unlike[0]?.against ?? 0) + MOST_AGAINST
  return unlike.slice(0, MOST_READINGS).filter(({ against }) => against <= most)
}

/** The beginnings behind `after` that every reading has, in order. */
function agreed(readings: readonly Hypothesis[], after: number): Beginning[] {
  let common = readings[0]?.last
  for (const { last } of readings.slice(1)) {
    let other = last
    while (common !== other) {
      if ((common?.at ?? -1) > (other?.at ?? -1)) common = common?.before
      else other = other?.before
    }
  }
  const list: Beginning[] = []
  for (let at = common; at !== undefined && at.at > after; at = at.before) list.push(at)
  return list.toReversed()
}
