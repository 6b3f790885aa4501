import type { Pace } from '../pace.ts'
import { seededRandom } from '../seeded-random.ts'
import { compile } from './graph.ts'
import type { Graph } from './graph.ts'

/** A gain under this moves nothing: it may be a rounding. */
const LEAST_GAIN = 1e-9

/**
 * Communities of a graph by modularity at a resolution (Louvain: Blondel and others 2008; the resolution of
 * Reichardt and Bornholdt 2006; only nodes whose neighbours moved are looked at again, as in Leiden, Traag and
 * others 2019). The same for the same seed.
 *
 * @returns the community of each node, numbered from 0 by first node
 */
export async function louvain(
  graph: Graph,
  resolution: number,
  seed: number,
  pace: Pace,
): Promise<Int32Array> {
  const random = seededRandom(seed)
  let level = graph
  let found = Int32Array.from({ length: graph.nodes }, (_, i) => i)
  for (;;) {
    const moved = renumber(await moveNodes(level, resolution, random, pace))
    found = found.map((node) => moved.of[node] ?? 0)
    if (moved.count === level.nodes) return renumber(found).of
    level = await joinNodes(level, moved.of, moved.count, pace)
  }
}

async function moveNodes(
  { nodes, starts, ends, weights, loops }: Graph,
  resolution: number,
  random: () => number,
  pace: Pace,
): Promise<Int32Array> {
  const community = Int32Array.from({ length: nodes }, (_, i) => i)
  const degree = Float64Array.from(loops, (loop) => 2 * loop)
  for (let i = 0; i < nodes; i++) {
    for (let q = starts[i] ?? 0; q < (starts[i + 1] ?? 0); q++) {
      degree[i] = (degree[i] ?? 0) + (weights[q] ?? 0)
    }
  }
  const total = degree.slice()
  const whole = degree.reduce((sum, value) => sum + value, 0)
  if (whole === 0) return community
  const factor = resolution / whole
  const queue = shuffled(nodes, random)
  const waits = new Uint8Array(nodes).fill(1)
  const links = new Float64Array(nodes)
  const touched = new Int32Array(nodes)
  for (let head = 0; head < queue.length; head++) {
    if ((head & 255) === 0) await pace()
    const node = queue[head] ?? 0
    waits[node] = 0
    const own = community[node] ?? 0
    const weight = degree[node] ?? 0
    let count = 0
    for (let q = starts[node] ?? 0; q < (starts[node + 1] ?? 0); q++) {
      const other = community[ends[q] ?? 0] ?? 0
      if (links[other] === 0) touched[count++] = other
      links[other] = (links[other] ?? 0) + (weights[q] ?? 0)
    }
    total[own] = (total[own] ?? 0) - weight
    let best = own
    let gain = (links[own] ?? 0) - factor * weight * (total[own] ?? 0)
    for (let c = 0; c < count; c++) {
      const other = touched[c] ?? 0
      const there = (links[other] ?? 0) - factor * weight * (total[other] ?? 0)
      if (there > gain + LEAST_GAIN) {
        gain = there
        best = other
      }
    }
    for (let c = 0; c < count; c++) links[touched[c] ?? 0] = 0
    total[best] = (total[best] ?? 0) + weight
    if (best === own) continue
    community[node] = best
    for (let q = starts[node] ?? 0; q < (starts[node + 1] ?? 0); q++) {
      const end = ends[q] ?? 0
      if (community[end] === best || waits[end] === 1) continue
      waits[end] = 1
      queue.push(end)
    }
  }
  return community
}

/** Communities become the nodes of a smaller graph. */
async function joinNodes(
  { nodes, starts, ends, weights, loops }: Graph,
  community: Int32Array,
  count: number,
  pace: Pace,
): Promise<Graph> {
  const inside = new Float64Array(count)
  const between = new Map<number, number>()
  for (let i = 0; i < nodes; i++) {
    if ((i & 255) === 0) await pace()
    const a = community[i] ?? 0
    inside[a] = (inside[a] ?? 0) + (loops[i] ?? 0)
    for (let q = starts[i] ?? 0; q < (starts[i + 1] ?? 0); q++) {
      const j = ends[q] ?? 0
      if (j < i) continue
      const b = community[j] ?? 0
      const weight = weights[q] ?? 0
      if (a === b) inside[a] = (inside[a] ?? 0) + weight
      else {
        const key = Math.min(a, b) * count + Math.max(a, b)
        between.set(key, (between.get(key) ?? 0) + weight)
      }
    }
  }
  const keys = [...between.keys()].sort((a, b) => a - b)
  const edges = {
    nodes: count,
    from: keys.map((key) => Math.floor(key / count)),
    to: keys.map((key) => key % count),
    weights: keys.map((key) => between.get(key) ?? 0),
  }
  return compile(edges, [...keys.keys()], inside)
}

function renumber(community: Int32Array): { of: Int32Array<ArrayBuffer>; count: number } {
  const numbers = new Map<number, number>()
  const of = Int32Array.from(community, (one) => {
    const known = numbers.get(one) ?? numbers.size
    numbers.set(one, known)
    return known
  })
  return { of, count: numbers.size }
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const held = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = held
  }
  return order
}
