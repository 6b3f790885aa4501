import type { Draft } from '../../detectors/draft.ts'
import { speaksOfItself } from '../../detectors/declined/of-itself.ts'
import { wordCount } from '../../detectors/thread-reading.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import { contentStems } from '../../text/content-words.ts'
import type { Turn } from '../../text/read-thread.ts'
import { sentencesOf, textOf } from '../../text/sentences.ts'
import { wordsOf } from '../whole-phrase.ts'
import type { Phrase } from '../whole-phrase.ts'

/** The share of the words with matter of a wish that a sentence names which brings it. */
const NAMED = 0.6
/** Answers after a wish that are looked at, and their words at most, so that time grows with the thread. */
const MOST_LOOKED = 30
const MOST_WORDS = 200
/** An order: who changes its day or place wants it still. */
const ORDERS = /\b(?:book(?:ing)?|reserve|reservation|table|appointment|tickets?|reference)\b/iu
const DONE =
  /\b(?:booked|reserved|confirmed|successful(?:ly)?|reference (?:number|code)\b.{0,20}\b(?:is|was)\b|reference (?:number|code):)/iu
const DENIES = /\b(?:not|unable|cannot|please confirm)\b|n['’]t\b|\?/iu

/** Whether a later answer, whatever was said meanwhile, names what was wished for, or tells that such an order is done. */
export function isToldLater(
  dialogue: Dialogue,
  wished: Turn,
  phrase: Phrase,
  nothing: ReadonlyMap<number, Draft>,
): boolean {
  const wanted = contentStems(wordsOf(phrase))
  const isOrder = ORDERS.test(textOf(phrase))
  const later = dialogue.reading.assistants.filter((turn) => {
    const asked = dialogue.asked(turn)
    return asked !== undefined && asked.index > wished.index && !nothing.has(asked.index)
  })
  return later
    .slice(0, MOST_LOOKED)
    .filter((turn) => wordCount(turn) <= MOST_WORDS)
    .some((turn) =>
      turn.texts.some((text) =>
        sentencesOf(text).some((sentence) => {
          const said = textOf(sentence)
          if (isOrder && DONE.test(said) && !DENIES.test(said)) return true
          if (said.endsWith('?') || (DENIES.test(said) && speaksOfItself(said))) return false
          const stems = new Set(contentStems(text.tokens.words.slice(sentence.from, sentence.to)))
          return wanted.filter((stem) => stems.has(stem)).length >= NAMED * wanted.length
        }),
      ),
    )
}
