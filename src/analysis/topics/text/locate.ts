import { openEncoder } from '../../encoder/encoder.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { addRow, makeUnit } from '../space/matrix.ts'
import type { Located } from '../space/topic-space.ts'
import { ownLines } from './boilerplate.ts'
import type { TopicRequest, TopicText } from './topic-text.ts'
import { topicWords } from './topic-words.ts'

/** Words from which a text counts in full: "yes, the second" says little of the matter. */
const FULL = 6
/** What all that follows weighs at most beside what a user comes with. */
const LATER = 2
/** Of a request so much is read: what is longer is mostly what it is about, pasted. UTF-16 units at each end. */
const HEAD = 320
const TAIL = 160

/** What one request says, without boilerplate. */
export function wordsOfRequest({ lines }: TopicRequest, boilerplate: ReadonlySet<string>): string {
  const text = ownLines(lines, boilerplate).join('\n')
  return text.length <= HEAD + TAIL ? text : `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}`
}

/** A thread by all that its user says, the first request most. */
export function locateThread(
  { requests, details, title, language, work }: TopicText,
  boilerplate: ReadonlySet<string>,
): Located {
  const texts = [...requests, ...details].map((turn) => wordsOfRequest(turn, boilerplate))
  if (title !== undefined && texts.length > 0) texts.push(title)
  return locate(texts, language, work)
}

/** @param more words that stand for no text */
export function locate(
  texts: readonly string[],
  language: string | undefined,
  more: readonly string[] = [],
): Located {
  const encoder = openEncoder()
  const weights = texts.map((text) => Math.min(1, tokenize(text).words.length / FULL))
  const later = weights.slice(1).reduce((sum, weight) => sum + weight, 0)
  const factor = later > LATER ? LATER / later : 1
  const sum = new Float64Array(encoder.encode('').length)
  texts.forEach((text, i) => {
    addRow(sum, encoder.encode(text), (weights[i] ?? 0) * (i === 0 ? 1 : factor))
  })
  makeUnit(sum)
  return {
    vector: Float32Array.from(sum),
    words: [...texts.flatMap(topicWords), ...more],
    ...(language === undefined ? {} : { language }),
  }
}
