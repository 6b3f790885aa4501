import { tokenize } from '../../local/text/tokenize.ts'

const LANGUAGES = ['en', 'es', 'he', 'fr', 'de', 'pt', 'ru', 'ar']
const DAY = 86_400_000

/** Days of the week and months, as the languages that we know best write them. */
const NAMES: ReadonlySet<string> = new Set(
  LANGUAGES.flatMap((language) => {
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' })
    const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' })
    const days = Array.from({ length: 7 }, (_, day) => weekday.format(day * DAY))
    const months = Array.from({ length: 12 }, (_, at) => month.format(Date.UTC(2025, at, 15)))
    return [...days, ...months].flatMap((name) => tokenize(name).words)
  }),
)

/** Whether a text has a number, a day of the week or a month: these are one member's, and other days are near to it. */
export function hasDate(text: string): boolean {
  return tokenize(text).words.some((word) => /^\p{Nd}+$/u.test(word) || NAMES.has(word))
}
