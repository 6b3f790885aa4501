import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { titled } from '../../../domain/kinds/topic-model.ts'
import { meanDirections, rowOf } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import { mainLanguage } from '../titles/choose-titles.ts'
import { keyTerms } from '../titles/key-terms.ts'
import { examplesOf } from './describe-topics.ts'
import type { LensTexts } from './describe-topics.ts'
import { idsFor } from './match-topics.ts'

/** Some topics that belong together. */
export interface UpperGroup {
  /** Places in the list of topics. */
  readonly topics: readonly number[]
  /** Rows. */
  readonly members: readonly number[]
}

/**
 * The upper level: each topic belongs to the coarse community that most of its members are in. A topic that
 * would be alone in its group has none. Largest first.
 */
export function upperGroups(
  topics: readonly (readonly number[])[],
  communities: Int32Array,
): UpperGroup[] {
  const groups = new Map<number, number[]>()
  topics.forEach((members, at) => {
    const community = mostFrequent(members.map((row) => communities[row] ?? 0))
    groups.set(community, [...(groups.get(community) ?? []), at])
  })
  return [...groups.values()]
    .filter((its) => its.length > 1)
    .map((its) => ({
      topics: its,
      members: its.flatMap((at) => topics[at] ?? []).toSorted((a, b) => a - b),
    }))
    .sort((a, b) => b.members.length - a.members.length || (a.topics[0] ?? 0) - (b.topics[0] ?? 0))
}

export function withParents(
  topics: readonly Topic[],
  groups: readonly UpperGroup[],
  parents: readonly Topic[],
): Topic[] {
  return topics.map((topic, at) => {
    const parent = parents[groups.findIndex((group) => group.topics.includes(at))]
    return parent === undefined ? topic : { ...topic, parent: parent.id }
  })
}

/**
 * The groups as topics: each is called by its largest topics, whose titles are tried on their members.
 *
 * @param topics in the order that the groups name them by, largest first
 */
export function describeGroups(
  { texts, matrix, before }: LensTexts,
  groups: readonly UpperGroup[],
  topics: readonly Topic[],
): Topic[] {
  const centroids = meanDirections(
    matrix,
    groups.map(({ members }) => members),
  )
  const rows = groups.map(({ members }) => members.flatMap((row) => texts[row] ?? []))
  const terms = keyTerms(rows.map((its) => its.map((text) => text.texts.join('\n'))))
  const ids = idsFor(
    rows.map((its) => its.map(({ threadId }) => threadId)),
    'g',
    before,
  )
  return groups.map(({ topics: its, members }, at): Topic => {
    const titles = its.flatMap((topic) => topics[topic]?.titles[0] ?? [])
    const language = mainLanguage(rows[at] ?? [])
    const group = {
      id: ids[at] ?? '',
      terms: terms[at] ?? [],
      centroid: quantizeUnit(rowOf(centroids, at)),
      threshold: 1,
      fitted: members.length,
      examples: examplesOf(members, at, matrix, centroids, texts),
    }
    return titled(language === undefined ? group : { ...group, language }, titles)
  })
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || a - b)
  return first?.[0] ?? 0
}
