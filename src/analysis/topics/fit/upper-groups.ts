import type { Topic } from '../../../domain/analysis/topic-model.ts'
import { addRow, dotRows, emptyMatrix, meanDirections, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'
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

/** What the mean cosine of texts of two topics must be, in terms of one that few unrelated texts reach. */
const TOGETHER = 0.75

/**
 * The upper level: topics that are near to each other, joined two at a time by the mean cosine of their
 * texts (average linkage: Sokal and Michener 1958). A topic that is near to no other is in none. Largest first.
 *
 * @param topics rows of each
 * @param near a cosine that few pairs of unrelated texts reach
 */
export function upperGroups(
  topics: readonly (readonly number[])[],
  matrix: Matrix,
  near: number,
): UpperGroup[] {
  return joined(meansOf(topics, matrix), round(TOGETHER * near))
    .filter((its) => its.length > 1)
    .map((its) => ({
      topics: its,
      members: its.flatMap((at) => topics[at] ?? []).toSorted((a, b) => a - b),
    }))
    .sort((a, b) => b.members.length - a.members.length || (a.topics[0] ?? 0) - (b.topics[0] ?? 0))
}

/** The means of the topics' rows, not of unit length: the product of two is the mean cosine of their pairs of rows. */
function meansOf(topics: readonly (readonly number[])[], matrix: Matrix): Matrix {
  const means = emptyMatrix(topics.length, matrix.size)
  topics.forEach((rows, at) => {
    for (const row of rows) addRow(rowOf(means, at), rowOf(matrix, row), 1 / rows.length)
  })
  return means
}

/** Topics joined while the mean product of the pairs between two groups is at least `least`. */
function joined({ data, rows, size }: Matrix, least: number): number[][] {
  const all = Array.from({ length: rows }, (_, at) => at)
  const groups = all.map((at) => [at])
  const sums = all.map((a) => all.map((b) => dotRows(data, a * size, data, b * size, size)))
  for (;;) {
    let best = { score: -2, into: 0, from: 0 }
    for (const [into, a] of groups.entries()) {
      for (const [from, b] of groups.entries()) {
        if (from <= into || a.length === 0 || b.length === 0) continue
        const score = round((sums[into]?.[from] ?? 0) / (a.length * b.length))
        if (score > best.score) best = { score, into, from }
      }
    }
    if (best.score < least) return groups.filter((its) => its.length > 0)
    merge(groups, sums, best.into, best.from)
  }
}

function merge(groups: number[][], sums: number[][], into: number, from: number): void {
  groups[into] = [...(groups[into] ?? []), ...(groups[from] ?? [])].toSorted((a, b) => a - b)
  groups[from] = []
  for (const row of sums) row[into] = (row[into] ?? 0) + (row[from] ?? 0)
  sums[into] = (sums[into] ?? []).map((sum, at) => sum + (sums[from]?.[at] ?? 0))
}

function round(cosine: number): number {
  return Math.round(cosine * 1000) / 1000
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
 * The groups as topics: each is called by its two largest topics, as each of them is: by its title or else by its words.
 *
 * @param topics in the order that the groups name them by, largest first
 */
export function describeGroups(
  { texts, matrix, before }: Pick<LensTexts, 'texts' | 'matrix' | 'before'>,
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
    const parts = its.flatMap((topic) => topics[topic] ?? [])
    const language = mainLanguage(rows[at] ?? [])
    const group = {
      id: ids[at] ?? '',
      terms: terms[at] ?? [],
      centroid: quantizeUnit(rowOf(centroids, at)),
      threshold: 1,
      fitted: members.length,
      examples: examplesOf(members, at, matrix, centroids, texts),
    }
    const titles = parts.flatMap((topic) => topic.titles[0] ?? [])
    const title = parts
      .slice(0, 2)
      .map((topic) => topic.title)
      .join(' / ')
    return { ...group, ...(language === undefined ? {} : { language }), title, titles }
  })
}
