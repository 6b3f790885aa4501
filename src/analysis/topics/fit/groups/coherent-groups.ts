import { subgraphOf } from '../../graph/graph.ts'
import type { Edges } from '../../graph/graph.ts'
import { louvain } from '../../graph/louvain.ts'
import type { Pace } from '../../pace.ts'
import { meanCosine } from '../../space/matrix.ts'
import type { Matrix } from '../../space/matrix.ts'
import { membersOf } from './small-themes.ts'

/** Resolutions within a group at which it is split, coarse first. */
const FINER = [1, 2, 4]
/** What the mean cosine of a group's pairs must be, in terms of one that unrelated texts rarely reach. */
const LARGE = 0.55
/** Of few texts some are alike by chance: the fewer, the more is asked. */
const FEW = 1.4
/** The same for rows that hold together whatever they say, beside what chance makes of as many of all rows. */
const TIGHT = 1
const CHANCE = 1

/**
 * Groups whose members belong together. A group that does not hold is split along its own graph, again and
 * again; what holds in no part is left out, as it is about nothing in common.
 *
 * @param near a cosine that few pairs of unrelated texts reach
 * @param fewest members of a group
 */
export async function coherentGroups(
  groups: readonly (readonly number[])[],
  edges: Edges,
  matrix: Matrix,
  near: number,
  fewest: number,
  pace: Pace,
): Promise<(readonly number[])[]> {
  const kept: (readonly number[])[] = []
  const open = groups.map((rows) => ({ rows, finer: 0 }))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { rows, finer } = next
    if (rows.length < fewest) continue
    if (isCoherent(rows, matrix, near)) {
      kept.push(rows)
      continue
    }
    const resolution = FINER[finer]
    if (resolution === undefined) continue
    const parts = membersOf(await louvain(subgraphOf(edges, rows), resolution, 1, pace))
    const isSplit = parts.length > 1
    for (const part of parts) {
      open.push({ rows: part.map((at) => rows[at] ?? 0), finer: isSplit ? 0 : finer + 1 })
    }
  }
  return kept.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
}

/** Whether the pairs of some rows are, in the mean, as near as those of texts about one thing. */
export function isCoherent(rows: readonly number[], matrix: Matrix, near: number): boolean {
  return meanCosine(rows, matrix) >= near * (LARGE + FEW / Math.sqrt(rows.length))
}

/**
 * Whether rows hold together by themselves, whatever their texts are called. The mean of the pairs of the best `n` of
 * `m` unrelated rows goes with the root of ln(e m / n) / n, as so many choices there are of them.
 */
export function isTight(rows: readonly number[], matrix: Matrix, near: number): boolean {
  return meanCosine(rows, matrix) >= round(near * (TIGHT + CHANCE * chanceOf(rows, matrix)))
}

/** The mean cosine of the pairs of some rows, in terms of what the best of as many unrelated rows reach. */
export function overChance(rows: readonly number[], matrix: Matrix, near: number): number {
  return round(meanCosine(rows, matrix) / (near * chanceOf(rows, matrix)))
}

function chanceOf({ length }: readonly number[], matrix: Matrix): number {
  return Math.sqrt(Math.log((Math.E * matrix.rows) / length) / length)
}

function round(value: number): number {
  return Math.round(value * 1e4) / 1e4
}
