import { keysOf } from '../../../domain/values/keys.ts'
import { FUNCTION_WORDS } from './function-words.ts'
import { detectByNGrams } from './n-grams/detect-by-n-grams.ts'
import { countScripts } from './scripts.ts'
import type { Script } from './scripts.ts'

/** A language with how much speaks for it. */
export interface LanguageGuess {
  /** BCP 47. */
  readonly language: string
  /** Words that were counted. */
  readonly words: number
  /** Whether one text alone is enough to say so: else the thread's other texts decide. */
  readonly sure: boolean
}

/** Native words among Latin ones weigh more: people mix English terms into their own language. */
const NATIVE_SHARE = 0.25

/**
 * The language of what is said in a text (code, quotations and lyrics are left out by `apart`), by
 * script first, then by function words and by character n-grams of `prose`; undefined where nothing tells.
 */
export function detectLanguage(
  words: readonly string[],
  apart: readonly boolean[],
  prose: () => string,
): LanguageGuess | undefined {
  const counts = countScripts(words, apart)
  const han = (counts.han + counts.kana) / 2
  const total =
    counts.latin +
    counts.hebrew +
    counts.arabic +
    counts.cyrillic +
    counts.greek +
    counts.hangul +
    counts.thai / 3 +
    counts.devanagari +
    han
  if (total === 0) return undefined
  const native = strongestNative({ ...counts, han, kana: 0, thai: counts.thai / 3 })
  if (native !== undefined && native.words >= Math.max(1, total * NATIVE_SHARE)) {
    const kana = counts.kana >= 0.1 * (counts.han + counts.kana) ? counts.kana : 0
    const language = languageOfScript(native.script, kana, words)
    return { language, words: total, sure: native.words >= 2 }
  }
  return latinLanguage(words, apart, prose)
}

function strongestNative(
  counts: Record<Script, number>,
): { script: Script; words: number } | undefined {
  let best: { script: Script; words: number } | undefined
  for (const script of keysOf(counts)) {
    const words = counts[script]
    if (script !== 'latin' && words > (best?.words ?? 0)) best = { script, words }
  }
  return best
}

function languageOfScript(script: Script, kana: number, words: readonly string[]): string {
  switch (script) {
    case 'hebrew':
      return 'he'
    case 'arabic':
      return arabicScriptLanguage(words)
    case 'cyrillic':
      return words.some((word) => /[іїєґ]/u.test(word)) ? 'uk' : 'ru'
    case 'greek':
      return 'el'
    case 'hangul':
      return 'ko'
    case 'thai':
      return 'th'
    case 'devanagari':
      return 'hi'
    case 'han':
    case 'kana':
      return kana > 0 ? 'ja' : 'zh'
    case 'latin':
      return 'en'
  }
}

/** Persian and Urdu write letters that Arabic has not. */
function arabicScriptLanguage(words: readonly string[]): string {
  let persian = 0
  let urdu = 0
  for (const word of words) {
    if (/[ٹڈڑںےھ]/u.test(word)) urdu++
    else if (/[پچژگی]/u.test(word)) persian++
  }
  if (urdu > 0 && urdu >= words.length * 0.1) return 'ur'
  return persian >= Math.max(1, words.length * 0.15) ? 'fa' : 'ar'
}

const LANGUAGES_OF = new Map<string, string[]>()
for (const [language, list] of Object.entries(FUNCTION_WORDS)) {
  for (const word of new Set(list.split(' '))) {
    const languages = LANGUAGES_OF.get(word)
    if (languages === undefined) LANGUAGES_OF.set(word, [language])
    else languages.push(language)
  }
}

/** More words say nothing new. */
const MOST_WORDS = 80
/** N-grams of more text say nothing new; UTF-16 units. */
const MOST_PROSE = 200
/** Fewer words are told by the thread's other turns. */
const FEWEST_SURE = 3
/** Words up to which half a vote is enough, if the n-grams agree. */
const SHORT = 7
/** Without a function word of the language, so many words and so clear a lead are needed. */
const FEWEST_UNVOTED = 8
const CLEAR_LEAD = 0.1

/** Two witnesses, function words and n-grams: sure where they agree, or where one is very sure. */
function latinLanguage(
  words: readonly string[],
  apart: readonly boolean[],
  prose: () => string,
): LanguageGuess | undefined {
  const { ranked, read } = functionWordVotes(words, apart)
  const [first, second] = ranked
  const lead = (first?.[1] ?? 0) - (second?.[1] ?? 0)
  if (first !== undefined && lead >= 2 && first[1] >= read * 0.15) {
    return { language: first[0], words: read, sure: true }
  }
  const heard = detectByNGrams(prose().slice(0, MOST_PROSE))
  if (first === undefined) {
    if (heard?.isReliable !== true) return undefined
    const { language, lead: clear } = heard
    return { language, words: read, sure: read >= FEWEST_UNVOTED && clear >= CLEAR_LEAD }
  }
  const votesOfHeard = ranked.find(([language]) => language === heard?.language)?.[1] ?? 0
  const [language, score] = first
  if (heard !== undefined && (heard.language === language || votesOfHeard === score)) {
    return {
      language: heard.language,
      words: read,
      sure:
        read >= FEWEST_SURE &&
        (score >= 0.9 || (score >= 0.5 && read <= SHORT && heard.isReliable)),
    }
  }
  if (heard?.isReliable === true && votesOfHeard > 0 && score - votesOfHeard < 1) {
    return { language: heard.language, words: read, sure: false }
  }
  return { language, words: read, sure: false }
}

/** Each function word votes for its languages, less the more of them it has. */
function functionWordVotes(
  words: readonly string[],
  apart: readonly boolean[],
): { ranked: [string, number][]; read: number } {
  const votes = new Map<string, number>()
  let read = 0
  for (let i = 0; i < words.length && read < MOST_WORDS; i++) {
    const word = words[i]
    if (word === undefined || apart[i] === true) continue
    read++
    const languages = LANGUAGES_OF.get(word)
    if (languages === undefined) continue
    for (const language of languages) {
      votes.set(language, (votes.get(language) ?? 0) + 1 / languages.length)
    }
  }
  return { ranked: [...votes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)), read }
}
