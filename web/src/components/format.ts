const NUMBER = new Intl.NumberFormat('en-US')
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})
const LANGUAGES = new Intl.DisplayNames(['en'], { type: 'language' })

export function number(n: number): string {
  return NUMBER.format(n)
}

/** `1 thread`, `2 threads`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${number(n)} ${n === 1 ? noun : plural}`
}

/** `1536` → `1.5 KB`. */
export function bytes(n: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let value = n
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

/** `10 Mar 2025`, in UTC as everything is counted. */
export function day(iso: string): string {
  return DAY.format(new Date(iso))
}

/** `10 Mar 2025, 18:15`, UTC. */
export function dayAndTime(iso: string): string {
  const date = new Date(iso)
  return `${DAY.format(date)}, ${TIME.format(date)}`
}

export function clock(iso: string): string {
  return TIME.format(new Date(iso))
}

/** `he` → `Hebrew`; what is no language tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return tag === 'unknown' ? 'Unknown' : (LANGUAGES.of(tag) ?? tag)
  } catch (error) {
    if (error instanceof RangeError) return tag
    throw error
  }
}

/** `song_rendering` → `Song rendering`. */
export function plainWords(name: string): string {
  const words = name.replaceAll(/[_-]+/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
