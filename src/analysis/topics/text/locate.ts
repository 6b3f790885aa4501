import { openEncoder } from '../../encoder/encoder.ts'
import { isStopWord } from '../../local/text/content-words.ts'
import { tokenize } from '../../local/text/tokenize.ts'
import { addRow, makeUnit } from '../space/matrix.ts'
import type { Located } from '../space/topic-space.ts'
import { ownLines } from './boilerplate.ts'
import { headOf, tailOf } from './ends.ts'
import type { TopicRequest, TopicText } from './topic-text.ts'
import { studioVector } from './studio-words.ts'
import { topicWords } from './topic-words.ts'

/** What the first answer that served weighs beside what its user says: it names the matter of terse requests. */
const GOT = 0.4
/** What declined a wish weighs beside the wish. */
const DECLINED = 0.6
/** Words from which a text counts in full: "yes, the second" says little of the matter. */
const FULL = 6
/** What all that follows weighs at most beside what a user comes with. */
const LATER = 0.4
/**
 * Words. In a short request "how do I" and "can you" tell what is wished; in a long one they drown what it is
 * about.
 */
const SHORT = 12
const LONG = 30
/** Of a request so much is read: what is longer is mostly what it is about, pasted. UTF-16 units at each end. */
const HEAD = 320
const TAIL = 160

/** What one request says, without boilerplate. */
export function wordsOfRequest({ lines }: TopicRequest, boilerplate: ReadonlySet<string>): string {
  const text = ownLines(lines, boilerplate).join('\n')
  return text.length <= HEAD + TAIL ? text : `${headOf(text, HEAD)}\n${tailOf(text, TAIL)}`
}

/** A thread by all that its user says, the first request most. */
export function locateThread(
  { requests, details, answers, title, language, work }: TopicText,
  boilerplate: ReadonlySet<string>,
): Located {
  const asked = [...requests, ...details].map((turn) => wordsOfRequest(turn, boilerplate))
  if (title !== undefined && asked.length > 0) asked.push(title)
  const got = answers.map((turn) => wordsOfRequest(turn, boilerplate))
  const said = locate(asked, language, work)
  return got.length === 0 ? said : withMore(said, locate(got, language), GOT)
}

/** A single request; a need by the words that declined it too. */
export function locateRequest(
  request: TopicRequest,
  language: string | undefined,
  boilerplate: ReadonlySet<string>,
): Located {
  const { declined = [] } = request
  const asked = locate([wordsOfRequest(request, boilerplate)], language)
  return declined.length === 0 ? asked : withMore(asked, locate(declined, language), DECLINED)
}

function withMore(said: Located, more: Located, weight: number): Located {
  return {
    ...said,
    vector: added(said.vector, more.vector, weight),
    named: added(said.named, more.named, weight),
  }
}

function added(vector: Float32Array, more: Float32Array, weight: number): Float32Array {
  const sum = Float64Array.from(vector)
  addRow(sum, more, weight)
  makeUnit(sum)
  return Float32Array.from(sum)
}

/** @param more words that stand for no text */
export function locate(
  texts: readonly string[],
  language: string | undefined,
  more: readonly string[] = [],
): Located {
  const encoder = openEncoder()
  const tokens = texts.map((text) => tokenize(text))
  const weights = tokens.map(({ words }) => Math.min(1, words.length / FULL))
  const later = weights.slice(1).reduce((sum, weight) => sum + weight, 0)
  const factor = later > LATER ? LATER / later : 1
  const sum = new Float64Array(encoder.encode('').length)
  const named = sum.slice()
  texts.forEach((text, i) => {
    const weight = (weights[i] ?? 0) * (i === 0 ? 1 : factor)
    addRow(sum, encoder.encode(text), weight)
    const matter = weight * shareOfMatter(tokens[i]?.words.length ?? 0)
    if (matter > 0) addRow(sum, encoder.encode(matterOf(text)), matter)
    const names = studioVector(text)
    if (names !== undefined) addRow(named, names, weight)
  })
  makeUnit(sum)
  makeUnit(named)
  return {
    vector: Float32Array.from(sum),
    named: Float32Array.from(named),
    words: [...texts.flatMap(topicWords), ...more],
    ...(language === undefined ? {} : { language }),
  }
}

/** What the words that carry a text's matter weigh once more: nothing in a short one, as much again in a long one. */
function shareOfMatter(words: number): number {
  return Math.max(0, Math.min(1, (words - SHORT) / (LONG - SHORT)))
}

/** The words of a text that carry its matter, as they are written. */
function matterOf(text: string): string {
  const { words, starts, ends } = tokenize(text)
  return words
    .flatMap((word, i) => (isStopWord(word) ? [] : [text.slice(starts[i], ends[i])]))
    .join(' ')
}
