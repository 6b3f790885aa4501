import type { Turn } from '../../text/read-thread.ts'

/** UTF-16 units of an end that are looked at. */
const REACH = 600

/** Words by language, each list for its own alone: "no" hangs in Portuguese and answers in English. */
type WordsByLanguage = ReadonlyMap<string, ReadonlySet<string>>

/** Words that no sentence ends with. */
const NEVER_LAST = byLanguage({
  en: 'the a an and or but of that which whose their its your my our as from into such because although while than if whether including between without through under toward towards upon these those',
  es: 'el los las un y o pero de del al en con por que su sus como porque cuando aunque entre',
  fr: 'le les un et ou mais de du des au aux dans par que qui leur ses sa parce comme',
  de: 'der die den dem des eine einen einem und oder von zum zur dass weil sowie wenn',
  pt: 'os as e ou mas do da dos das em no na com por que seu sua seus suas porque quando',
  he: 'של את על עם כי או אבל אשר כדי בין',
  ru: 'и или но в на с для что который которая которые потому если чтобы',
})
/** Words that few sentences end with but those of talk and verse. */
const SELDOM_LAST = byLanguage({
  en: 'to for with in on at by is are was were be been have has had can will would should could may might must also not very more each every',
})
/** A name of a place, or of an option or a key: it ends a sentence whatever word it looks like. */
const NAME = /[./@\\_]|^[^\p{L}\p{N}]*\p{Lu}[^\p{L}\p{N}]*$/u
/** What is whole with such a word all the same: "help with that", "get through". */
const WHOLE =
  /\b(?:(?:with|to|do|does|did|doing|like|of|about|for|than|after|before|all|from) (?:that|these|those)|(?:get|got|go|come|came)\w* through|do without)$/iu
/** A sad face opens no bracket. */
const FACES = /[:;=]['’-]?[([]/gu
/** With its hyphens: a pronoun behind a verb is no article. */
const WORD = /[\p{L}\p{N}'’-]+$/u
const SENTENCE_END = /[.!?…。！？؟]["”’)\]*_]*\s+(?=\P{Ll})/gu
/** Words of a last sentence from which it is no line of talk or verse. */
const LONG_SENTENCE = 8
/** Lines of prose or a list before the last one, by which it is known how such lines end. */
const FEWEST_LINES = 2
const LINE_ENDS = /[.!?…。！？؟]["”’)\]*_]*$/u
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
  ['“', '”'],
] as const
const MARKED = /^(?:[-*•·–+]|\d{1,3}[.)])\s/u
/** Units of a line that a sentence fits in. */
const SENTENCE = 40

/** How plainly a text that lacks an end mark stops in the middle. */
export type Hanging = 'surely' | 'likely'

/**
 * Whether a text that lacks an end mark stops inside a sentence or a bracket (surely), or after a word that seldom ends
 * one or in a list whose other items have their marks (likely).
 *
 * @param language in which the text is, where that is known: words hang in their own language only
 */
export function hanging({ texts }: Turn, language = ''): Hanging | undefined {
  const text = (texts.at(-1)?.text ?? '').slice(-REACH).trimEnd()
  const lines = text.split('\n').map((line) => line.trim())
  const last = lines.at(-1) ?? ''
  const sentence = last.split(SENTENCE_END).at(-1) ?? last
  const isWhole = WHOLE.test(sentence) || NAME.test(sentence.split(/\s+/).at(-1) ?? '')
  const word = isWhole ? '' : (WORD.exec(sentence)?.[0].toLowerCase() ?? '')
  if (sentence.split(/\s+/).length < LONG_SENTENCE) return undefined
  const hangsIn = (words: WordsByLanguage): boolean => words.get(language)?.has(word) === true
  if (hangsIn(NEVER_LAST) || opensBracket(sentence.replaceAll(FACES, ''))) return 'surely'
  const isLikely = hangsIn(SELDOM_LAST) || isOdd(sentence, '"') || isOddLine(lines)
  return isLikely ? 'likely' : undefined
}

function byLanguage(lists: Readonly<Record<string, string>>): WordsByLanguage {
  return new Map(
    Object.entries(lists).map(([language, words]) => [language, new Set(words.split(' '))]),
  )
}

/** A bracket, a quotation or a word in backticks that begins in the last sentence and does not end in it. */
function opensBracket(sentence: string): boolean {
  const isOpen = ([open, close]: readonly [string, string]) =>
    countOf(sentence, open) > countOf(sentence, close)
  return BRACKETS.some(isOpen) || isOdd(sentence, '`')
}

function isOdd(sentence: string, mark: string): boolean {
  return countOf(sentence, mark) % 2 === 1
}

function countOf(sentence: string, mark: string): number {
  return sentence.split(mark).length - 1
}

/** The last of several lines of the same sort that all end like sentences but for it. */
function isOddLine(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? ''
  const isItem = MARKED.test(last)
  // What stands first was cut by us.
  const others = lines
    .slice(1, -1)
    .filter((line) => MARKED.test(line) === isItem && line.length >= SENTENCE)
  return (
    isItem &&
    last.length >= SENTENCE &&
    others.length >= FEWEST_LINES &&
    others.every((line) => LINE_ENDS.test(line))
  )
}
