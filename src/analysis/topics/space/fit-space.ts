import type { StoredSpace } from '../../../domain/analysis/topic-model.ts'
import type { Pace } from '../pace.ts'
import { topEigen } from './eigen.ts'
import { addRow } from './matrix.ts'
import { quantize16, quantize8 } from './quantize.ts'
import { joinedVector, meaningOf, openSpace } from './topic-space.ts'
import type { Located } from './topic-space.ts'
import { fitWordSpace } from './word-space.ts'

const SIZE = 128
/** Few texts show few directions; more of them would be chance. */
const LEAST_SIZE = 16
const TEXTS_A_DIRECTION = 2
/** Texts that the axes are fitted on, at most. */
const MOST_ROWS = 6000
/** A language of fewer texts is taken for any other. */
const FEWEST = 5
/** Texts of all languages that a language's mean is held back by, so that few texts do not speak for it. */
const HELD_BACK = 20

/**
 * Fits the space on a sample: means of languages (without them languages are the first topics), vectors of
 * words, and the principal axes of both together, each divided by the fourth root of its spread, so that a
 * few great differences do not hide the rest.
 */
export async function fitSpace(
  sample: readonly Located[],
  { encoder, studio }: { encoder: string; studio: boolean },
  pace: Pace,
): Promise<StoredSpace> {
  const means = meansOf(sample, studio).map(([language, mean]) => ({
    language,
    mean: quantize16(mean),
  }))
  const words = await fitWordSpace(
    sample.map((located) => located.words),
    pace,
  )
  const first = {
    encoder,
    ...(studio ? { studio: true as const } : {}),
    means,
    words: words.words.map(([word, weight]): [string, number] => [word, weight]),
    wordVectors: quantize8(words.vectors.data),
    wordSize: words.vectors.size,
  }
  const unturned = { ...first, centre: quantize16([]), axes: quantize16([]), size: 0 }
  const { centre, axes, size } = await fitAxes(sample, unturned, pace)
  return { ...first, centre: quantize16(centre), axes: quantize16(axes), size }
}

function meansOf(sample: readonly Located[], studio: boolean): [string, Float64Array][] {
  const size = sample[0]?.vector.length ?? 0
  const all = new Float64Array(size)
  const sums = new Map<string, { n: number; sum: Float64Array }>()
  for (const located of sample) {
    const vector = meaningOf(located, studio)
    const { language = '*' } = located
    addRow(all, vector, 1)
    const entry = sums.get(language) ?? { n: 0, sum: new Float64Array(size) }
    entry.n++
    addRow(entry.sum, vector, 1)
    sums.set(language, entry)
  }
  const mean = all.map((value) => value / Math.max(1, sample.length))
  const own = [...sums]
    .filter(([language, { n }]) => language !== '*' && n >= FEWEST)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([language, { n, sum }]): [string, Float64Array] => [
      language,
      sum.map((value, j) => (value + HELD_BACK * (mean[j] ?? 0)) / (n + HELD_BACK)),
    ])
  return [['*', mean], ...own]
}

async function fitAxes(
  sample: readonly Located[],
  unturned: StoredSpace,
  pace: Pace,
): Promise<{ centre: Float64Array; axes: Float64Array; size: number }> {
  const space = openSpace(unturned)
  const supported = Math.round(sample.length / TEXTS_A_DIRECTION)
  const wanted = Math.min(SIZE, Math.max(LEAST_SIZE, supported))
  const step = Math.max(1, Math.floor(sample.length / MOST_ROWS))
  const rows = sample.filter((_, i) => i % step === 0).map((text) => joinedVector(text, space))
  const size = rows[0]?.length ?? 0
  const centre = new Float64Array(size)
  for (const row of rows) addRow(centre, row, 1 / rows.length)
  const spread = new Float64Array(size * size)
  for (const row of rows) {
    await pace()
    const away = row.map((value, j) => value - (centre[j] ?? 0))
    for (let a = 0; a < size; a++) {
      const value = (away[a] ?? 0) / rows.length
      for (let b = 0; b < size; b++) {
        spread[a * size + b] = (spread[a * size + b] ?? 0) + value * (away[b] ?? 0)
      }
    }
  }
  const multiply = async (columns: Float64Array, count: number): Promise<Float64Array> => {
    const product = new Float64Array(size * count)
    for (let a = 0; a < size; a++) {
      await pace()
      for (let b = 0; b < size; b++) {
        const value = spread[a * size + b] ?? 0
        for (let j = 0; j < count; j++) {
          product[a * count + j] =
            (product[a * count + j] ?? 0) + value * (columns[b * count + j] ?? 0)
        }
      }
    }
    return product
  }
  const { values, vectors, count } = await topEigen(size, wanted, multiply, pace)
  const factors = values.map((value) => 1 / Math.sqrt(Math.sqrt(Math.sqrt(Math.max(value, 1e-9)))))
  return { centre, axes: vectors.map((value, i) => value * (factors[i % count] ?? 0)), size: count }
}
