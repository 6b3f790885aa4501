import { sparseVector } from './sparse-vector.ts'
import type { SparseVector } from './sparse-vector.ts'

const NEIGHBOURS = 8
/** What the neighbours' words weigh beside the thread's own. */
const WEIGHT = 0.6

/**
 * Each vector with the words of its nearest others: two requests that share no word may share
 * neighbours (document expansion by pseudo relevance, after Rocchio 1971).
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
  return vectors.map((vector, self) => expand(vector, nearestTo(vector, self, postings), vectors))
}

function nearestTo(
  { indexes, weights }: SparseVector,
  self: number,
  postings: ReadonlyMap<number, readonly { at: number; weight: number }[]>,
): [number, number][] {
  const scores = new Map<number, number>()
  indexes.forEach((index, i) => {
    for (const { at, weight } of postings.get(index) ?? []) {
      if (at !== self) scores.set(at, (scores.get(at) ?? 0) + weight * (weights[i] ?? 0))
    }
  })
  return [...scores].sort(([a, x], [b, y]) => y - x || a - b).slice(0, NEIGHBOURS)
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
  return sparseVector(sum)
}
