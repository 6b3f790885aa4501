import type { UserCue } from '../cues/cue-kinds.ts'
import { cuesOf, wordCount } from '../detectors/thread-reading.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'
import { contentStems } from '../text/content-words.ts'
import type { Turn } from '../text/read-thread.ts'
import { sentencesOf } from '../text/sentences.ts'
import type { Sentence } from '../text/sentences.ts'
import { wholePhrase } from './whole-phrase.ts'
import type { Phrase } from './whole-phrase.ts'

/** Sentences at the beginning and at the end of a turn that are weighed: people ask before or after what they paste. */
const EDGE = 5
/** What a sentence that asks is worth beside one that tells. */
const ASKS = 3
const IS_QUESTION = 2
const ORDERS = 5
const NAMED_SO = 4
const OWN_VOICE = 2
const FIRST = 1
/** Who tells what they have or are asks for little yet. */
const TELLS_OF_SELF = 1
/** People ask first or last, not in the midst of what they paste. */
const IN_THE_MIDST = -1
const NEAR = 2
/** From this worth on a sentence in the user's own voice asks, whatever else it does. */
const ASKING = 5
/** A longer turn, none of whose sentences asks, is told or pasted; orders are known in English alone. */
const MOST_WORDS_TOLD = { english: 20, other: 60 }
const ORDER =
  'write create make give generate explain tell show list find help fix rewrite summarize summarise translate provide describe suggest compare convert design develop build calculate solve analyze analyse answer continue add remove change update improve edit review check draft compose plan recommend use complete name define identify compute implement please need want book cancel search get play turn set send call open refund modify transfer draw simulate point come guess propose evaluate assess simplify brainstorm highlight extend polish paraphrase correct proofread expand shorten outline classify extract format organize optimize teach print code roleplay predict estimate rank discuss elaborate rephrase reword invent'
const ORDERING = new Set(ORDER.split(' '))
/** What sets a scene, in which the wish may come. */
const SETTING = new Set(['act', 'imagine', 'pretend', 'suppose', 'assume', 'let'])
/** How the answer shall be is not what is wanted. */
const FORM =
  /^(?:make sure|using |use (?:the|a|an|only) |do not|don['’]t|do you understand|never|always|only|respond|reply|ensure|avoid|note|remember|keep (?:it|the)|(?:please )?(?:write|answer) in|be )/iu
const OF_SELF =
  /^(?:i|we)(?: (?:have|am|was|had)|['’](?:m|ve))\b(?! (?:looking|trying|hoping|struggling|to)\b)/iu
/** Code, set apart or not. */
const CODE =
  /^(?:\S{1,40}[({=]\S|.{1,39}[;{}]\s{0,3}$)|\s[-+*/]?=\s\S|=>|\w\[\w{1,20}\]|^\w{1,20} \(\w+:|\w\.\w{1,30}\(/u
/** A template, or who sets a scene, says so where the wish stands. */
const NAMED =
  /^(?:(?:query|question|prompt|task|request)\s{0,3}:|(?:and )?(?:now )?your (?:task|job|goal|mission|role) (?:is|will be)|my first (?:question|command|request|sentence|task))/iu

/** The words by which a turn asks. */
export interface Asking extends Phrase {
  /** It asks, orders or wishes in so many words; else it is the matter that the turn brings. */
  readonly isOutright: boolean
}

/**
 * The phrase by which a turn asks: the sentence that asks for most, in the user's own voice; none that
 * carries no matter.
 */
export function askingPhrase(reading: ThreadReading, turn: Turn): Asking | undefined {
  let best: { sentences: readonly Sentence[]; n: number; worth: number } | undefined
  for (const text of turn.texts) {
    const sentences = sentencesOf(text)
    sentences.forEach((sentence, n) => {
      if (n >= EDGE && n < sentences.length - EDGE) return
      const isNear = n < NEAR || n >= sentences.length - NEAR
      const place = n === 0 ? FIRST : isNear ? 0 : IN_THE_MIDST
      const worth = worthOf(reading, turn, sentence) + place
      if (worth > (best?.worth ?? 0)) best = { sentences, n, worth }
    })
  }
  if (best === undefined) return undefined
  const { english, other } = MOST_WORDS_TOLD
  const most = reading.languages[turn.index] === 'en' ? english : other
  if (best.worth < ASKING && wordCount(turn) > most) return undefined
  const { sentences, n } = best
  const [before, sentence] = [sentences[n - 1], sentences[n]]
  const isBefore =
    before !== undefined &&
    !before.apart &&
    (isOutright(reading, turn, before) || (sentence !== undefined && isQuestion(sentence)))
  const phrase = wholePhrase(turn, sentences, n, {
    opening: openingOf(reading, turn, sentence),
    ...(isBefore ? { before: openingOf(reading, turn, before) } : {}),
  })
  if (phrase === undefined || sentence === undefined) return undefined
  return { ...phrase, isOutright: isOutright(reading, turn, sentence) }
}

function worthOf(reading: ThreadReading, turn: Turn, sentence: Sentence): number {
  const { text, from, to, apart } = sentence
  const words = text.tokens.words.slice(from, to)
  const matter = contentStems(words).length
  const isAsked = isQuestion(sentence)
  // A question without matter of its own leans on the sentence before it.
  if (matter === 0 && !(isAsked && from > 0)) return 0
  const said = text.text.slice(sentence.start, Math.min(sentence.end, sentence.start + 40))
  if (CODE.test(said) || FORM.test(said)) return 0
  const asked = OF_SELF.test(said) ? TELLS_OF_SELF : ASKS
  return (
    (apart ? 0 : OWN_VOICE) +
    Math.max(asks(reading, turn, sentence) ? asked : 0, worthOfOrder(words)) +
    (isAsked ? IS_QUESTION : 0) +
    (NAMED.test(said) ? NAMED_SO : 0) +
    Math.min(matter, 4) / 4
  )
}

function isOutright(reading: ThreadReading, turn: Turn, sentence: Sentence): boolean {
  const { text, from, to } = sentence
  return (
    isQuestion(sentence) ||
    asks(reading, turn, sentence) ||
    orders(text.tokens.words.slice(from, to))
  )
}

function isQuestion({ text, end }: Sentence): boolean {
  return /[?？؟]/u.test(text.text.slice(end - 1, end + 2))
}

function asks(reading: ThreadReading, turn: Turn, sentence: Sentence): boolean {
  return cuesIn(reading, turn, sentence, 'ask', 'wish').length > 0
}

/** Whether words begin with an order, in English. */
export function orders(words: readonly string[]): boolean {
  return worthOfOrder(words) > 0
}

function worthOfOrder([first = '', second]: readonly string[]): number {
  if (second === undefined) return 0
  if (ORDERING.has(first)) return ORDERS
  return SETTING.has(first) ? ASKS : 0
}

/** The word after the greeting or politeness that a sentence begins with. */
function openingOf(reading: ThreadReading, turn: Turn, sentence: Sentence | undefined): number {
  if (sentence === undefined) return 0
  const cue = cuesIn(reading, turn, sentence, 'opening').find(
    ({ match }) => match.from === sentence.from,
  )
  return cue !== undefined && cue.match.to < sentence.to ? cue.match.to : sentence.from
}

function cuesIn(
  reading: ThreadReading,
  turn: Turn,
  { text, from, to }: Sentence,
  ...kinds: UserCue[]
) {
  return cuesOf(reading, turn, ...kinds).filter(
    (cue) => cue.text === text && cue.match.from >= from && cue.match.from < to,
  )
}
