import type { Edges } from '../../graph/graph.ts'
import { graphOf } from '../../graph/graph.ts'
import { louvain } from '../../graph/louvain.ts'
import type { Neighbours } from '../../graph/nearest-neighbours.ts'
import type { Pace } from '../../pace.ts'
import { meanCosine } from '../../space/matrix.ts'
import type { Matrix } from '../../space/matrix.ts'

/** A small group, with what makes it one. */
export interface Theme {
  readonly members: readonly number[]
  /** Share of the members' nearest that are members, 0 to 1. */
  readonly closed: number
  /** The mean cosine of their pairs. */
  readonly cosine: number
}

/** Resolutions at which communities are small. */
const FINE = [20, 60]
/** Members of a theme. */
export const FEWEST = 5
/** Share of all texts that a theme has at most, and texts that it may have anyway. */
const LARGEST = 0.02
const LARGEST_COUNT = 12
/** A group whose members are each other's nearest less than this is a piece of something larger. */
const CLOSED = 0.6
/** Share of a theme's members in another from which both are one. */
const SAME = 0.5
const MOST = 40

/**
 * Groups that are small but tight, which communities of all texts pass over: their members are each other's
 * nearest, whatever lies around. The most closed and dense first.
 */
export async function smallThemes(
  edges: Edges,
  neighbours: Neighbours,
  matrix: Matrix,
  pace: Pace,
): Promise<Theme[]> {
  const most = Math.max(LARGEST_COUNT, edges.nodes * LARGEST)
  const graph = graphOf(edges)
  const found: Theme[] = []
  for (const resolution of FINE) {
    for (const members of membersOf(await louvain(graph, resolution, 1, pace))) {
      if (members.length < FEWEST || members.length > most) continue
      const closed = closedness(members, neighbours)
      if (closed < CLOSED) continue
      found.push({ members, closed, cosine: meanCosine(members, matrix) })
    }
  }
  return distinct(found).slice(0, MOST)
}

/** The rows of each community, by first row. */
export function membersOf(communities: Int32Array): number[][] {
  const members: number[][] = []
  communities.forEach((community, row) => {
    ;(members[community] ??= []).push(row)
  })
  return members
}

/** Share of the members' nearest that are members; of each its `most` nearest count, or as many as there are others. */
export function closedness(
  members: readonly number[],
  { count, rows }: Neighbours,
  most = count,
): number {
  const own = new Set(members)
  const reach = Math.min(most, count, members.length - 1)
  let inside = 0
  for (const member of members) {
    for (let q = 0; q < reach; q++) if (own.has(rows[member * count + q] ?? -1)) inside++
  }
  return Math.round((inside / (members.length * reach)) * 1000) / 1000
}

/** A larger theme counts more than a small one that is as closed and as dense. */
function weight({ members, closed, cosine }: Theme): number {
  return closed * cosine * Math.sqrt(Math.sqrt(members.length))
}

function distinct(themes: readonly Theme[]): Theme[] {
  const kept: Theme[] = []
  const ranked = themes.toSorted(
    (a, b) => weight(b) - weight(a) || (a.members[0] ?? 0) - (b.members[0] ?? 0),
  )
  for (const theme of ranked) {
    const own = new Set(theme.members)
    const isKnown = kept.some(
      ({ members }) => members.filter((row) => own.has(row)).length > SAME * own.size,
    )
    if (!isKnown) kept.push(theme)
  }
  return kept
}
