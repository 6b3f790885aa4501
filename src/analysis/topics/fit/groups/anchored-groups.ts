import { louvain } from '../../graph/louvain.ts'
import { subgraphOf } from '../../graph/graph.ts'
import type { Edges } from '../../graph/graph.ts'
import type { Pace } from '../../pace.ts'
import { matrixOf, meanDirections, rowOf } from '../../space/matrix.ts'
import type { Matrix } from '../../space/matrix.ts'
import { meaningsIn } from '../../titles/said-words.ts'
import type { Meaning } from '../../titles/said-words.ts'
import { nearestRow, reachByWords } from '../settle.ts'
import { membersOf } from './small-themes.ts'

/** A group that is told by its words. */
export interface AnchoredGroup {
  readonly members: readonly number[]
  readonly centroid: Float32Array
  /** Words as they are written, each of a meaning of its own, that which most members say first. */
  readonly anchors: readonly string[]
}

/** Communities are this fine: what is coarser mixes what the words would tell apart. */
const RESOLUTION = 4
const ROUNDS = 2
/** Members that say an anchor, share of all its sayers that they are, and how much more often than others they say it. */
const FEWEST = 3
const OWN = 0.5
const RARER = 3
/** Anchors of a group. */
const MOST = 3

/**
 * Groups of what is in no topic yet: fine communities, each cut down to the rows that say one of its anchors and that
 * are nearest to it. Anchors are words that members say and few others do.
 *
 * @param texts what each row says
 * @param free rows that are in no topic
 * @param others centroids of the topics that there are
 * @param near a cosine that few pairs of unrelated texts reach
 */
export async function anchoredGroups(
  texts: readonly string[],
  free: readonly number[],
  others: readonly Float32Array[],
  { edges, matrix, near, fewest }: { edges: Edges; matrix: Matrix; near: number; fewest: number },
  pace: Pace,
): Promise<AnchoredGroup[]> {
  const meanings = await meaningsIn(texts, pace)
  const parts = membersOf(await louvain(subgraphOf(edges, free), RESOLUTION, 1, pace))
  let groups: readonly (readonly number[])[] = parts.map((part) => part.map((at) => free[at] ?? 0))
  let anchored: AnchoredGroup[] = []
  const reach = reachByWords(near)
  for (let round = 0; round < ROUNDS; round++) {
    await pace()
    groups = groups.filter((group) => group.length >= fewest)
    const anchors = anchorsOf(groups, meanings, texts.length)
    const own = meanDirections(matrix, groups)
    const centroids = matrixOf([...groups.map((_, at) => rowOf(own, at)), ...others], matrix.size)
    const members = groups.map((): number[] => [])
    const sayers = anchors.map((its) => new Set(its.flatMap(({ sayers: rows }) => [...rows])))
    for (const row of free) {
      const nearest = nearestRow(matrix.data, row, centroids)
      const says = sayers[nearest.at]?.has(row) === true
      if (says && nearest.score >= reach) members[nearest.at]?.push(row)
    }
    anchored = members.map((its, at) => ({
      members: its,
      centroid: rowOf(own, at),
      anchors: (anchors[at] ?? []).map(({ written }) => written),
    }))
    groups = members
  }
  return anchored.filter(({ members }) => members.length >= fewest)
}

/** Of each group the words that tell it, at most some, each of another meaning. */
function anchorsOf(
  groups: readonly (readonly number[])[],
  meanings: readonly Meaning[],
  texts: number,
): Meaning[][] {
  const groupOf = new Map(groups.flatMap((rows, at) => rows.map((row) => [row, at] as const)))
  const found = groups.map((): { meaning: Meaning; inside: number }[] => [])
  for (const meaning of meanings) {
    const counts = new Map<number, number>()
    for (const row of meaning.sayers) {
      const at = groupOf.get(row)
      if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1)
    }
    const { size } = meaning.sayers
    for (const [at, inside] of counts) {
      const expected = (size * (groups[at]?.length ?? 0)) / texts
      if (inside < FEWEST || inside < OWN * size || inside < RARER * expected) continue
      found[at]?.push({ meaning, inside })
    }
  }
  return found.map((its) => {
    const ranked = its.toSorted(
      (a, b) =>
        b.inside - a.inside ||
        a.meaning.sayers.size - b.meaning.sayers.size ||
        (a.meaning.stem < b.meaning.stem ? -1 : 1),
    )
    const kept: Meaning[] = []
    for (const { meaning } of ranked) {
      if (kept.every(({ alike }) => !alike.has(meaning.stem))) kept.push(meaning)
    }
    return kept.slice(0, MOST)
  })
}
