import type { Finding } from '../../../../domain/analysis/analysis.ts'
import { openEncoder, similarity } from '../../../encoder/encoder.ts'
import type { Draft } from '../../detectors/draft.ts'
import { cuesOf, wordCount } from '../../detectors/thread-reading.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import { contentStems } from '../../text/content-words.ts'
import type { Turn } from '../../text/read-thread.ts'
import { textOf } from '../../text/sentences.ts'
import { tokenize } from '../../text/tokenize.ts'
import { agrees } from './agrees.ts'
import { askingPhrase, orders } from '../asking.ts'
import type { Asking } from '../asking.ts'
import type { FailedTurns, Followed } from '../follow-wish.ts'
import { toldBy } from '../label.ts'
import { isToldLater } from './told-later.ts'
import { whatGotNothing } from './nothing-got.ts'
import { wordsOf } from '../whole-phrase.ts'
import type { Phrase } from '../whole-phrase.ts'

const MOST = 5
/** Turns that got nothing and are looked at, so that time grows with the thread. */
const MOST_LOOKED = 40
/** Words with matter of a wish that says by itself what is wanted; of one that its decline names, one. */
const FEWEST_STEMS = 2
const FEWEST_WORDS = 3
const CHAT = 0.3
/** What is asked of the assistant's own person is talk, and "no, I have not" an answer to it; "let us assume" and "…, right?" tell. */
const OF_ITSELF =
  /^(?:do|are|have|did|were) (?:you|u|yu|ya)\b(?! (?:know|think|want))|^let['’]?s (?:assume|say|suppose|imagine)\b|\bno need to\b|\b(?:right|correct|ok)$|\b(?:do|did|are|have|would|were) (?:you|u) (?:ever |really |also )?(?:like|love|listen|feel|enjoy|hate|dream|sleep|eat|think|believe|prefer|happy|sad|human|alive|real|conscious|sentient|single|married|been)\b|\byour (?:favou?rite|opinion|feelings?|name|age|life|family|gender)\b|\b(?:who|how) (?:are|r) (?:you|u)\b|^not even\b|^אפילו לא/iu
/** Who tells something in English wishes by it where it begins so. */
const WISHES =
  /^(?:[\w' ]{0,20}, ?)?(?:i|we)(?:['’]d| would| really| also| just| still| only| do){0,2} (?:want|wanna|need|wish|like|love|prefer|require|wonder)|^(?:i|we)(?:['’]m| am|['’]re| are| was| were)(?: \w+){0,1} (?:looking|trying|hoping|wondering|interested|searching|after)\b/iu
const ASKS =
  /^(?:\W*(?:so|and|but|ok|okay|well|now|then|also|please|hi|hey|hello),? ){0,2}(?:what|whats|what's|how|hows|where|wheres|who|when|which|why|can|could|would|will|do|does|did|is|are|was|am|may|should|have|any|anyone|anything|tell|show|help|go|keep)\b/iu
/** An order that comes after news, and who asks politely. */
const ASKED_LATER =
  /\b(?:please|pls|plz)\b|\bnow (?:make|write|create|generate|give|show|do|add|find|draw|put|send|play|turn)\b/iu
/** Where the last clause before a place begins. */
const CLAUSE = /[,;:–—-]\s[^,;:–—]{0,40}$/u
const ENDS_ASKING = /^[^\p{L}\n]{0,3}[?？؟]/u
/** From this likeness on a later turn may want the same; the next one does unless it is as unlike as that. */
const ALIKE = 0.3
const UNLIKE = 0.15
/** What is said to a decline by one who wants nothing of it any more. */
const LEAVES = ['thanks', 'gives-up', 'small-talk'] as const
const LEAVING = 0.5
const LAMENTS = 0.5
/** From which probability a turn asks in a language whose ways to ask are not all known. */
const ASKS_AT = 0.6
/** The same in English, of an order by a verb that no list has. */
const ORDERS_AT = 0.8
const TELLS =
  /^(?:(?:so|and|but|well|ok|okay|now|oh),? )*(?:i|you|he|she|it|we|they|my|your|his|her|its|our|their|this|that|these|those|there|the|an?|no|some|every)\b|^\S+(?: \S+){0,2} (?:is|are|was|were|has|have|had|do|does|did|can|will)\b/iu
/** What is told by what was said before. */
const LEANS =
  /^(?:how|what) about\b|\b(?:it|that|this|them|these|those|one|ones)\b(?! (?:is|was|are) )/iu
const ADDRESS = /\bhttps?:\S+/giu
/** From which probability an answer declines, or does what it is asked. */
const DECLINES_AT = 0.5
const SERVES_AT = 0.5
/** From which probability a turn wants something, and the words at most of an answer to one that does not, which brings nothing. */
const WANTS = ['request', 'detail', 'same-again', 'continue'] as const
const WANTS_AT = 0.5
const FEW_WORDS = 25
const DECLINING = ['declines', 'refuses', 'cannot', 'does-not-know'] as const

/**
 * What the user asked for in so many words and did not get in this thread: the very answer to it declines
 * or breaks, and no later answer may have brought it. The wish and the words of that answer prove it.
 * Work of the product that was begun for a wish and failed is one too, by its items.
 */
export function findUnmetNeeds(
  dialogue: Dialogue,
  followed: readonly Followed[],
  drafts: FailedTurns,
): Finding[] {
  const needs = new Map<string, Finding>()
  const add = (phrase: Phrase, { certainty, evidence: proof, items }: Draft): void => {
    const { label, evidence } = toldBy(dialogue.reading, phrase)
    const key = label.toLowerCase()
    if (label === '' || needs.has(key)) return
    needs.set(key, {
      label,
      certainty,
      evidence: [...evidence, ...proof.filter(({ role }) => role !== 'request')],
      ...(items === undefined ? {} : { items }),
    })
  }
  for (const { wish, failure } of followed) {
    if (failure?.items !== undefined) add(wish.phrase, failure)
  }
  const nothing = whatGotNothing(dialogue, drafts)
  const vectors = new Map<number, Float32Array>()
  for (const turn of dialogue.reading.users
    .filter(({ index }) => nothing.has(index))
    .slice(0, MOST_LOOKED)) {
    const failure = nothing.get(turn.index)
    const phrase = failure && wishOf(dialogue, turn, failure)
    if (failure === undefined || phrase === undefined || !agrees(phrase, failure)) continue
    if (mayBeMet(dialogue, turn, nothing, vectors)) continue
    if (!isToldLater(dialogue, turn, phrase, nothing)) add(phrase, failure)
  }
  return [...needs.values()].slice(0, MOST)
}

/** What a turn asks for, where it says so by itself and is no talk. */
function wishOf(dialogue: Dialogue, turn: Turn, failure: Draft): Phrase | undefined {
  const { reading } = dialogue
  const inEnglish = reading.languages[turn.index] === 'en'
  if (dialogue.does(turn, 'small-talk', CHAT) || cuesOf(reading, turn, 'chat').length > 0)
    return undefined
  const asking = askingPhrase(reading, turn)
  const phrase = asking && unscolded(dialogue, asking)
  if (phrase === undefined) return undefined
  const asks = inEnglish
    ? isOrderByModel(dialogue, turn, phrase) || (phrase.isOutright && isWish(phrase))
    : phrase.isOutright || dialogue.modelled(turn, 'request') >= ASKS_AT
  if (!asks) return undefined
  const words = wordsOf(phrase)
  const stems = contentStems(words)
  if (words.length < FEWEST_WORDS || stems.length === 0) return undefined
  const said = textOf(phrase)
  if (stems.length < FEWEST_STEMS && (LEANS.test(said) || !isNamedBy(failure, stems)))
    return undefined
  // An address alone says nothing of what is wanted of it.
  if (contentStems(tokenize(said.replaceAll(ADDRESS, ' ')).words).length === 0) return undefined
  return OF_ITSELF.test(said) ? undefined : phrase
}

/** An order whose verb no list has: "undo the last change". Who begins with somebody or something tells. */
function isOrderByModel(dialogue: Dialogue, turn: Turn, phrase: Phrase): boolean {
  return dialogue.modelled(turn, 'request') >= ORDERS_AT && !TELLS.test(textOf(phrase))
}

/** Whether what declined a wish says its only word with matter too. */
function isNamedBy({ evidence }: Draft, stems: readonly string[]): boolean {
  const said = evidence.filter(({ role }) => role === 'answer').map(({ quote }) => quote)
  const named = new Set(contentStems(tokenize(said.join('\n')).words))
  return stems.every((stem) => named.has(stem))
}

/** What is asked before the scolding, where the same breath has both: "find the key of it, you are useless". */
function unscolded(dialogue: Dialogue, asking: Asking): Asking | undefined {
  const scolds = dialogue.says(asking.turn, 'displeased')
  if (scolds === undefined || scolds.text !== asking.text) return asking
  const { starts, ends } = asking.text.tokens
  const [from, to] = [starts[scolds.match.from] ?? 0, ends[scolds.match.to - 1] ?? 0]
  if (to <= asking.start || from >= asking.end) return asking
  const before = asking.text.text.slice(asking.start, from)
  const clause = CLAUSE.exec(before)
  if (clause === null) return undefined
  return { ...asking, end: asking.start + before.slice(0, clause.index).trimEnd().length }
}

/** A question, an order or a wish: who says how things are only speaks of them. */
function isWish(phrase: Phrase): boolean {
  const { text, end } = phrase
  const said = textOf(phrase)
  return (
    orders(wordsOf(phrase)) ||
    ASKS.test(said) ||
    WISHES.test(said) ||
    ASKED_LATER.test(said) ||
    ENDS_ASKING.test(text.text.slice(end, end + 6))
  )
}

/** Whether a later turn may want the same and its answer may have brought it. */
function mayBeMet(
  dialogue: Dialogue,
  wished: Turn,
  nothing: ReadonlyMap<number, Draft>,
  vectors: Map<number, Float32Array>,
): boolean {
  const wanted = vectorOf(wished, vectors)
  let least = UNLIKE
  for (const turn of dialogue.reading.users) {
    if (turn.index <= wished.index) continue
    const alike = Math.round(similarity(wanted, vectorOf(turn, vectors)) * 1000) / 1000
    const isSame = alike >= least
    least = ALIKE
    if (!isSame || dialogue.most(turn, LEAVES) >= LEAVING) continue
    if (!isAnswered(dialogue, turn) || laments(dialogue, turn)) continue
    if (!nothing.has(turn.index) && mayBring(dialogue, turn)) return true
  }
  return false
}

function isAnswered(dialogue: Dialogue, turn: Turn): boolean {
  const next = dialogue.answerAfter(turn)
  return next !== undefined && dialogue.asked(next) === turn
}

/** Whether the answer to a turn may bring what was wished: it does not where it declines, or is a short word to one who wants nothing. */
function mayBring(dialogue: Dialogue, turn: Turn): boolean {
  const answer = dialogue.answerAfter(turn)
  if (answer === undefined || dialogue.most(answer, DECLINING) >= DECLINES_AT) return false
  return (
    wordCount(answer) > FEW_WORDS ||
    dialogue.most(turn, WANTS) >= WANTS_AT ||
    dialogue.most(answer, ['answers', 'delivers']) >= SERVES_AT ||
    dialogue.does(answer, 'asks-back', SERVES_AT)
  )
}

/** Whether a turn is sorry for what it did not get and asks for nothing new: what is said to it may be any comfort. */
function laments(dialogue: Dialogue, turn: Turn): boolean {
  return dialogue.does(turn, 'complaint', LAMENTS) && dialogue.modelled(turn, 'request') < LAMENTS
}

/** @param known vectors of turns, by index: each is made once a thread */
function vectorOf({ index, texts }: Turn, known: Map<number, Float32Array>): Float32Array {
  const vector =
    known.get(index) ?? openEncoder().encode(texts.map(({ text }) => text.slice(0, 600)).join('\n'))
  known.set(index, vector)
  return vector
}
