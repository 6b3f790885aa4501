import type { Naming } from '../titles/choose-titles.ts'
import { isTight } from './coherent-groups.ts'
import { dotRows } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'

/** Share of what a topic holds that must say what its title says. */
const HOLDS = 0.8

/**
 * How far a group reaches, as the cosine to its centroid that a text must have: a tight group as far as
 * its members, another as far as its title holds.
 *
 * @param at the centroid's row
 * @param near a cosine that few pairs of unrelated texts reach
 * @param isSettled whether what belongs to the group is told by other means too, so that its last member is no bound
 * @returns undefined where neither holds
 */
export function reachOf(
  { titles, held }: Naming,
  group: readonly number[],
  at: number,
  matrix: Matrix,
  centroids: Matrix,
  near: number,
  isSettled: boolean,
): number | undefined {
  if (titles.length === 0) return undefined
  if (isTight(group, matrix, near)) {
    const last = Math.min(...group.map((row) => scoreOf(row, at, matrix, centroids)))
    return isSettled ? Math.min(near, last) : last
  }
  const ranked = held
    .map(({ row, says }) => ({ says, score: scoreOf(row, at, matrix, centroids) }))
    .toSorted((a, b) => b.score - a.score)
  let said = 0
  let reach: number | undefined
  ranked.forEach(({ says, score }, i) => {
    if (says) said++
    const isLast = ranked[i + 1]?.score !== score
    if (isLast && said >= HOLDS * (i + 1)) reach = score
  })
  return reach
}

/** The cosine of a row to a centroid, to three decimals. */
export function scoreOf(
  row: number,
  at: number,
  { data, size }: Matrix,
  centroids: Matrix,
): number {
  return Math.round(dotRows(data, row * size, centroids.data, at * size, size) * 1000) / 1000
}
