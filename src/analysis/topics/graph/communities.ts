import type { Pace } from '../pace.ts'
import { adjustedRand } from './agreement.ts'
import { graphOf } from './graph.ts'
import type { Edges } from './graph.ts'
import { louvain } from './louvain.ts'

const RESOLUTIONS = [0.5, 1, 2, 4, 7, 10, 14, 20, 30]
/** Below so many texts communities are unstable: few and coarse ones are looked for, no finer than this. */
const SMALL = [
  [200, 1],
  [1000, 4],
] as const
/** Graphs that each lack a share of the edges. */
const RUNS = 4
const LEFT_OUT = 0.3
/** What a finer partition may agree less than the best. */
const SLACK = 0.02

/**
 * The community of each text, with no number of them given. Each resolution is run on some graphs that lack a part
 * of the edges, and the finest one is taken whose partitions agree about as well as the best do (consensus as a measure of
 * resolution: Lambiotte 2010).
 */
export async function findCommunities(edges: Edges, pace: Pace): Promise<Int32Array> {
  const tried: { resolution: number; agreement: number }[] = []
  const [, finest = Infinity] = SMALL.find(([texts]) => edges.nodes < texts) ?? []
  for (const resolution of RESOLUTIONS) {
    if (resolution > finest) break
    const agreement = await agreementAt(edges, resolution, pace)
    tried.push({ resolution, agreement: Math.round(agreement * 1e4) / 1e4 })
  }
  const best = Math.max(...tried.map(({ agreement }) => agreement))
  const chosen = tried.findLast(({ agreement }) => agreement >= best - SLACK)
  const resolution = chosen?.resolution ?? 1
  return louvain(graphOf(edges), resolution, 1, pace)
}

async function agreementAt(edges: Edges, resolution: number, pace: Pace): Promise<number> {
  const partitions: Int32Array[] = []
  for (let run = 0; run < RUNS; run++) {
    partitions.push(await louvain(graphOf(edges, LEFT_OUT, 11 + run), resolution, 11 + run, pace))
  }
  let sum = 0
  let pairs = 0
  partitions.forEach((one, i) => {
    for (const other of partitions.slice(0, i)) {
      sum += adjustedRand(one, other)
      pairs++
    }
  })
  return sum / pairs
}
