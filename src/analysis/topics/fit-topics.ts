import { idByAge } from '../../domain/values/ids.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { Topic, TopicAssignment, TopicModel } from '../../domain/analysis/topic-model.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { clusterVectors, nearest } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { fitFeatures, spaceOf, vectorOf } from './vectors/feature-space.ts'
import { dot, toDense } from './vectors/sparse-vector.ts'
import type { SparseVector } from './vectors/sparse-vector.ts'
import { titleTopics } from './topic-titles.ts'
import { topicTextOf } from './topic-text.ts'
import type { TopicText } from './topic-text.ts'

/** Raised whenever features or distances change: a model of another version is not assigned to. */
export const TOPIC_VERSION = '1'
export const TOPIC_SEED = 20_250_310

/** Cosine below which a thread is too far from every topic. */
const THRESHOLD = 0.12
const CENTROID_FEATURES = 150
const EXAMPLES = 5
/** Overlap (Jaccard) from which a new topic is an old one, refitted. */
const SAME_TOPIC = 0.25

/**
 * Fits topics on a sample. A topic that shares its members with one of the model before keeps that
 * one's id; a new one gets a number that none of the models before has used.
 *
 * @param before the models of the key, oldest first
 */
export function fitTopics(
  texts: readonly TopicText[],
  analyzerKey: string,
  before: readonly TopicModel[],
): TopicModel {
  const space = fitFeatures(texts)
  const vectors = texts.map((text) => vectorOf(text, space))
  const size = space.features.length
  const fewest = fewestMembers(texts.length)
  const clusters = clusterVectors(vectors, size, TOPIC_SEED)
    .filter(({ members }) => members.length >= fewest)
    .sort(
      (a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0),
    )
  const titles = titleTopics(
    clusters.map(({ members }) => members.flatMap((member) => texts[member]?.request ?? [])),
  )
  const ids = idsFor(clusters, texts, before)
  const topics = clusters.map((cluster, i): Topic => ({
    id: ids[i] ?? '',
    title: titles[i] ?? '',
    centroid: sparseCentroid(cluster.centroid),
    fitted: cluster.members.length,
    examples: examplesOf(cluster, vectors, texts),
  }))
  const fittedAt = new Date().toISOString()
  return {
    id: idByAge(fittedAt, before.at(-1)?.id),
    analyzerKey,
    version: TOPIC_VERSION,
    seed: TOPIC_SEED,
    fittedAt,
    sample: texts.length,
    features: space.features.map(([feature, weight]) => [feature, weight]),
    topics,
    threshold: THRESHOLD,
  }
}

function fewestMembers(n: number): number {
  return n < 12 ? 1 : Math.max(2, Math.min(8, Math.round(n * 0.01)))
}

function sparseCentroid(centroid: Float64Array): [number, number][] {
  const largest = [...centroid.entries()]
    .filter(([, weight]) => weight > 0)
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, CENTROID_FEATURES)
  const length = Math.sqrt(largest.reduce((sum, [, weight]) => sum + weight * weight, 0))
  return largest
    .map(([index, weight]): [number, number] => [index, Math.round((weight / length) * 1e5) / 1e5])
    .sort(([a], [b]) => a - b)
}

function examplesOf(
  cluster: Cluster,
  vectors: readonly SparseVector[],
  texts: readonly TopicText[],
): string[] {
  return cluster.members
    .map((member) => {
      const vector = vectors[member]
      const score = vector === undefined ? 0 : dot(vector, cluster.centroid)
      return {
        id: texts[member]?.threadId ?? '',
        score,
        asked: texts[member]?.request !== undefined,
      }
    })
    .filter(({ asked }) => asked)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, EXAMPLES)
    .map(({ id }) => id)
}

/** Ids for the clusters: those of the last model by overlap of members, each once, else new ones. */
function idsFor(
  clusters: readonly Cluster[],
  texts: readonly TopicText[],
  before: readonly TopicModel[],
): string[] {
  const last = before.at(-1)
  const lastSpace = last === undefined ? undefined : topicSpace(last)
  const old =
    lastSpace === undefined ? [] : texts.map((text) => nearestTopic(text, lastSpace).topic)
  const pairs: { cluster: number; id: string; overlap: number }[] = []
  clusters.forEach(({ members }, cluster) => {
    for (const { id } of last?.topics ?? []) {
      const shared = members.filter((member) => old[member] === id).length
      const union = members.length + old.filter((topic) => topic === id).length - shared
      const overlap = union === 0 ? 0 : shared / union
      if (overlap >= SAME_TOPIC) pairs.push({ cluster, id, overlap })
    }
  })
  pairs.sort((a, b) => b.overlap - a.overlap || a.cluster - b.cluster)
  const ids: string[] = clusters.map(() => '')
  for (const { cluster, id } of pairs) {
    if (ids[cluster] === '' && !ids.includes(id)) ids[cluster] = id
  }
  let next =
    1 + Math.max(0, ...before.flatMap(({ topics }) => topics.map(({ id }) => numberOf(id))))
  return ids.map((id) => (id === '' ? `t${next++}` : id))
}

function numberOf(id: string): number {
  const number = Number(id.slice(1))
  return Number.isInteger(number) ? number : 0
}

/** A model made ready for assigning. */
export interface TopicSpace {
  readonly model: TopicModel
  readonly space: ReturnType<typeof spaceOf>
  readonly centroids: readonly Float64Array[]
}

export function topicSpace(model: TopicModel): TopicSpace {
  const space = spaceOf(model.features)
  const centroids = model.topics.map(({ centroid }) =>
    toDense(
      { indexes: centroid.map(([index]) => index), weights: centroid.map(([, weight]) => weight) },
      model.features.length,
    ),
  )
  return { model, space, centroids }
}

export function nearestTopic(
  text: TopicText,
  { model, space, centroids }: TopicSpace,
): { topic?: string; score: number } {
  const { index, score } = nearest(vectorOf(text, space), centroids)
  const rounded = Math.round(Math.max(0, score) * 1000) / 1000
  const topic = model.topics[index]?.id
  if (topic === undefined || rounded < model.threshold) return { score: rounded }
  return { topic, score: rounded }
}

/** Tells of a thread and its analysis what its topic is under a model. */
export function topicTeller(
  model: TopicModel,
): (thread: Thread, analysis: Analysis) => TopicAssignment {
  const space = topicSpace(model)
  return (thread, { requests }) => assignmentOf(topicTextOf(thread, requests[0]?.label), space)
}

/** The topic of a thread by what it says, or why it has none. */
export function assignmentOf(text: TopicText, space: TopicSpace): TopicAssignment {
  const { model } = space
  const { threadId, contentHash } = text
  const row = { threadId, modelId: model.id, analyzerKey: model.analyzerKey, contentHash }
  if (text.request === undefined) return { ...row, unclassified: 'no-request' }
  if (model.topics.length === 0) return { ...row, unclassified: 'no-topics' }
  const { topic, score } = nearestTopic(text, space)
  return topic === undefined ? { ...row, score, unclassified: 'too-far' } : { ...row, topic, score }
}
