import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { titled } from '../../../domain/kinds/topic-model.ts'

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

/** Groups of which no request fits most are called as the largest of their topics, with a sign that there is more. */
export function calledAfterTopics(groups: readonly Topic[], topics: readonly Topic[]): Topic[] {
  return groups.map((group) => {
    if (group.titles.length > 0) return group
    const [largest] = topics
      .filter(({ parent }) => parent === group.id)
      .toSorted((a, b) => b.fitted - a.fitted || (a.id < b.id ? -1 : 1))
    const titles = (largest?.titles ?? []).map(({ text, threadId }) => ({
      text: `${text} …`,
      threadId,
    }))
    return titles.length === 0 ? group : titled(group, titles)
  })
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || a - b)
  return first?.[0] ?? 0
}
