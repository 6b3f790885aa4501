import { isCoherent } from './groups/coherent-groups.ts'
import { dotRows, meanDirections } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'

/** A group of rows, and where it lies. */
export interface Settled {
  readonly members: readonly (readonly number[])[]
  readonly centroids: Matrix
}

const ROUNDS = 2

/**
 * Groups made such that a row's place follows from the centroids alone, as it does for rows that come later:
 * each row goes to its nearest centroid, or to none where it does not belong there, and again. Groups of fewer
 * than `fewest`, and such as say nothing in common any more, dissolve. Largest first.
 *
 * @param near a cosine that few pairs of unrelated texts reach
 * @param nearTo see `nearCentroid`
 */
export function settle(
  matrix: Matrix,
  groups: readonly (readonly number[])[],
  { near, nearTo }: { near: number; nearTo: number },
  fewest: number,
): Settled {
  let members = groups.filter((group) => group.length >= fewest)
  for (let round = 0; round < ROUNDS && members.length > 0; round++) {
    const centroids = meanDirections(matrix, members)
    const next = members.map((): number[] => [])
    for (let row = 0; row < matrix.rows; row++) {
      const nearest = nearestRow(matrix.data, row, centroids)
      if (belongs(nearest, nearTo)) next[nearest.at]?.push(row)
    }
    members = next.filter((group) => group.length >= fewest && isCoherent(group, matrix, near))
  }
  members = members.toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
  return { members, centroids: meanDirections(matrix, members) }
}

/** A centroid, and how near it is. */
export interface Nearest {
  /** Its row; -1 where there are none. */
  readonly at: number
  readonly score: number
  /** The cosine of the next one. */
  readonly second: number
}

/** The centroid that a row of some numbers is nearest to. */
export function nearestRow(data: Float32Array, row: number, centroids: Matrix): Nearest {
  const { size } = centroids
  let at = -1
  let score = -2
  let second = -2
  for (let other = 0; other < centroids.rows; other++) {
    const cosine = dotRows(data, row * size, centroids.data, other * size, size)
    if (cosine <= score) {
      second = Math.max(second, cosine)
      continue
    }
    second = score
    score = cosine
    at = other
  }
  return { at, score: rounded(score), second: rounded(second) }
}

/** In terms of a cosine that few unrelated texts reach: what is near to a centroid, and what is if no other is. */
export const SURE = 1.45
const LEAST = 1
const APART = 0.4
/** The same for a text that says what the topic is about; and for one request among several of a thread. */
const BY_WORDS = 2
const NAMED = 1
const SINGLE = 2

/**
 * Whether a text belongs to its nearest centroid: it is near to it, or near enough and to no other.
 *
 * @param near see `nearCentroid`
 */
export function belongs({ score, second }: Nearest, near: number): boolean {
  return score >= SURE * near || (score >= LEAST * near && score - second >= APART * near)
}

/** The cosine that one request of several must have to its nearest centroid: of so few words some are near by chance. */
export function reachOfSingle(near: number): number {
  return rounded(SINGLE * near)
}

/**
 * The cosine that a text must have to a centroid, where it says one of the words that tell the group. What is named in a
 * studio is told by the word, of which the meaning is known.
 */
export function reachByWords(near: number, isStudio: boolean): number {
  return rounded((isStudio ? NAMED : BY_WORDS) * near)
}

function rounded(cosine: number): number {
  return Math.round(cosine * 1000) / 1000
}
