import { dotRows, meanDirections } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'

/** A group of rows, and where it lies. */
export interface Settled {
  readonly members: readonly (readonly number[])[]
  readonly centroids: Matrix
  /** Of each group the cosine to its centroid that nearly all members reach. */
  readonly thresholds: readonly number[]
}

/** Share of the members that a threshold lets pass. */
const PASS = 0.99
/** What a member's cosine must be at least, in terms of the mean of the members'. */
const FLOOR = 0.45
const ROUNDS = 1

/**
 * Groups made such that a row's place follows from the centroids alone, as it does for rows that come later:
 * each row goes to its nearest centroid, once. Groups of fewer than `fewest` dissolve. Largest first.
 */
export function settle(
  matrix: Matrix,
  groups: readonly (readonly number[])[],
  fewest: number,
): Settled {
  let members = groups.filter((group) => group.length >= fewest)
  for (let round = 0; round < ROUNDS && members.length > 0; round++) {
    const centroids = meanDirections(matrix, members)
    const next = members.map((): number[] => [])
    for (let row = 0; row < matrix.rows; row++) {
      next[nearestRow(matrix.data, row, centroids).at]?.push(row)
    }
    members = next.filter((group) => group.length >= fewest)
  }
  members = members.toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
  const centroids = meanDirections(matrix, members)
  return { members, centroids, thresholds: thresholdsOf(matrix, members, centroids) }
}

export function thresholdsOf(
  { data, size }: Matrix,
  members: readonly (readonly number[])[],
  centroids: Matrix,
): number[] {
  return members.map((group, at) => {
    const scores = group
      .map((row) => dotRows(data, row * size, centroids.data, at * size, size))
      .toSorted((a, b) => b - a)
    const last = scores[Math.ceil(scores.length * PASS) - 1] ?? 1
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    return Math.floor(Math.max(last, FLOOR * mean) * 1000) / 1000
  })
}

/** The centroid that a row of some numbers is nearest to; -1 where there are none. */
export function nearestRow(
  data: Float32Array,
  row: number,
  centroids: Matrix,
): { at: number; score: number } {
  const { size } = centroids
  let at = -1
  let score = -2
  for (let other = 0; other < centroids.rows; other++) {
    const cosine = dotRows(data, row * size, centroids.data, other * size, size)
    if (cosine <= score) continue
    score = cosine
    at = other
  }
  return { at, score }
}
