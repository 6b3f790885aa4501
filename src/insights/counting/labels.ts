import { percentOf, percentRange } from '../../domain/values/percent.ts'
import type { Figure } from '../figures.ts'

/** The first letter large, in scripts that have one. */
export function sentenceCase(text: string): string {
  const [first = '', ...rest] = Array.from(text)
  return first.toLocaleUpperCase('en-US') + rest.join('')
}

/** `1 thread`, `12 threads`. */
export function threadsOf(n: number): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? 'thread' : 'threads'}`
}

/** `9 users`. */
export function usersOf(n: number): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? 'user' : 'users'}`
}

/**
 * `12 of 148 threads (8 %), 9 users`: never a share without what it is a share of. Of a sample
 * `12 of 148 threads (8 %; of all 4 to 14 %), 9 users`.
 */
export function shareOf({
  n,
  of,
  users,
  interval,
}: Pick<Figure, 'n' | 'of' | 'users' | 'interval'>): string {
  const ofAll = interval === undefined ? '' : `; ${intervalText(interval)}`
  const percent = of === 0 ? '' : ` (${percentOf(n, of)}${ofAll})`
  // A log without user ids has no users to count.
  const who = users === 0 ? '' : `, ${usersOf(users)}`
  return `${n.toLocaleString('en-US')} of ${threadsOf(of)}${percent}${who}`
}

/** `of all 4 to 14 %`: the share among all, of which there is a sample; never narrower than it is. */
export function intervalText({ low, high }: NonNullable<Figure['interval']>): string {
  return `of all ${percentRange(low, high)}`
}

const LANGUAGE_NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

/** `he` → `Hebrew`; what is no language tag stays as it is. */
export function languageName(tag: string): string {
  try {
    return tag === 'unknown' ? 'unknown language' : (LANGUAGE_NAMES.of(tag) ?? tag)
  } catch (error) {
    if (error instanceof RangeError) return tag
    throw error
  }
}

const DAY_TEXT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** `2025-03-06` and `2025-03-12` → `6 Mar 2025 to 12 Mar 2025`; one day once. */
export function daysText({ from, to }: { readonly from: string; readonly to: string }): string {
  const [first, last] = [from, to].map((day) => DAY_TEXT.format(new Date(day)))
  return first === last ? `${first}` : `${first} to ${last}`
}
