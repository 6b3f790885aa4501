import { expandVectors } from './vectors/expand-vectors.ts'
import { seededRandom } from './seeded-random.ts'
import { dot, meanDirection } from './vectors/sparse-vector.ts'
import type { SparseVector } from './vectors/sparse-vector.ts'

/** Members by their number, and the direction of their mean. */
export interface Cluster {
  readonly members: readonly number[]
  readonly centroid: Float64Array
}

const ROUNDS = 12
const RESTARTS = 4
/** No cluster holds more than this share: a larger one is split. */
const GIANT = 0.3
/** Cosine of two centroids from which two clusters are one. */
const SAME = 0.7

/**
 * Spherical k-means with k-means++ seeding (Arthur and Vassilvitskii 2007; Dhillon and Modha 2001),
 * then no giant and no twins: a cluster of more than a third is split, clusters of one direction are joined.
 */
export function clusterVectors(
  plain: readonly SparseVector[],
  size: number,
  seed: number,
): Cluster[] {
  const vectors = expandVectors(plain)
  const all = vectors.flatMap(({ indexes }, i) => (indexes.length === 0 ? [] : [i]))
  const random = seededRandom(seed)
  let clusters = bestOf(
    RESTARTS,
    () => kMeans(vectors, all, clusterCount(all.length), size, random),
    vectors,
  )
  for (let round = 0; round < 4; round++) {
    clusters = clusters.flatMap((cluster) =>
      cluster.members.length > Math.max(8, all.length * GIANT)
        ? kMeans(vectors, cluster.members, 3, size, random)
        : [cluster],
    )
  }
  return joinTwins(vectors, clusters, size)
}

/** The closest of some tries: k-means finds a near optimum, not the best one. */
function bestOf(
  tries: number,
  cluster: () => Cluster[],
  vectors: readonly SparseVector[],
): Cluster[] {
  let best: Cluster[] = []
  let closest = -1
  for (let i = 0; i < tries; i++) {
    const clusters = cluster()
    let closeness = 0
    for (const { members, centroid } of clusters) {
      for (const vector of pick(vectors, members)) closeness += dot(vector, centroid)
    }
    if (closeness <= closest) continue
    closest = closeness
    best = clusters
  }
  return best
}

/** About the square root of half the threads, as many as a person can read. */
function clusterCount(n: number): number {
  return Math.max(1, Math.min(60, Math.round(Math.sqrt(n / 2))))
}

function kMeans(
  vectors: readonly SparseVector[],
  members: readonly number[],
  k: number,
  size: number,
  random: () => number,
): Cluster[] {
  let centroids = seedCentroids(vectors, members, Math.min(k, members.length), size, random)
  let groups: number[][] = []
  let previous = ''
  for (let round = 0; round < ROUNDS; round++) {
    groups = centroids.map(() => [])
    for (const member of members) {
      const vector = vectors[member]
      if (vector !== undefined) groups[nearest(vector, centroids).index]?.push(member)
    }
    groups = groups.filter((group) => group.length > 0)
    const state = groups.map((group) => group.length).join()
    centroids = groups.flatMap((group) => meanDirection(pick(vectors, group), size) ?? [])
    if (state === previous) break
    previous = state
  }
  return groups.flatMap((group, i) => {
    const centroid = centroids[i]
    return centroid === undefined ? [] : [{ members: group, centroid }]
  })
}

function seedCentroids(
  vectors: readonly SparseVector[],
  members: readonly number[],
  k: number,
  size: number,
  random: () => number,
): Float64Array[] {
  const centroids: Float64Array[] = []
  const distance = members.map(() => 1)
  while (centroids.length < k) {
    let target = random() * distance.reduce((sum, value) => sum + value, 0)
    let chosen = 0
    for (; chosen < members.length - 1 && target >= 0; chosen++) target -= distance[chosen] ?? 0
    const centroid = meanDirection(pick(vectors, [members[chosen] ?? 0]), size)
    if (centroid === undefined) break
    centroids.push(centroid)
    members.forEach((member, i) => {
      const vector = vectors[member]
      const away = vector === undefined ? 0 : Math.max(0, 1 - dot(vector, centroid))
      distance[i] = Math.min(distance[i] ?? 0, away * away)
    })
  }
  return centroids
}

export function nearest(
  vector: SparseVector,
  centroids: readonly Float64Array[],
): { index: number; score: number } {
  let index = 0
  let score = -1
  centroids.forEach((centroid, i) => {
    const cosine = dot(vector, centroid)
    if (cosine > score) {
      score = cosine
      index = i
    }
  })
  return { index, score }
}

function joinTwins(
  vectors: readonly SparseVector[],
  clusters: readonly Cluster[],
  size: number,
): Cluster[] {
  const kept: Cluster[] = []
  for (const cluster of clusters.toSorted((a, b) => b.members.length - a.members.length)) {
    const at = kept.findIndex(({ centroid }) => cosineOf(centroid, cluster.centroid) >= SAME)
    const twin = kept[at]
    if (twin === undefined) {
      kept.push(cluster)
      continue
    }
    const members = [...twin.members, ...cluster.members].sort((a, b) => a - b)
    kept[at] = { members, centroid: meanDirection(pick(vectors, members), size) ?? twin.centroid }
  }
  return kept
}

function cosineOf(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}

function pick(vectors: readonly SparseVector[], members: readonly number[]): SparseVector[] {
  return members.flatMap((member) => vectors[member] ?? [])
}
