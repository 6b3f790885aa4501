import { seededRandom } from '../seeded-random.ts'
import { dotRows } from './matrix.ts'
import type { Matrix } from './matrix.ts'

const PAIRS = 20_000

/** What unrelated texts reach in any space; of few texts with few topics the pairs don't show it. */
const LEAST = 0.15

/**
 * The cosine that only a share of the pairs reaches whose rows are of different topics; by a seeded sample
 * of the pairs. With one topic or none, of all pairs.
 *
 * @param topics the topic of each row; -1 for one of none
 */
export function nearCosine(
  { rows, size, data }: Matrix,
  topics: Int32Array,
  share: number,
): number {
  if (rows < 2) return LEAST
  const random = seededRandom(7)
  const apart: number[] = []
  const all: number[] = []
  for (let pair = 0; pair < PAIRS; pair++) {
    const one = Math.floor(random() * rows)
    const other = (one + 1 + Math.floor(random() * (rows - 1))) % rows
    const score = dotRows(data, one * size, data, other * size, size)
    all.push(score)
    if (topics[one] !== topics[other]) apart.push(score)
  }
  const scores = (apart.length > 0 ? apart : all).sort((a, b) => b - a)
  return Math.max(LEAST, Math.round((scores[Math.floor(scores.length * share)] ?? 0) * 1000) / 1000)
}
