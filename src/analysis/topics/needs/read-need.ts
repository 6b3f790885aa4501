import { openEncoder, similarity } from '../../encoder/encoder.ts'
import { placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { locate, locateRequest, wordsOfRequest } from '../text/locate.ts'
import { isAnyWish } from '../text/topic-stop-words.ts'
import type { TopicRequest } from '../text/topic-text.ts'
import { writtenStems } from '../text/topic-words.ts'
import { missedThing } from './missed-things.ts'

/** A word that carries matter, with what tells whether another means the same. */
export interface NeedWord {
  readonly stem: string
  readonly written: string
  readonly vector: Float32Array
  /** What it names in a music product; absent in other logs. */
  readonly thing?: string
}

/** What was needed and not got, ready to be held against what others needed. */
export interface ReadNeed {
  /** The words of the wish. */
  readonly wish: readonly NeedWord[]
  /** Those of them that the words name which declined it: they say what is missing. */
  readonly missing: readonly NeedWord[]
  /** Where wish and decline lie together. */
  readonly place: Float32Array
  /** Where the wish alone lies. */
  readonly wished: Float32Array
}

/** The cosine from which on two words mean the same; of words that only go together it is .4 at most. */
const SAME = 0.5

export function readNeed(
  request: TopicRequest,
  language: string | undefined,
  space: TopicSpace,
  boilerplate: ReadonlySet<string>,
): ReadNeed {
  const text = wordsOfRequest(request, boilerplate)
  const wish = needWords(text, space.isStudio)
  const declined = needWords((request.declined ?? []).join('\n'), space.isStudio)
  return {
    wish,
    missing: wish.filter((word) => says(declined, word)),
    place: placeText(locateRequest(request, language, boilerplate), space),
    wished: placeText(locate([text], language), space),
  }
}

/** The words of a text that say what is wanted, each once. */
export function needWords(text: string, isStudio: boolean): NeedWord[] {
  return [...writtenStems(text)].flatMap(([stem, written]) => {
    if (isAnyWish(stem)) return []
    const thing = isStudio ? missedThing(stem) : undefined
    const word = { stem, written, vector: openEncoder().encode(written) }
    return [thing === undefined ? word : { ...word, thing }]
  })
}

/** Whether one of some words is another, or means the same. */
export function says(words: readonly NeedWord[], word: NeedWord): boolean {
  return words.some((other) => meansSame(other, word))
}

export function meansSame(a: NeedWord, b: NeedWord): boolean {
  if (a.stem === b.stem || (a.thing !== undefined && a.thing === b.thing)) return true
  return Math.round(similarity(a.vector, b.vector) * 1000) / 1000 >= SAME
}
