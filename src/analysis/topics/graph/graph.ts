import { seededRandom } from '../seeded-random.ts'
import type { Neighbours } from './nearest-neighbours.ts'

/** An undirected graph: the neighbours of node `i` stand from `starts[i]` to `starts[i + 1]`. */
export interface Graph {
  readonly nodes: number
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly weights: Float64Array
  /** What each node's edges to itself weigh; they come of joined nodes. */
  readonly loops: Float64Array
}

/** An edge, once. */
export interface Edges {
  readonly nodes: number
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly weights: readonly number[]
}

const LEAST_WEIGHT = 0.001

/** An edge where one of two rows is among the nearest of the other. */
export function neighbourEdges({ count, rows, scores }: Neighbours): Edges {
  const nodes = rows.length / count
  const from: number[] = []
  const to: number[] = []
  const weights: number[] = []
  const isNear = (i: number, j: number): boolean => {
    for (let q = i * count; q < (i + 1) * count; q++) if (rows[q] === j) return true
    return false
  }
  for (let i = 0; i < nodes; i++) {
    for (let q = i * count; q < (i + 1) * count; q++) {
      const j = rows[q] ?? -1
      if (j < 0 || (j < i && isNear(j, i))) continue
      from.push(i)
      to.push(j)
      weights.push(Math.max(LEAST_WEIGHT, Math.round((scores[q] ?? 0) * 1e4) / 1e4))
    }
  }
  return { nodes, from, to, weights }
}

/** @param share of the edges that are left out, by chance */
export function graphOf(edges: Edges, share = 0, seed = 1): Graph {
  const random = seededRandom(seed)
  const taken = edges.from.flatMap((_, at) => (share === 0 || random() >= share ? [at] : []))
  return compile(edges, taken, new Float64Array(edges.nodes))
}

/** The graph among some nodes, numbered by their places. */
export function subgraphOf({ from, to, weights }: Edges, nodes: readonly number[]): Graph {
  const place = new Map(nodes.map((node, at) => [node, at]))
  const inFrom: number[] = []
  const inTo: number[] = []
  const inWeights: number[] = []
  from.forEach((node, at) => {
    const a = place.get(node)
    const b = place.get(to[at] ?? -1)
    if (a === undefined || b === undefined) return
    inFrom.push(a)
    inTo.push(b)
    inWeights.push(weights[at] ?? 0)
  })
  return graphOf({ nodes: nodes.length, from: inFrom, to: inTo, weights: inWeights })
}

export function compile(
  { nodes, from, to, weights }: Edges,
  taken: readonly number[],
  loops: Float64Array,
): Graph {
  const starts = new Int32Array(nodes + 1)
  for (const at of taken) {
    starts[(from[at] ?? 0) + 1] = (starts[(from[at] ?? 0) + 1] ?? 0) + 1
    starts[(to[at] ?? 0) + 1] = (starts[(to[at] ?? 0) + 1] ?? 0) + 1
  }
  for (let i = 0; i < nodes; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const next = starts.slice()
  const ends = new Int32Array(taken.length * 2)
  const along = new Float64Array(taken.length * 2)
  const put = (node: number, end: number, weight: number): void => {
    const at = next[node] ?? 0
    next[node] = at + 1
    ends[at] = end
    along[at] = weight
  }
  for (const at of taken) {
    put(from[at] ?? 0, to[at] ?? 0, weights[at] ?? 0)
    put(to[at] ?? 0, from[at] ?? 0, weights[at] ?? 0)
  }
  return { nodes, starts, ends, weights: along, loops }
}
