import { detectLanguage } from '../../language/detect-language.ts'
import { FUNCTION_WORDS } from '../../language/function-words.ts'
import { countScripts } from '../../language/scripts.ts'
import type { Turn } from '../../text/read-thread.ts'
import { tokenize } from '../../text/tokenize.ts'
import { sentencesOf } from '../../text/sentences.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import type { Draft } from '../draft.ts'
import { cuesOf } from '../thread-reading.ts'

/** Words of prose on both sides, where the scripts differ and where they are the same. */
const FEWEST_ASKED = 3
const FEWEST_ANSWERED = 5
const FEWEST_ASKED_SAME_SCRIPT = 5
const FEWEST_SAME_SCRIPT = 8
/** Words at the ends of what a user says in which another language is wanted, whatever stands between. */
const EDGE = 14
/** Different common words of a language that an answer has, where a few names or a line of talk may look like it. */
const FEWEST_COMMON = 4
/** Code, however long, is in no language. */
const CODE = /```[\s\S]*?(?:```|$)/gu
/** UTF-16 units of a turn in which a language may be named. */
const LOOKED_AT = 2000
const LANGUAGE =
  /\b(?:languages?|translat\w*|idioma|traduc\w*|langue|sprache|übersetz\w*|язык\w*|перевед\w*)\b|שפה|תרגם|语言|翻译|英语|英文|中文|번역|영어|한국어|翻訳|英語|日本語|ترجم|अनुवाद|dịch|tłumacz\p{L}*|çevir\p{L}*|terjemah\p{L}*/iu
/** Languages that users name, by the codes that are told apart and some besides. */
const NAMED = [
  ...Object.keys(FUNCTION_WORDS),
  'ar',
  'el',
  'fa',
  'he',
  'hi',
  'ja',
  'ko',
  'la',
  'nb',
  'nn',
  'no',
  'ru',
  'th',
  'uk',
  'ur',
  'zh',
]

/**
 * The answer is in another language than the user's turn before it, both told for sure by prose of their
 * own, and the user neither spoke that other language before nor named any. A user who
 * switches and is followed is answered right, and so is one who gets a gloss in their own language.
 */
export function findOtherLanguage(dialogue: Dialogue): Draft[] {
  const { reading } = dialogue
  const found: Draft[] = []
  let asked = false
  let named: number | undefined
  const spoken = new Set<string | undefined>()
  for (const turn of reading.turns) {
    if (turn.speaker === 'user' && cuesOf(reading, turn, 'languageAsk').length > 0) {
      // Only a complaint about the language takes the wish back.
      asked = cuesOf(reading, turn, 'languageComplaint').length === 0
    }
    if (turn.speaker === 'user' && reading.sure[turn.index] === true) {
      spoken.add(reading.languages[turn.index])
    }
    const before = turn.speaker === 'assistant' ? dialogue.asked(turn) : undefined
    if (before === undefined || asked || !differs(dialogue, before, turn)) continue
    if (spoken.has(reading.languages[turn.index]) || mentions(before)) continue
    named ??= firstNaming(dialogue)
    if (named <= before.index || isGlossed(dialogue, turn, before)) continue
    const answered = reading.languages[turn.index] ?? ''
    if (edgesSpeak(before, answered) || !isProseOf(turn, answered)) continue
    const after = dialogue.userAfter(turn)
    if (after !== undefined && isContent(dialogue, after, answered)) continue
    const complaint = after && cuesOf(reading, after, 'languageComplaint')[0]
    found.push({
      kind: 'other-language',
      certainty: 'shown',
      noticedBy: complaint === undefined ? dialogue.noticed(turn) : 'user',
      note: `answered in ${answered}, asked in ${reading.languages[before.index] ?? ''}`,
      evidence: [
        ...dialogue.first(turn, 'answer'),
        ...dialogue.first(before, 'request'),
        ...(complaint === undefined ? [] : dialogue.first(complaint.turn, 'reaction')),
      ],
      at: turn.index,
    })
  }
  return found
}

function differs({ reading }: Dialogue, asked: Turn, answer: Turn): boolean {
  const expected = reading.languages[asked.index]
  const answered = reading.languages[answer.index]
  if (expected === undefined || answered === undefined || expected === answered) return false
  if (reading.sure[asked.index] !== true || reading.sure[answer.index] !== true) return false
  if (expected !== reading.language) return false
  const same = scriptOf(asked) === scriptOf(answer)
  return (
    proseWords(asked) >= (same ? FEWEST_ASKED_SAME_SCRIPT : FEWEST_ASKED) &&
    proseWords(answer) >= (same ? FEWEST_SAME_SCRIPT : FEWEST_ANSWERED)
  )
}

/** Whoever speaks of languages may want one. */
function mentions({ texts }: Turn): boolean {
  return texts.some(({ text }) => LANGUAGE.test(text.slice(0, LOOKED_AT)))
}

/** The index of the first turn in which the user names a language, in English or in their own: one may be wanted from then on. */
function firstNaming({ reading }: Dialogue): number {
  const names = [...namesIn('en'), ...namesIn(reading.language ?? 'en')]
  const first = reading.users.find(({ texts }) =>
    texts.some(({ text }) => {
      const said = text.slice(0, LOOKED_AT).toLowerCase()
      return names.some((name) => said.includes(name))
    }),
  )
  return first?.index ?? Infinity
}

const namesByLanguage = new Map<string, readonly string[]>()

function namesIn(language: string): readonly string[] {
  const known = namesByLanguage.get(language)
  if (known !== undefined) return known
  const told = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' })
  const names = NAMED.flatMap((code) => told.of(code)?.toLowerCase() ?? [])
  namesByLanguage.set(language, names)
  return names
}

/** Whether a sentence of the answer is in the user's language after all: a gloss, a translation, a part. */
function isGlossed({ reading }: Dialogue, answer: Turn, { index }: Turn): boolean {
  return answer.texts.some((text) =>
    sentencesOf(text).some(({ from, to }) => {
      const words = text.tokens.words.slice(from, to)
      const guess = detectLanguage(words, text.apart.slice(from, to), () => words.join(' '))
      return (guess?.sure === true || from === 0) && guess?.language === reading.languages[index]
    }),
  )
}

/** Whether a user's turn begins or ends in a language: what is pasted between may be in any. */
function edgesSpeak({ texts }: Turn, language: string): boolean {
  return texts.some(({ tokens: { words } }) =>
    [words.slice(0, EDGE), words.slice(-EDGE)].some((edge) => {
      const guess = detectLanguage(
        edge,
        edge.map(() => false),
        () => edge.join(' '),
      )
      return guess?.language === language
    }),
  )
}

/** Whether an answer has prose of a language outside code, and common words of it where its script is shared. */
function isProseOf({ texts }: Turn, language: string): boolean {
  const words = texts.flatMap(
    ({ text }) => tokenize(text.slice(0, LOOKED_AT * 2).replace(CODE, ' ')).words,
  )
  if (words.length < FEWEST_ANSWERED) return false
  const common = new Set(FUNCTION_WORDS[language]?.split(' ') ?? [])
  if (common.size === 0) return true
  const least = language === 'en' ? FEWEST_COMMON - 1 : FEWEST_COMMON
  return new Set(words.filter((word) => common.has(word))).size >= least
}

/** Whether the user goes on in the answer's language and does not mind it. */
function isContent({ reading }: Dialogue, after: Turn, language: string): boolean {
  return (
    reading.sure[after.index] === true &&
    reading.languages[after.index] === language &&
    cuesOf(reading, after, 'languageComplaint').length === 0
  )
}

function proseWords(turn: Turn): number {
  return turn.texts.reduce((sum, { apart }) => sum + apart.filter((inside) => !inside).length, 0)
}

function scriptOf(turn: Turn): string | undefined {
  const counts = countScripts(
    turn.texts.flatMap(({ tokens }) => tokens.words),
    turn.texts.flatMap(({ apart }) => apart),
  )
  const ranked = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return ranked[0]?.[0]
}
