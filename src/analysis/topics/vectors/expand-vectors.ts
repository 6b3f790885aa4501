import { sparseVector } from './sparse-vector.ts'
import type { SparseVector } from './sparse-vector.ts'

const NEIGHBOURS = 8
/** What the neighbours' words weigh beside the thread's own. */
const WEIGHT = 0.6

/** A word of more threads than this joins everything with everything; it is no neighbourhood. */
const MOST_SHARED = 250
/** Words kept of an expanded vector, the heaviest: what is behind them moves no centroid. */
const KEPT = 80

/**
 * Each vector with the words of its nearest others: two requests that share no word may share
 * neighbours (document expansion by pseudo relevance, after Rocchio 1971). Linear in the vectors, as a
 * word leads to at most `MOST_SHARED` of them.
 */
export function expandVectors(vectors: readonly SparseVector[]): SparseVector[] {
  const postings = new Map<number, { at: number; weight: number }[]>()
  vectors.forEach(({ indexes, weights }, at) => {
    indexes.forEach((index, i) => {
      const list = postings.get(index)
      const entry = { at, weight: weights[i] ?? 0 }
      if (list === undefined) postings.set(index, [entry])
      else list.push(entry)
    })
  })
  const scores = new Float64Array(vectors.length)
  return vectors.map((vector, self) =>
    expand(vector, nearestTo(vector, self, postings, scores), vectors),
  )
}

/** @param scores all zero, before and after */
function nearestTo(
  { indexes, weights }: SparseVector,
  self: number,
  postings: ReadonlyMap<number, readonly { at: number; weight: number }[]>,
  scores: Float64Array,
): [number, number][] {
  const touched: number[] = []
  indexes.forEach((index, i) => {
    const list = postings.get(index) ?? []
    if (list.length > MOST_SHARED) return
    for (const { at, weight } of list) {
      if (at === self) continue
      const before = scores[at] ?? 0
      if (before === 0) touched.push(at)
      scores[at] = before + weight * (weights[i] ?? 0)
    }
  })
  const near = touched.map((at): [number, number] => [at, scores[at] ?? 0])
  for (const at of touched) scores[at] = 0
  return near.sort(([a, x], [b, y]) => y - x || a - b).slice(0, NEIGHBOURS)
}

function expand(
  vector: SparseVector,
  neighbours: readonly (readonly [number, number])[],
  vectors: readonly SparseVector[],
): SparseVector {
  const sum = new Map(vector.indexes.map((index, i) => [index, vector.weights[i] ?? 0]))
  const total = neighbours.reduce((all, [, score]) => all + score, 0)
  for (const [at, score] of neighbours) {
    const other = vectors[at]
    other?.indexes.forEach((index, i) => {
      const share = (WEIGHT * score * (other.weights[i] ?? 0)) / total
      sum.set(index, (sum.get(index) ?? 0) + share)
    })
  }
  const heaviest = [...sum].sort(([a, x], [b, y]) => y - x || a - b).slice(0, KEPT)
  return sparseVector(heaviest)
}
