import type { UserCue } from '../cues/cue-kinds.ts'
import { cuesOf } from '../detectors/thread-reading.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'
import { contentStems } from '../text/content-words.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import { sentencesOf } from '../text/sentences.ts'
import type { Sentence } from '../text/sentences.ts'

/** The words of a turn that say its wish: words `from` to `to` (exclusive) of a text. */
export interface Phrase {
  readonly turn: Turn
  readonly text: ReadText
  readonly from: number
  readonly to: number
}

/** UTF-16 units of a phrase. */
const LONGEST = 100
/** Sentences at the beginning and at the end of a turn that are weighed: people ask before or after what they paste. */
const EDGE = 5
/** What a sentence that asks is worth beside one that tells. */
const ASKS = 3
const IS_QUESTION = 2
const ORDERS = 3
const OWN_VOICE = 2
const FIRST = 1
const ORDER =
  'write create make give generate explain tell show list find help fix rewrite summarize summarise translate provide describe suggest compare convert design develop build calculate solve analyze analyse answer act imagine continue add remove change update improve edit review check draft compose plan recommend tell use pretend complete name define identify compute implement please let need want book cancel search get play turn set send call open refund modify transfer draw simulate paraphrase correct proofread expand shorten outline classify extract format organize optimize teach'
const ORDERING = new Set(ORDER.split(' '))

/** The phrase by which a turn asks: the sentence that asks for most, in the user's own voice. */
export function askingPhrase(reading: ThreadReading, turn: Turn): Phrase | undefined {
  let best: { phrase: Phrase; worth: number } | undefined
  for (const text of turn.texts) {
    const sentences = sentencesOf(text)
    sentences.forEach((sentence, n) => {
      if (n >= EDGE && n < sentences.length - EDGE) return
      const worth = worthOf(reading, turn, sentence) + (n === 0 ? FIRST : 0)
      if (worth > (best?.worth ?? Number.NEGATIVE_INFINITY)) {
        best = { phrase: phraseOf(reading, turn, sentence), worth }
      }
    })
  }
  return best?.phrase
}

function worthOf(reading: ThreadReading, turn: Turn, sentence: Sentence): number {
  const { text, from, to, apart } = sentence
  const words = text.tokens.words.slice(from, to)
  const matter = contentStems(words).length
  if (matter === 0) return -10
  const asks = cuesIn(reading, turn, sentence, 'ask', 'wish').length > 0
  const orders = ORDERING.has(words[0] ?? '') || (words[0] === 'please' && words.length > 1)
  const ends = text.text.slice(sentence.end - 1, sentence.end + 2)
  return (
    (apart ? 0 : OWN_VOICE) +
    (asks ? ASKS : 0) +
    (orders ? ORDERS : 0) +
    (/[?？؟]/u.test(ends) ? IS_QUESTION : 0) +
    Math.min(matter, 4) / 4
  )
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

/** From where the sentence asks, without its greeting, cut at a word. */
function phraseOf(reading: ThreadReading, turn: Turn, sentence: Sentence): Phrase {
  const { text, from, to } = sentence
  const { starts, ends } = text.tokens
  const opening = cuesIn(reading, turn, sentence, 'opening').find((cue) => cue.match.from === from)
  let first = from
  if (opening !== undefined && opening.match.to < to) first = opening.match.to
  let last = first + 1
  while (last < to && (ends[last] ?? 0) - (starts[first] ?? 0) <= LONGEST) last++
  return { turn, text, from: first, to: last }
}
