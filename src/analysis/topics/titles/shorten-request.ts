import { isStopWord } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { isAskingWord } from './way-of-asking.ts'
import { isTopicStopWord } from '../text/topic-stop-words.ts'

/** Words of a title, at most; UTF-16 units likewise. */
const MOST_WORDS = 12
const MOST_UNITS = 72
const FEWEST_WORDS = 2
const SENTENCES = 3
/** UTF-16 units of a sentence that are read. */
const LONGEST_READ = 300

/**
 * How a request is dressed, and which says nothing of its matter: greetings, politeness, "I want to". Each
 * pass takes one off the front.
 */
const FRAMES = [
  /^(?:hi|hello|hey|ok|okay|so|well|please|pls|and|but|now|yes|no(?=[,.!])|um|actually|thanks|thank you|sorry|great|good|cool|perfect|alright)(?: (?:there|everyone|all|chatgpt|claude|gpt|bot|assistant|again))?\b[\s,.!:-]*/i,
  /^(?:can|could|would|will) (?:you|u)(?: please| kindly| also)? /i,
  /^(?:help|let)(?: me| us)(?: know| please| to| with| about)? /i,
  /^(?:i|we)(?:'d| would|'ll| will) (?:like|love|prefer) (?:you )?(?:to |a |an |some )?/i,
  /^(?:i|we)(?: really| also| just)? (?:want|need|wish|wanted|have|had|got)(?: you)? (?:to |your help (?:with |to ))/i,
  /^(?:i'm|i am|im|we are|we're) (?:trying|looking|wondering|going|hoping)(?: to| for| if| how| about)? /i,
  /^(?:do|did) you (?:know|think|have)(?: if| how| any| of)? /i,
  /^(?:is it possible|is there (?:a|any) way|are you able) (?:to |for me to |of )?/i,
  /^(?:שלום|היי|הי|אהלן|בבקשה|תודה|אוקיי|אז)[\s,.!:-]+/u,
  /^(?:אני )?(?:רוצה|צריך|צריכה|אשמח) (?:ש|ל)?/u,
  /^(?:אפשר|תוכל|תוכלי|אתה יכול|את יכולה) /u,
  /^(?:hola|buenas|por favor|oye|bueno|gracias|vale)[\s,.!¡:-]+/i,
  /^(?:me )?(?:puedes|podrías|podrias|quiero|quisiera|necesito) (?:que )?/i,
]
const LAST =
  /[\s,]+(?:please|pls|plz|porfa|thanks|thank you|for me|right now|today|now|again|por favor|gracias|תודה|בבקשה)$/iu

/**
 * Short requests that a text holds: its first sentences without what they are dressed in, each whole and as
 * far as each word that leads on to a detail ("a recipe" of "a recipe for two"). Each is a run of the text's own
 * words.
 */
export function shortRequests(text: string): string[] {
  const found = new Set<string>()
  for (const sentence of sentencesOf(text).slice(0, SENTENCES)) {
    const short = undress(sentence)
    for (const run of [short, ...headsOf(short)]) if (isTitle(run)) found.add(run)
  }
  return [...found]
}

/** Words that a detail follows, so that what stands before them is whole. */
const LEADS_ON = new Set(
  tokenize(
    'of about for in on over under with without from that which who where when while because since so but and or if as at by into between during after before like using based including para por con sin en sobre que y o cuando pour avec sans dans sur qui et für mit ohne auf über dass und oder על עם בלי כי אבל או com sem sobre quando для с без на в о что и или',
  ).words,
)

/** Words that a detail of the wish itself follows; after others, as in "a beat in 6/8", stands what is wished. */
const DETAILS: ReadonlySet<string> = new Set(
  tokenize(
    'about for that which who where when while because since so but if into during after before para por que y pero cuando si pour qui quand für dass wenn כי אבל אם для что если',
  ).words,
)

/** What a text wishes, without its details: of its first sentences the beginnings, a line each. */
export function wishHeads(text: string): string {
  return headsOfWishes(text)
    .map(({ head }) => head)
    .join('\n')
}

/** A wish of a text: its head ends before a detail ("a beat in 6/8"), what is asked for before any word that leads on ("a beat"). */
export interface WishHead {
  readonly head: string
  readonly asked: string
}

/** The wishes of its first sentences, one by one. */
export function headsOfWishes(text: string): WishHead[] {
  const read = sentencesOf(text).slice(0, SENTENCES)
  const asking = read.join(' ').length <= TERSE ? read : read.filter(asks)
  const wishes = (asking.length > 0 ? asking : read.slice(0, 1)).map(undress)
  return wishes.map((wish) => ({
    head: headOfWish(wish, DETAILS),
    asked: headOfWish(wish, LEADS_ON),
  }))
}

/** Of longer beginnings, in UTF-16 units, only the sentences that ask are read: the others say what it is about. */
const TERSE = 200

function asks(sentence: string): boolean {
  const [first = ''] = tokenize(undress(sentence)).words
  return (
    /[?？؟]\s*$/u.test(sentence) ||
    FRAMES.some((frame) => frame.test(sentence)) ||
    isAskingWord(first)
  )
}

function headOfWish(sentence: string, details: ReadonlySet<string>): string {
  const { words, starts, ends } = tokenize(sentence)
  const isOver = (at: number): boolean =>
    details.has(words[at] ?? '') || MARK.test(sentence.slice(ends[at - 1], starts[at]))
  let count = FEWEST_WORDS
  while (count < Math.min(words.length, MOST_WORDS) && !isOver(count)) count++
  return sentence.slice(0, ends[Math.min(count, words.length) - 1])
}

/** A mark that ends a clause. */
const MARK = /[,;:()"“”«»–—，、；：（\n]| - /u

/** What begins in the middle of a clause, or speaks of what was said before. */
const NO_START =
  /^(?:that|and|or|than|they|he|she|it|its|it's|this|these|those|there|here|you|your|with|at|for|from|if|so|as|but|of|by|since|because|although|also|then|(?:what|how) about|(?:in|on|to) (?:an?|the|this|that|these|my|your)|weiter)(?!\p{L})/iu
/** What stands for something that was named before. */
const NO_END = /\s(?:one|ones|two)$|^\S+\s(?:it|them|him|her)\P{L}*$/iu
/** What a question begins with. */
const QUESTIONS: readonly string[] = tokenize(
  'what who where when why how which qué que cómo como dónde donde cuál quién מה איך איפה מי למה כמה איזה איזו comment quel quelle où qui pourquoi was wie wo wer welche welcher warum qual quem onde что как где кто почему сколько',
).words
/** Words without matter that a wish may begin with; after any other a single thing, as in "in the code", is none. */
export const ASKS: ReadonlySet<string> = new Set([
  ...'on tell show find help know think look say try give get make'.split(' '),
  ...QUESTIONS,
])

/** Whether a text can stand as a title: some words, not too many, and enough that carry something. */
export function isTitle(text: string): boolean {
  const { words } = tokenize(text)
  if (text.length > MOST_UNITS || words.length < FEWEST_WORDS || NO_START.test(text)) return false
  if (text.split('"').length % 2 === 0 || NO_END.test(text)) return false
  const telling = words.filter((word) => !isStopWord(word)).length
  const [first = ''] = words
  if (isStopWord(first) && !ASKS.has(first) && matterIn(words) < 2) return false
  const isSpaceless = words.every((word) => word.length === 1)
  return (isSpaceless || words.length <= MOST_WORDS) && telling > 0
}

function matterIn(words: readonly string[]): number {
  return words.filter((word) => !isTopicStopWord(word)).length
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?。！？؟])\s+|\n|(?<=[。！？])/u).filter((sentence) => sentence !== '')
}

function undress(sentence: string): string {
  let left = sentence.slice(0, LONGEST_READ).trim()
  for (let pass = 0; pass < 6; pass++) {
    const before = left
    for (const frame of FRAMES) left = left.replace(frame, '')
    if (left === before) break
  }
  left = left.replace(/^[\s\p{P}\p{S}]+/u, '').replace(/[\s.,;:!…]+$/u, '')
  if (!left.includes('(')) left = left.replace(/\)+$/u, '')
  return left.replace(LAST, '')
}

/** What is said or named stands behind it, so that the words before it are not whole. */
const QUOTES = /[:"“«：]/u

/** What needs a word behind it. */
const HANGS: ReadonlySet<string> = new Set(
  'gets get goes go comes come says say sounds sound makes make feels feel keeps keep starts start first second last'.split(
    ' ',
  ),
)

/** What takes something away from what stands before it, which alone would ask for the contrary or for more. */
const TAKES_AWAY: ReadonlySet<string> = new Set(
  tokenize(
    'without but except not no sin pero excepto salvo menos sans sauf ohne außer aber sem exceto mas без кроме но בלי חוץ אבל לא',
  ).words,
)

/** Whether a detail follows with this word. "out" does so in "out of"; in "get the melody out" it is of what stands before. */
function leadsOn(words: readonly string[], at: number): boolean {
  const word = words[at] ?? ''
  return word === 'out' ? words[at + 1] === 'of' : LEADS_ON.has(word)
}

/**
 * Whether a clause that ends after so many words would be cut in two: behind a word that needs another, within a clause of
 * its own, or in a question of which hardly more than its first word is there ("what rhymes" of "what rhymes with orange").
 */
function isLeftHanging(words: readonly string[], count: number): boolean {
  const [first = ''] = words
  const last = words[count - 1] ?? ''
  if (count <= FEWEST_WORDS && QUESTIONS.includes(first)) return true
  if ((isStopWord(last) && last !== 'out') || leadsOn(words, count - 1)) return true
  return HANGS.has(last) || words.slice(1, count).some((word) => DETAILS.has(word))
}

/** The beginnings of a clause that end where a detail follows: at a mark, or before a word that leads on. */
function headsOf(text: string): string[] {
  const { words, starts, ends } = tokenize(text)
  const heads: string[] = []
  for (let at = FEWEST_WORDS; at < words.length && (ends[at - 1] ?? 0) <= MOST_UNITS; at++) {
    const between = text.slice(ends[at - 1], starts[at])
    const isEnd = MARK.test(between) ? !QUOTES.test(between) : leadsOn(words, at)
    if (TAKES_AWAY.has(words[at] ?? '')) continue
    if (isEnd && !isLeftHanging(words, at)) heads.push(text.slice(starts[0], ends[at - 1]))
  }
  return heads
}
