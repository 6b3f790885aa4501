import { readTime, toIso } from '../time.ts'

const DATE =
  /^(?:\p{L}{2,4},? )?(\p{L}{3}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)([+-])(\d{2}):?(\d{2})/u
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/**
 * The time of a message as ISO, UTC: `Mon Mar 10 2025 20:15:20 GMT+0200 (Israel Standard Time)`, or any
 * other form that says one time and no other. Undefined for anything else, 30 February among it.
 */
export function readMessageTime(text: string): string | undefined {
  const match = DATE.exec(text)
  if (match === null) return readTime(text)?.iso
  const [, name = '', ...rest] = match
  const [day = 0, year = 0, hour = 0, minute = 0, second = 0] = rest.slice(0, 5).map(Number)
  const [sign, offsetHours, offsetMinutes] = rest.slice(5)
  const month = MONTHS.indexOf(name)
  const isReal =
    month !== -1 &&
    day > 0 &&
    new Date(Date.UTC(year, month, day)).getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60
  if (!isReal) return undefined
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1)
  return toIso(Date.UTC(year, month, day, hour, minute, second) - offset * 60_000)
}
