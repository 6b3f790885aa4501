import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { graphOf, neighbourEdges } from '../graph/graph.ts'
import { louvain } from '../graph/louvain.ts'
import { nearestNeighbours } from '../graph/nearest-neighbours.ts'
import type { Pace } from '../pace.ts'
import { meanDirections } from '../space/matrix.ts'
import { describeTopics } from './describe-topics.ts'
import type { LensTexts } from './describe-topics.ts'
import { membersOf } from './groups/small-themes.ts'

const NEIGHBOURS = 6
const FEWEST = 2

/**
 * Groups of single wishes: only those that are near to each other are joined, so that most stay alone and a
 * group says one thing. Of wishes of one thread only no group is made.
 *
 * @param closest a cosine that hardly any pair of texts reaches which have nothing to do with each other
 */
export async function wishGroups(
  lens: LensTexts,
  closest: number,
  prefix: string,
  pace: Pace,
): Promise<Topic[]> {
  const { matrix, texts } = lens
  if (matrix.rows < FEWEST) return []
  const neighbours = await nearestNeighbours(matrix, NEIGHBOURS, pace)
  const all = neighbourEdges(neighbours)
  const near = [...all.weights.keys()].filter((at) => (all.weights[at] ?? 0) >= closest)
  const edges = {
    nodes: all.nodes,
    from: near.map((at) => all.from[at] ?? 0),
    to: near.map((at) => all.to[at] ?? 0),
    weights: near.map((at) => all.weights[at] ?? 0),
  }
  const members = membersOf(await louvain(graphOf(edges), 1, 1, pace))
    .filter((rows) => new Set(rows.map((row) => texts[row]?.threadId)).size >= FEWEST)
    .toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
  const centroids = meanDirections(matrix, members)
  const { topics } = await describeTopics(lens, { members, centroids }, prefix, FEWEST, pace)
  return topics.map((topic) =>
    Object.assign(topic, { threshold: Math.max(topic.threshold, closest) }),
  )
}
