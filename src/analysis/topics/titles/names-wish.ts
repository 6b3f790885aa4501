import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { isSpaceless, writtenStems } from '../text/topic-words.ts'
import { dotRows } from '../space/matrix.ts'
import { meanTheSame, senseOf } from './said-words.ts'
import { headsOfWishes } from './shorten-request.ts'
import type { WishHead } from './shorten-request.ts'
import { wayOfAsking } from './way-of-asking.ts'

/** A request, as it is held against the names of topics. */
export interface AskedWish {
  /** What its sentences wish, without details. */
  readonly heads: () => readonly AskedHead[]
  /** In the space. */
  readonly vector: () => Float32Array
}

export interface AskedHead {
  /** The words of its head by their stems, as they are written, and those that are asked for. */
  readonly words: ReadonlyMap<string, string>
  readonly asked: ReadonlyMap<string, string>
  /** See `wayOfAsking`. */
  readonly way: string
}

/** Whether a request wants what a name says. */
export type NameTest = (wish: AskedWish) => boolean

/**
 * The cosine from which on two requests want the same though their words differ: of pairs of CLINC150 in one group, nine of
 * ten. In the log of a studio texts that name the same thing are near whatever they want of it.
 */
const SAME_WISH = 0.65
const SAME_WISH_STUDIO = 0.9
const HALF = 0.5

/** A request, made ready when it is first asked for. */
export function askedWish(text: string, vector: () => Float32Array): AskedWish {
  let known: AskedHead[] | undefined
  let placed: Float32Array | undefined
  const headOf = ({ head, asked }: WishHead): AskedHead => {
    const words = writtenStems(head)
    const stems = writtenStems(asked)
    return {
      words,
      asked: new Map([...words].filter(([stem]) => stems.has(stem))),
      way: wayOfAsking(head),
    }
  }
  return {
    heads: () => (known ??= headsOfWishes(text).map(headOf)),
    vector: () => (placed ??= vector()),
  }
}

/** A request as a title: who wants it asks for its words in the same way, or for nearly the same in others. */
export function titleTest(
  title: string,
  language: string | undefined,
  space: TopicSpace,
): NameTest {
  const wanted = wordTests(title, space.isStudio)
  const stems = new Set(writtenStems(title).keys())
  const way = isSpaceless(title) ? undefined : wayOfAsking(title)
  const vector = placeText(locate([title], language), space)
  const least = space.isStudio ? SAME_WISH_STUDIO : SAME_WISH
  const isWanted = (words: ReadonlyMap<string, string>, share: number): boolean => {
    const said = wanted.filter((isIn) => isIn(words)).length
    return said > 0 && said >= share * wanted.length
  }
  return ({ vector: wished, heads }) => {
    const isNear = (): boolean => dotRows(vector, 0, wished(), 0, vector.length) >= least
    return heads().some(
      ({ words, asked, way: other }) =>
        ((way === undefined || way === other || stems.has(other)) && isWanted(asked, 1)) ||
        (isWanted(words, HALF) && isNear()),
    )
  }
}

/** Whether a request asks for one of some words itself, not for something of it: it ends what is asked for. */
export function asksForWords(words: readonly string[], isStudio: boolean): NameTest {
  const wanted = words.flatMap((word) => wordTests(word, isStudio))
  return ({ heads }) =>
    heads().some(({ asked }) => {
      const last = new Map([...asked].slice(-1))
      return wanted.some((isIn) => isIn(last))
    })
}

/** What a title asks for and how: two that are the same here say the same. */
export function wishOfTitle(title: string): string {
  return wishOfWords(wayOfAsking(title), [...writtenStems(title).keys()])
}

/** The same of a way to ask and the stems of what is asked for. */
export function wishOfWords(way: string, stems: readonly string[]): string {
  return [way, ...stems.toSorted()].join(' ')
}

/** Words as a name: who wants it asks for one of them, or for one that means the same. */
export function wordsTest(words: readonly string[], isStudio: boolean): NameTest {
  const wanted = words.flatMap((word) => wordTests(word, isStudio))
  return ({ heads }) => heads().some(({ asked }) => wanted.some((isIn) => isIn(asked)))
}

/** What a topic is called, by its title or else by its terms. */
export function nameTest({ titles, terms, language }: Topic, space: TopicSpace): NameTest {
  const [title] = titles
  return title === undefined
    ? wordsTest(terms, space.isStudio)
    : titleTest(title.text, language, space)
}

/** Whether words have one, or one that means the same. */
type WordTest = (words: ReadonlyMap<string, string>) => boolean

/** Words that a test has met, at most: the same come again and again. */
const MOST_MET = 5000

/** A test for each word of a text. */
function wordTests(text: string, isStudio: boolean): WordTest[] {
  return [...writtenStems(text)].map(([stem, written]): WordTest => {
    const sense = senseOf(written, isStudio)
    const met = new Map<string, boolean>()
    const isAlike = (other: string): boolean => {
      const before = met.get(other)
      if (before !== undefined) return before
      const meansTheSame = meanTheSame(sense, senseOf(other, isStudio))
      if (met.size >= MOST_MET) met.clear()
      met.set(other, meansTheSame)
      return meansTheSame
    }
    return (words) => words.has(stem) || [...words.values()].some(isAlike)
  })
}
