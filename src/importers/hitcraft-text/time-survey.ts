import type { Clock } from '../../domain/values/time.ts'
import { provenOrder, readMessageTime } from '../kit/written-time.ts'
import type { DateOrder, TimeContext } from '../kit/written-time.ts'

const DAY = 24 * 60 * 60 * 1000
const TIME = /\bTime\s{0,8}:(.{0,120})/giu
const RANGE = /Date\s{0,8}Range\s{0,8}:(.{0,120}?) to (.{0,120})/iu
const ORDERS = ['day first', 'month first'] as const

/** What the times of a whole file say together. */
export interface SurveyedTimes {
  /** The newest message time, ISO, UTC; undefined without one. */
  readonly newest: string | undefined
  /** How dates with slashes are to be read, where the file proves it. */
  readonly order: DateOrder | undefined
}

/** Gathers the times of a file line by line, to tell the newest, and which number of a date is its day. */
export class TimeSurvey {
  readonly #clock: Clock | undefined
  /** By the order that dates with slashes may have. */
  readonly #newest: Record<DateOrder, string> = { 'day first': '', 'month first': '' }
  readonly #proofs: Record<DateOrder, number> = { 'day first': 0, 'month first': 0 }
  #range: DateRange = {}

  /** @param clock which times are believed; default all */
  constructor(clock?: Clock) {
    this.#clock = clock
  }

  /** Takes a line of the file; what is not ASCII in it does not matter. */
  take(line: string): void {
    const hasColon = line.includes(':')
    const range = hasColon ? RANGE.exec(line) : null
    if (range !== null) this.#range = readRange(range[1] ?? '', range[2] ?? '')
    else if (line.includes('THREAD')) this.#range = {}
    if (!hasColon) return
    for (const [, written = ''] of line.matchAll(TIME)) this.#time(written.replace(/[^ -~]+/g, ' '))
  }

  result(): SurveyedTimes {
    const [dayFirst, monthFirst] = ORDERS.map((order) => this.#proofs[order])
    const order =
      (dayFirst === 0) === (monthFirst === 0) ? undefined : dayFirst === 0 ? ORDERS[1] : ORDERS[0]
    const certain = this.#newest['day first'] < this.#newest['month first'] ? ORDERS[0] : ORDERS[1]
    const newest = this.#newest[order ?? certain]
    return { newest: newest === '' ? undefined : newest, order }
  }

  #time(written: string): void {
    const offset = this.#range.offset === undefined ? {} : { offset: this.#range.offset }
    // A time that needs no order is the same in both.
    const certain = readMessageTime(written, offset)?.iso
    const proven =
      provenOrder(written) ??
      (certain === undefined ? this.#orderByRange(written, offset) : undefined)
    if (proven !== undefined) this.#proofs[proven]++
    for (const order of ORDERS) {
      const time = certain ?? readMessageTime(written, { order, ...offset })?.iso
      if (time === undefined || this.#clock?.believes(time) === false) continue
      if (time > this.#newest[order]) this.#newest[order] = time
    }
  }

  /** The one order in which a time lies between those that its thread's head states. */
  #orderByRange(written: string, offset: TimeContext): DateOrder | undefined {
    const { from, to } = this.#range
    if (from === undefined || to === undefined || readMessageTime(written) !== undefined)
      return undefined
    const fitting = ORDERS.filter((order) => {
      const time = Date.parse(readMessageTime(written, { order, ...offset })?.iso ?? '')
      return time >= from - DAY && time <= to + DAY
    })
    return fitting.length === 1 ? fitting[0] : undefined
  }
}

interface DateRange {
  /** Milliseconds since 1970. */
  readonly from?: number
  readonly to?: number
  /** Minutes east of Greenwich, of its beginning. */
  readonly offset?: number
}

function readRange(from: string, to: string): DateRange {
  const offset = offsetOfRange(from)
  const [first, last] = [from, to].map((text) => readMessageTime(text)?.iso)
  return {
    ...(first === undefined ? {} : { from: Date.parse(first) }),
    ...(last === undefined ? {} : { to: Date.parse(last) }),
    ...(offset === undefined ? {} : { offset }),
  }
}

/** The zone of a thread's `Date Range`, for times that name none; minutes east of Greenwich. */
export function offsetOfRange(range: string): number | undefined {
  const zone = /(?:GMT|UTC)([+-])(\d{2}):?(\d{2})/.exec(range)
  if (zone === null) return undefined
  const [, sign, hours, minutes] = zone
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
}
