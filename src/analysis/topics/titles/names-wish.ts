import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { locate } from '../text/locate.ts'
import { isSpaceless, writtenStems } from '../text/topic-words.ts'
import { dotRows } from '../space/matrix.ts'
import { meanTheSame, senseOf } from './said-words.ts'
import type { Sense } from './said-words.ts'
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
  /** Of the words of its head, and of those that are asked for. */
  readonly senses: ReadonlyMap<string, Sense>
  readonly asked: ReadonlyMap<string, Sense>
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
export function askedWish(text: string, vector: () => Float32Array, isStudio: boolean): AskedWish {
  let known: AskedHead[] | undefined
  const headOf = ({ head, asked }: WishHead): AskedHead => {
    const senses = sensesIn(head, isStudio)
    const stems = new Set(writtenStems(asked).keys())
    return {
      senses,
      asked: new Map([...senses].filter(([stem]) => stems.has(stem))),
      way: wayOfAsking(head),
    }
  }
  return { heads: () => (known ??= headsOfWishes(text).map(headOf)), vector }
}

/** A request as a title: who wants it asks for its words in the same way, or for nearly the same in others. */
export function titleTest(
  title: string,
  language: string | undefined,
  space: TopicSpace,
): NameTest {
  const wanted = sensesIn(title, space.isStudio)
  const way = isSpaceless(title) ? undefined : wayOfAsking(title)
  const vector = placeText(locate([title], language), space)
  const least = space.isStudio ? SAME_WISH_STUDIO : SAME_WISH
  const isWanted = (senses: ReadonlyMap<string, Sense>, share: number): boolean => {
    const said = [...wanted].filter(([stem, sense]) => isSaid(stem, sense, senses)).length
    return said > 0 && said >= share * wanted.size
  }
  return ({ vector: wished, heads }) => {
    const isNear = (): boolean => dotRows(vector, 0, wished(), 0, vector.length) >= least
    return heads().some(
      ({ senses, asked, way: other }) =>
        ((way === undefined || way === other || wanted.has(other)) && isWanted(asked, 1)) ||
        (isWanted(senses, HALF) && isNear()),
    )
  }
}

/** Whether a request asks for one of some words itself, not for something of it: it ends what is asked for. */
export function asksForWords(words: readonly string[], isStudio: boolean): NameTest {
  const wanted = words.flatMap((word) => [...sensesIn(word, isStudio)])
  return ({ heads }) =>
    heads().some(({ asked }) => {
      const last = [...asked].at(-1)
      return (
        last !== undefined && wanted.some(([stem, sense]) => isSaid(stem, sense, new Map([last])))
      )
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

/** Words as a name: who wants it says one of them, or one that means the same. */
export function wordsTest(words: readonly string[], isStudio: boolean): NameTest {
  const wanted = words.flatMap((word) => [...sensesIn(word, isStudio)])
  return ({ heads }) =>
    heads().some(({ asked }) => wanted.some(([stem, sense]) => isSaid(stem, sense, asked)))
}

/** What a topic is called, by its title or else by its terms. */
export function nameTest({ titles, terms, language }: Topic, space: TopicSpace): NameTest {
  const [title] = titles
  return title === undefined
    ? wordsTest(terms, space.isStudio)
    : titleTest(title.text, language, space)
}

function isSaid(stem: string, sense: Sense, senses: ReadonlyMap<string, Sense>): boolean {
  return senses.has(stem) || [...senses.values()].some((other) => meanTheSame(sense, other))
}

function sensesIn(text: string, isStudio: boolean): Map<string, Sense> {
  return new Map(
    [...writtenStems(text)].map(([stem, written]) => [stem, senseOf(written, isStudio)]),
  )
}
