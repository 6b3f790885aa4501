import { openEncoder, similarity } from '../../encoder/encoder.ts'
import type { Pace } from '../pace.ts'
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
  /** How many things some words name: two that mean the same name one. */
  readonly meaningsOf: (words: ReadonlyMap<string, string>) => number
  /** The texts that say what another does: all of its words, or two of three where it has many. */
  readonly sayersOfAll: (words: ReadonlyMap<string, string>) => ReadonlySet<number>
}

interface Word {
  readonly vector: Float32Array
  readonly texts: number[]
}

/** Holds texts ready to be asked for what they say; each asked word takes time with the words of all. */
export function saidWords(texts: readonly string[]): SaidWords {
  const encoder = openEncoder()
  const words = new Map<string, Word>()
  texts.forEach((text, at) => {
    for (const [stem, written] of writtenStems(text)) {
      const known = words.get(stem)
      if (known === undefined) words.set(stem, { vector: encoder.encode(written), texts: [at] })
      else known.texts.push(at)
    }
  })
  const known = new Map<string, ReadonlySet<number>>()
  const sayersOf = (stem: string, written: string): ReadonlySet<number> => {
    const before = known.get(stem)
    if (before !== undefined) return before
    const vector = encoder.encode(written)
    const sayers = new Set(words.get(stem)?.texts)
    for (const word of words.values()) {
      if (similarity(vector, word.vector) < ALIKE) continue
      for (const at of word.texts) sayers.add(at)
    }
    known.set(stem, sayers)
    return sayers
  }
  return {
    sayersOf,
    meaningsOf: (asked) => {
      const kept: Float32Array[] = []
      for (const written of asked.values()) {
        const vector = encoder.encode(written)
        if (kept.every((other) => similarity(vector, other) < ALIKE)) kept.push(vector)
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
}

/** The same of words that tell a theme, where each false friend would add its own sayers. */
const ONE_THEME = 0.5
/** Words that are looked at: the most said ones. */
const MOST_WORDS = 3000

/** The meanings of some texts' words that at least two texts say, each by the word that most of them do. */
export async function meaningsIn(texts: readonly string[], pace: Pace): Promise<Meaning[]> {
  const encoder = openEncoder()
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
    .map((word) => Object.assign({}, word, { vector: encoder.encode(word.written) }))
  const meanings: Meaning[] = []
  for (const { stem, written, vector } of shared) {
    await pace()
    const like = shared.filter(
      (other) => other.stem === stem || similarity(vector, other.vector) >= ONE_THEME,
    )
    if (like[0]?.stem !== stem) continue
    meanings.push({ stem, written, sayers: new Set(like.flatMap((other) => other.texts)) })
  }
  return meanings
}

/** Whether a text says one of some words, or one that means the same. */
export function saysOneOf(text: string, words: readonly string[]): boolean {
  const encoder = openEncoder()
  const wanted = words.map((written) => ({
    stems: new Set(writtenStems(written).keys()),
    vector: encoder.encode(written),
  }))
  return [...writtenStems(text)].some(([stem, written]) => {
    const vector = encoder.encode(written)
    return wanted.some(
      ({ stems, vector: other }) => stems.has(stem) || similarity(vector, other) >= ONE_THEME,
    )
  })
}
