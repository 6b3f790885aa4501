import type { StoredSpace } from '../../../domain/analysis/topic-model.ts'
import { addRow, makeUnit } from './matrix.ts'
import { read16, read8 } from './quantize.ts'
import { wordVector } from './word-space.ts'
import type { WordSpace } from './word-space.ts'

/** What a text is placed by. */
export interface Located {
  /** Of the encoder, of unit length; zero where no unit of the text is known. */
  readonly vector: Float32Array
  /** Of what its words name in a studio, of unit length; zero where they name nothing. */
  readonly named: Float32Array
  /** Stems of its words. */
  readonly words: readonly string[]
  /** BCP 47. */
  readonly language?: string
}

/** A stored space, ready for use. */
export interface TopicSpace {
  readonly size: number
  /** See `studio` of the stored space. */
  readonly isStudio: boolean
  readonly means: ReadonlyMap<string, Float32Array>
  readonly wordSpace: WordSpace
  readonly centre: Float32Array
  readonly axes: Float32Array
}

/** What a text's words weigh beside the encoder's vector. */
const WORDS = 0.4
/** What the names of a studio weigh beside it. */
const NAMED = 0.8

/** What `nearCentroid` is at least in a log of a studio: there texts that name one thing are near, whatever else they say. */
const STUDIO = 0.32

/**
 * A cosine that few unrelated texts reach to a centroid.
 *
 * @param near one that few pairs of unrelated texts reach
 */
export function nearCentroid(near: number, { isStudio }: TopicSpace): number {
  return isStudio ? Math.max(near, STUDIO) : near
}

export function openSpace(stored: StoredSpace): TopicSpace {
  const { words, wordSize } = stored
  return {
    size: stored.size,
    isStudio: stored.studio === true,
    means: new Map(stored.means.map(({ language, mean }) => [language, read16(mean)])),
    wordSpace: {
      words,
      index: new Map(words.map(([word], i) => [word, i])),
      vectors: { rows: words.length, size: wordSize, data: read8(stored.wordVectors) },
    },
    centre: read16(stored.centre),
    axes: read16(stored.axes),
  }
}

/** What a text says; in a log of a studio with what its words name there beside. */
export function meaningOf({ vector, named }: Located, isStudio: boolean): Float32Array {
  const meaning = Float32Array.from(vector)
  if (!isStudio) return meaning
  addRow(meaning, named, NAMED)
  makeUnit(meaning)
  return meaning
}

/** A text's unit vector in the space; zero for a text of which nothing is known. */
export function placeText(text: Located, space: TopicSpace): Float32Array {
  const joined = joinedVector(text, space)
  const placed = new Float64Array(space.size)
  if (joined.every((value) => value === 0)) return Float32Array.from(placed)
  joined.forEach((value, i) => {
    const away = value - (space.centre[i] ?? 0)
    const row = i * space.size
    for (let j = 0; j < space.size; j++) {
      placed[j] = (placed[j] ?? 0) + away * (space.axes[row + j] ?? 0)
    }
  })
  makeUnit(placed)
  return Float32Array.from(placed)
}

/** The encoder's vector without the mean of its language, and that of the words beside it, at unit length. */
export function joinedVector(located: Located, space: TopicSpace): Float32Array {
  const { words, language } = located
  const meaning = meaningOf(located, space.isStudio)
  const mean = space.means.get(language ?? '*') ?? space.means.get('*')
  if (mean !== undefined && makeUnit(meaning)) {
    addRow(meaning, mean, -1)
    makeUnit(meaning)
  }
  const ofWords = wordVector(words, space.wordSpace)
  const joined = new Float32Array(meaning.length + ofWords.length)
  joined.set(meaning)
  ofWords.forEach((value, j) => (joined[meaning.length + j] = WORDS * value))
  makeUnit(joined)
  return joined
}
