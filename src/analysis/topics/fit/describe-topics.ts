import type { Topic } from '../../../domain/analysis/topic-model.ts'
import type { Pace } from '../pace.ts'
import { dotRows, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { chooseTitles, mainLanguage } from '../titles/choose-titles.ts'
import type { TitledText } from '../titles/choose-titles.ts'
import { keyTerms } from '../titles/key-terms.ts'
import { idsFor } from './match-topics.ts'
import type { ModelsBefore } from './match-topics.ts'
import { thresholdsOf } from './settle.ts'
import type { Settled } from './settle.ts'

/** A text of a lens. */
export interface LensText extends TitledText {
  readonly user?: string
}

/** What a lens groups: a text a row. */
export interface LensTexts {
  readonly matrix: Matrix
  readonly space: TopicSpace
  /** A cosine that few pairs of texts reach which have nothing to do with each other. */
  readonly near: number
  readonly texts: readonly LensText[]
  readonly before: ModelsBefore
}

const EXAMPLES = 5

/**
 * Groups of a lens as topics: with an id, a title, key terms and examples.
 *
 * @param prefix the letter that their ids begin with
 */
export async function describeTopics(
  { matrix, space, near, texts, before }: LensTexts,
  settled: Settled,
  prefix: string,
  pace: Pace,
): Promise<Topic[]> {
  const { members, centroids } = settled
  const thresholds = thresholdsOf(matrix, settled)
  const titles = await chooseTitles(
    { groups: members, texts, matrix, centroids, space, near, isNamedAnyway: prefix !== 'g' },
    pace,
  )
  const textsOf = (group: readonly number[]): LensText[] => group.flatMap((row) => texts[row] ?? [])
  const terms = keyTerms(
    members.map((group) => textsOf(group).map((text) => text.texts.join('\n'))),
  )
  const threads = members.map((group) => [
    ...new Set(textsOf(group).map(({ threadId }) => threadId)),
  ])
  const ids = idsFor(threads, prefix, before)
  return members.map((group, i): Topic => {
    const id = ids[i] ?? ''
    const found = titles[i] ?? []
    const own = terms[i] ?? []
    const language = mainLanguage(textsOf(group))
    const topic = {
      id,
      title: found[0]?.text ?? (own.join(', ') || `Topic ${id}`),
      titles: found,
      terms: own,
      centroid: quantizeUnit(rowOf(centroids, i)),
      threshold: thresholds[i] ?? 1,
      fitted: threads[i]?.length ?? 0,
      examples: examplesOf(group, i, matrix, centroids, texts),
    }
    return language === undefined ? topic : Object.assign(topic, { language })
  })
}

/** The nearest threads, each of another user while there are such. */
function examplesOf(
  group: readonly number[],
  at: number,
  { data, size }: Matrix,
  centroids: Matrix,
  texts: readonly LensText[],
): string[] {
  const ranked = group
    .map((row) => ({
      row,
      score: Math.round(dotRows(data, row * size, centroids.data, at * size, size) * 1e4),
    }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .flatMap(({ row }) => texts[row] ?? [])
  const users = new Set<string>()
  const others: string[] = []
  const more: string[] = []
  for (const { threadId, user } of ranked) {
    const isNew = user === undefined || !users.has(user)
    if (user !== undefined) users.add(user)
    ;(isNew ? others : more).push(threadId)
  }
  return [...new Set([...others, ...more])].slice(0, EXAMPLES)
}
