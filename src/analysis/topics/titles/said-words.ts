import { openEncoder, similarity } from '../../encoder/encoder.ts'
import type { Pace } from '../pace.ts'
import { studioNames } from '../text/studio-words.ts'
import { writtenStems } from '../text/topic-words.ts'

/**
 * The cosine from which on two words mean the same: of "trip" and "travel", or of a word and its translation,
 * it is .4 to .9; of words that have nothing to do with each other about 0.
 */
const ALIKE = 0.4

/** Some texts, by the words that they say. */
export interface SaidWords {
  /** The texts that say a word or one that means the same, by number. */
  readonly sayersOf: (stem: string, written: string) => ReadonlySet<number>
  /** Number of the texts that say just this word. */
  readonly textsWith: (stem: string) => number
  /** Whether words that name the same in a studio count as the same. */
  readonly isStudio: boolean
  /** How many things some words name: two that mean the same name one. */
  readonly meaningsOf: (words: ReadonlyMap<string, string>) => number
  /** The texts that say what another does: all of its words, or two of three where it has many. */
  readonly sayersOfAll: (words: ReadonlyMap<string, string>) => ReadonlySet<number>
}

/** What a word means, by its vector; in a log of a studio also by what it names there. */
export interface Sense {
  readonly vector: Float32Array
  readonly name: string | undefined
}

interface Word extends Sense {
  readonly texts: number[]
}

export function senseOf(written: string, isStudio: boolean): Sense {
  return {
    vector: openEncoder().encode(written),
    name: isStudio ? studioNames(written)[0] : undefined,
  }
}

/** Words that name things of a studio mean the same where they name the same, however near "chord" and "chorus" look. */
function meanAlike(a: Sense, b: Sense, alike: number): boolean {
  if (a.name !== undefined && b.name !== undefined) return a.name === b.name
  return similarity(a.vector, b.vector) >= alike
}

/**
 * Holds texts ready to be asked for what they say; each asked word takes time with the words of all.
 *
 * @param isStudio whether words mean the same that name the same in a studio
 */
export function saidWords(texts: readonly string[], isStudio: boolean): SaidWords {
  const words = new Map<string, Word>()
  texts.forEach((text, at) => {
    for (const [stem, written] of writtenStems(text)) {
      const known = words.get(stem)
      if (known === undefined) words.set(stem, { ...senseOf(written, isStudio), texts: [at] })
      else known.texts.push(at)
    }
  })
  const known = new Map<string, ReadonlySet<number>>()
  const sayersOf = (stem: string, written: string): ReadonlySet<number> => {
    const before = known.get(stem)
    if (before !== undefined) return before
    const sense = senseOf(written, isStudio)
    const sayers = new Set(words.get(stem)?.texts)
    for (const word of words.values()) {
      if (!meanAlike(sense, word, ALIKE)) continue
      for (const at of word.texts) sayers.add(at)
    }
    known.set(stem, sayers)
    return sayers
  }
  return {
    sayersOf,
    isStudio,
    textsWith: (stem) => words.get(stem)?.texts.length ?? 0,
    meaningsOf: (asked) => {
      const kept: Sense[] = []
      for (const written of asked.values()) {
        const sense = senseOf(written, isStudio)
        if (kept.every((other) => !meanAlike(sense, other, ALIKE))) kept.push(sense)
      }
      return kept.length
    },
    sayersOfAll: (asked) => {
      const counts = new Map<number, number>()
      for (const [stem, written] of asked) {
        for (const at of sayersOf(stem, written)) counts.set(at, (counts.get(at) ?? 0) + 1)
      }
      const enough = asked.size < 3 ? asked.size : Math.ceil((asked.size * 2) / 3)
      return new Set([...counts].flatMap(([at, n]) => (n >= enough ? [at] : [])))
    },
  }
}

/** A word with those that mean the same. */
export interface Meaning {
  readonly stem: string
  /** The shortest form in which it is written. */
  readonly written: string
  /** The texts that say it, or one of its like, by number. */
  readonly sayers: ReadonlySet<number>
  /** It and its like. */
  readonly words: readonly { readonly written: string; readonly texts: readonly number[] }[]
}

/** Whether a word names a thing of a studio: that is a theme whatever else is said of it. */
export function namesStudioThing({ written }: Meaning, isStudio: boolean): boolean {
  return isStudio && studioNames(written).length > 0
}

/** The same of words that tell a theme, where each false friend would add its own sayers. */
const ONE_THEME = 0.6

/** Whether two words mean the same so surely that a theme is told by either. */
export function meanTheSame(a: Sense, b: Sense): boolean {
  return meanAlike(a, b, ONE_THEME)
}

/** Words that are looked at: the most said ones. */
const MOST_WORDS = 3000

/** The meanings of some texts' words that at least two texts say, each by the word that most of them do. */
export async function meaningsIn(
  texts: readonly string[],
  isStudio: boolean,
  pace: Pace,
): Promise<Meaning[]> {
  const words = new Map<string, { stem: string; written: string; texts: number[] }>()
  for (const [at, text] of texts.entries()) {
    await pace()
    for (const [stem, written] of writtenStems(text)) {
      const known = words.get(stem)
      if (known === undefined) words.set(stem, { stem, written, texts: [at] })
      else {
        known.texts.push(at)
        if (written.length < known.written.length) known.written = written
      }
    }
  }
  const shared = [...words.values()]
    .filter((word) => word.texts.length > 1)
    .toSorted((a, b) => b.texts.length - a.texts.length || (a.stem < b.stem ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map((word) => Object.assign({}, word, senseOf(word.written, isStudio)))
  const meanings: Meaning[] = []
  for (const word of shared) {
    await pace()
    const { stem, written } = word
    const like = shared.filter((other) => other.stem === stem || meanAlike(word, other, ONE_THEME))
    if (like[0]?.stem !== stem) continue
    const sayers = new Set(like.flatMap((other) => other.texts))
    meanings.push({ stem, written, sayers, words: like })
  }
  return meanings
}
