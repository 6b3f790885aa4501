import type { Pace } from '../pace.ts'
import { topEigen } from './eigen.ts'
import { addRow, emptyMatrix, makeUnit, rowOf } from './matrix.ts'
import type { Matrix } from './matrix.ts'

/** Words with a vector each: texts that share no word may share words' neighbours. */
export interface WordSpace {
  readonly words: readonly (readonly [word: string, weight: number])[]
  readonly index: ReadonlyMap<string, number>
  /** A row a word. */
  readonly vectors: Matrix
}

const MOST_WORDS = 4000
const SIZE = 64
/** A word of fewer texts tells of one, of a greater share of them of all. */
const FEWEST = 2
const COMMON = 0.5

/**
 * Latent semantic analysis (Deerwester and others 1990): the words of the sample, weighted by how rare they
 * are, along the directions in which the texts differ most.
 */
export async function fitWordSpace(
  texts: readonly (readonly string[])[],
  pace: Pace,
): Promise<WordSpace> {
  const words = tellingWords(texts)
  const index = new Map(words.map(([word], i) => [word, i]))
  const rows = texts.map((text) => weigh(text, words, index))
  const multiply = async (columns: Float64Array, count: number): Promise<Float64Array> => {
    const product = new Float64Array(words.length * count)
    const along = new Float64Array(count)
    for (const row of rows) {
      await pace()
      along.fill(0)
      for (const [at, weight] of row) addColumns(along, 0, columns, at * count, weight, count)
      for (const [at, weight] of row) addColumns(product, at * count, along, 0, weight, count)
    }
    return product
  }
  const { vectors, count } = await topEigen(words.length, SIZE, multiply, pace)
  const matrix = { rows: words.length, size: count, data: Float32Array.from(vectors) }
  return { words, index, vectors: matrix }
}

/** The unit vector of a text by its words; zero where none is known. */
export function wordVector(
  text: readonly string[],
  { words, index, vectors }: WordSpace,
): Float32Array {
  const { data } = emptyMatrix(1, vectors.size)
  for (const [at, weight] of weigh(text, words, index)) addRow(data, rowOf(vectors, at), weight)
  makeUnit(data)
  return data
}

function tellingWords(texts: readonly (readonly string[])[]): [string, number][] {
  const frequency = new Map<string, number>()
  for (const text of texts) {
    for (const word of new Set(text)) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  }
  const most = Math.max(3, texts.length * COMMON)
  return [...frequency]
    .filter(([, n]) => n >= FEWEST && n <= most)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST_WORDS)
    .map(([word, n]) => [word, round(Math.log((1 + texts.length) / (1 + n)) + 1)])
}

/** The known words of a text with their weights, at unit length. */
function weigh(
  text: readonly string[],
  words: WordSpace['words'],
  index: WordSpace['index'],
): [number, number][] {
  const counts = new Map<number, number>()
  for (const word of text) {
    const at = index.get(word)
    if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  const row = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([at, n]): [number, number] => [at, round(1 + Math.log(n)) * (words[at]?.[1] ?? 0)])
  const length = Math.sqrt(row.reduce((sum, [, weight]) => sum + weight * weight, 0))
  return row.map(([at, weight]) => [at, weight / length])
}

function addColumns(
  sum: Float64Array,
  at: number,
  from: Float64Array,
  fromAt: number,
  weight: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) {
    sum[at + j] = (sum[at + j] ?? 0) + weight * (from[fromAt + j] ?? 0)
  }
}

/** Logarithms differ in the last bit between machines. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
