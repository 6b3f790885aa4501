import { midnightOf } from '../../domain/values/time.ts'
import { readTime, toIso } from './time.ts'

/** Which of two numbers is the day, where a date is written with slashes. */
export type DateOrder = 'day first' | 'month first'

/** What is known of the times of a file or thread beyond what each says. */
export interface TimeContext {
  readonly order?: DateOrder
  /** Minutes east of Greenwich, for times that name no zone; UTC by default. */
  readonly offset?: number
}

export interface MessageTime {
  /** UTC, milliseconds. */
  readonly iso: string
  readonly hasZone: boolean
}

/** A date and time as written, the numbers not yet told apart. */
interface Written {
  readonly year: number
  /** Month and day, or the two numbers in their order where that is not known. */
  readonly first: number
  readonly second: number
  readonly order: DateOrder | undefined
  readonly milliseconds: number
  readonly offset: number | undefined
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const WEEKDAY = String.raw`(?:\p{L}{2,9}\.?,? )?`
const DATES = [
  // Mon Mar 10 2025, Mar 10, 2025
  new RegExp(String.raw`^${WEEKDAY}(?<name>\p{L}{3,9})\.? (?<day>\d{1,2}),? (?<year>\d{4})`, 'u'),
  // Mon, 10 Mar 2025
  new RegExp(String.raw`^${WEEKDAY}(?<day>\d{1,2}) (?<name>\p{L}{3,9})\.?,? (?<year>\d{4})`, 'u'),
  /^(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})/u,
  /^(?<first>\d{1,2})(?<mark>[/.-])(?<second>\d{1,2})\k<mark>(?<year>\d{4})/u,
]
const CLOCK =
  /^(?:,? (?:at )?|T| - )(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?<half>[ap])\.?m\b\.?)?/iu
const ZONE =
  /^ ?(?:(?<utc>Z|GMT|UTC)?(?:(?<sign>[+-])(?<hours>\d{2}):?(?<minutes>\d{2})?)?)(?: ?\(.*\)?)?$/u
/** White space and marks without width that are more than one space. */
const TO_FOLD = /[\s\p{Cf}]{2,}|[^\S ]|\p{Cf}/gu
const EPOCH = /^\d+$/

/**
 * The time of a message in any form that says one time and no other: as JavaScript, RFC 2822, ISO 8601
 * and `toLocaleString` write it, or since 1970 in seconds or milliseconds. Undefined for anything else:
 * 30 February, and a date of which no one can say which number is the day.
 */
export function readMessageTime(text: string, context: TimeContext = {}): MessageTime | undefined {
  const plain = folded(text)
  if (EPOCH.test(plain)) {
    const iso = readTime(plain)?.iso
    return iso === undefined ? undefined : { iso, hasZone: true }
  }
  const written = parse(plain)
  if (written === undefined) return undefined
  const order =
    written.order ??
    (written.first === written.second ? 'day first' : (orderBy(written) ?? context.order))
  if (order === undefined) return undefined
  const [month, day] =
    order === 'month first' ? [written.first, written.second] : [written.second, written.first]
  const midnight = midnightOf(written.year, month, day)
  const offset = written.offset ?? context.offset ?? 0
  const iso = toIso(midnight + written.milliseconds - offset * 60_000)
  return iso === undefined ? undefined : { iso, hasZone: written.offset !== undefined }
}

/** The order that a date with slashes proves by itself, having a number that is no month. */
export function provenOrder(text: string): DateOrder | undefined {
  if (!text.includes('/')) return undefined
  const written = parse(folded(text))
  return written === undefined || written.order !== undefined ? undefined : orderBy(written)
}

function folded(text: string): string {
  return text.replace(TO_FOLD, ' ').trim()
}

function orderBy({ first, second }: Written): DateOrder | undefined {
  if (first > 12 && second <= 12) return 'day first'
  return second > 12 && first <= 12 ? 'month first' : undefined
}

function parse(text: string): Written | undefined {
  for (const form of DATES) {
    const date = form.exec(text)
    if (date?.groups === undefined) continue
    const clock = CLOCK.exec(text.slice(date[0].length))
    const zone = clock === null ? null : ZONE.exec(text.slice(date[0].length + clock[0].length))
    if (clock?.groups === undefined || zone?.groups === undefined) return undefined
    const milliseconds = millisecondsOf(clock.groups)
    const day = dateOf(date.groups)
    if (milliseconds === undefined || day === undefined) return undefined
    return { ...day, milliseconds, offset: offsetOf(zone.groups) }
  }
  return undefined
}

type Groups = Readonly<Record<string, string | undefined>>

function dateOf(groups: Groups): Pick<Written, 'year' | 'first' | 'second' | 'order'> | undefined {
  const year = Number(groups['year'])
  const { first, second, name, month, day, mark } = groups
  if (first !== undefined) {
    // Dots and dashes part days from months; only with slashes do some put the month first.
    const order = mark === '/' ? undefined : 'day first'
    return { year, first: Number(first), second: Number(second), order }
  }
  const number = name === undefined ? Number(month) : monthOf(name)
  if (number === undefined) return undefined
  return { year, first: number, second: Number(day), order: 'month first' }
}

function monthOf(name: string): number | undefined {
  const at = MONTHS.indexOf(name.slice(0, 3).toLowerCase())
  return at === -1 ? undefined : at + 1
}

function millisecondsOf(groups: Groups): number | undefined {
  const { half } = groups
  const written = Number(groups['hour'])
  if (half !== undefined && (written < 1 || written > 12)) return undefined
  const hour = half === undefined ? written : (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0)
  const minute = Number(groups['minute'])
  const second = Number(groups['second'] ?? 0)
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = Math.floor(Number(`0.${groups['fraction'] ?? 0}`) * 1000)
  return ((hour * 60 + minute) * 60 + second) * 1000 + fraction
}

/** Minutes east of Greenwich; undefined where no zone is named, NaN for one that there is not. */
function offsetOf({ utc, sign, hours, minutes }: Groups): number | undefined {
  if (sign === undefined) return utc === undefined ? undefined : 0
  if (Number(hours) > 18 || Number(minutes ?? 0) > 59) return Number.NaN
  return (Number(hours) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1)
}
