import { sparseVector } from './sparse-vector.ts'
import type { SparseVector } from './sparse-vector.ts'
import type { TopicText } from '../topic-text.ts'

/** The features that count, with their inverse document frequency. */
export interface FeatureSpace {
  readonly features: readonly (readonly [string, number])[]
  readonly index: ReadonlyMap<string, number>
}

const MOST_FEATURES = 6000
/** A feature of more threads than this share tells none apart. */
const COMMON = 0.5

export function fitFeatures(texts: readonly TopicText[]): FeatureSpace {
  const frequency = new Map<string, number>()
  for (const { counts } of texts) {
    for (const feature of counts.keys()) frequency.set(feature, (frequency.get(feature) ?? 0) + 1)
  }
  const most = Math.max(3, texts.length * COMMON)
  const features = [...frequency]
    .filter(([, n]) => n >= 2 && n <= most)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST_FEATURES)
    .map(([feature, n]) => [feature, round(Math.log((1 + texts.length) / n))] as const)
  return spaceOf(features)
}

export function spaceOf(features: readonly (readonly [string, number])[]): FeatureSpace {
  return { features, index: new Map(features.map(([feature], i) => [feature, i])) }
}

export function vectorOf(text: TopicText, space: FeatureSpace): SparseVector {
  const entries: [number, number][] = []
  for (const [feature, count] of text.counts) {
    const index = space.index.get(feature)
    if (index === undefined) continue
    entries.push([index, Math.log(1 + count) * (space.features[index]?.[1] ?? 0)])
  }
  return sparseVector(entries)
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
