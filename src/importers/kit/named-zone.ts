const DAY = 86_400_000
/** `GMT`, `GMT+02:00`, and before there were zones `GMT+00:09:21`. */
const OFFSET = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/

const clocks = new Map<string, Intl.DateTimeFormat>()

/**
 * The instant at which clocks of a zone (`Europe/Paris`) show a time.
 *
 * @param local milliseconds since 1970, as if the zone were UTC
 * @returns milliseconds since 1970 in UTC; undefined for a zone that there is not, an hour that the clocks skip and one
 *   that they show twice
 */
export function instantIn(zone: string, local: number): number | undefined {
  const clock = clockOf(zone)
  if (clock === undefined || Number.isNaN(local)) return undefined
  const offsets = new Set([local - DAY, local + DAY].map((near) => offsetAt(clock, near)))
  const instants = [...offsets]
    .map((offset) => ({ offset, at: local - offset }))
    .filter(({ offset, at }) => offsetAt(clock, at) === offset)
  return instants.length === 1 ? instants[0]?.at : undefined
}

function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  try {
    const clock = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    clocks.set(zone, clock)
    return clock
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return undefined
  }
}

/** Milliseconds east of Greenwich. */
function offsetAt(clock: Intl.DateTimeFormat, at: number): number {
  const named = clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours = 0, minutes = 0, seconds = 0] = OFFSET.exec(named) ?? []
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -size : size
}
