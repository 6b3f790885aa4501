import type { Naming } from '../titles/choose-titles.ts'
import { isTight } from './groups/coherent-groups.ts'
import { dotRows } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'

/** Share of what a topic holds that its title must fit; less where the group holds by itself. */
const HOLDS = 0.9
const HOLDS_ITSELF = 0.5
/** Share of a group's members that its title must fit, where the group does not hold by itself. */
export const FITS = 0.5

/**
 * How far a group reaches, as the cosine to its centroid that a text must have: a tight group as far as
 * its members, another as far as its title holds.
 *
 * @param at the centroid's row
 * @param near a cosine that few pairs of unrelated texts reach
 * @param enough the cosine that is enough for a tight group, where what belongs to it is told by other means too
 * @returns undefined where neither holds
 */
export function reachOf(
  { titles, held, fits }: Naming,
  group: readonly number[],
  at: number,
  matrix: Matrix,
  centroids: Matrix,
  near: number,
  enough = Infinity,
): number | undefined {
  if (titles.length === 0) return undefined
  const tight = isTight(group, matrix, near)
  if (!tight && fits < FITS) return undefined
  const ranked = held
    .map(({ row, says }) => ({ says, score: scoreOf(row, at, matrix, centroids) }))
    .toSorted((a, b) => b.score - a.score)
  let said = 0
  let reach: number | undefined
  ranked.forEach(({ says, score }, i) => {
    if (says) said++
    const isLast = ranked[i + 1]?.score !== score
    if (isLast && said >= (tight ? HOLDS_ITSELF : HOLDS) * (i + 1)) reach = score
  })
  if (!tight) return reach
  const last = ranked.at(-1)?.score ?? 1
  return reach !== undefined && reach > last ? reach : Math.min(last, enough)
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
