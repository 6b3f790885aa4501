import type { Topic, TopicTitle } from '../../../domain/analysis/topic-model.ts'
import { titled } from '../../../domain/topics-left.ts'
import type { Pace } from '../pace.ts'
import { matrixOf, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { chooseTitles, mainLanguage } from '../titles/choose-titles.ts'
import type { TitledText } from '../titles/title-candidates.ts'
import { keyTerms } from '../titles/key-terms.ts'
import { idsFor } from './match-topics.ts'
import type { ModelsBefore } from './match-topics.ts'
import { reachOf, scoreOf } from './reach.ts'
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

/** Topics with the rows that they were made of. */
export interface Described {
  readonly topics: readonly Topic[]
  readonly members: readonly (readonly number[])[]
}

const EXAMPLES = 5

/** A group that is a topic. */
export interface NamedGroup {
  readonly members: readonly number[]
  readonly centroid: Float32Array
  readonly titles: readonly TopicTitle[]
  readonly threshold: number
  /** The words that it is called by, where no title is; absent where its key terms are looked for. */
  readonly words?: readonly string[]
  /** See `byWords` and `alike` of a topic. */
  readonly byWords?: boolean
  readonly isAlike?: boolean
}

/** A group that holds by itself or by its title. */
export interface HeldGroup extends NamedGroup {
  /** Those of the titles of which each word is said by several members. */
  readonly shared: readonly TopicTitle[]
  /** See `Naming`. */
  readonly likely: readonly TopicTitle[]
  readonly tried: readonly TopicTitle[]
}

/**
 * Groups of a lens as topics: with an id, a title, key terms and examples. A group reaches as far as its title
 * holds; one of which no title holds is none.
 *
 * @param prefix the letter that their ids begin with
 * @param fewest members of a topic
 */
export async function describeTopics(
  lens: LensTexts,
  settled: Settled,
  prefix: string,
  fewest: number,
  pace: Pace,
): Promise<Described> {
  return describeNamed(lens, await namedGroups(lens, settled, fewest, pace), prefix)
}

/**
 * The groups that hold by themselves or by their title.
 *
 * @param enough see `reachOf`
 */
export async function namedGroups(
  lens: LensTexts,
  { members: groups, centroids }: Settled,
  fewest: number,
  pace: Pace,
  enough?: number,
): Promise<HeldGroup[]> {
  const { matrix, near } = lens
  const namings = await chooseTitles({ ...lens, groups, centroids }, pace)
  return groups.flatMap((group, at) => {
    const naming = namings[at]
    const threshold =
      naming === undefined ? undefined : reachOf(naming, group, at, matrix, centroids, near, enough)
    if (naming === undefined || threshold === undefined) return []
    const members = group.filter((row) => scoreOf(row, at, matrix, centroids) >= threshold)
    const { titles, shared, likely, tried } = naming
    return members.length < fewest
      ? []
      : [{ members, centroid: rowOf(centroids, at), titles, shared, likely, tried, threshold }]
  })
}

export function describeNamed(
  { matrix, texts, before }: LensTexts,
  named: readonly NamedGroup[],
  prefix: string,
): Described {
  const centroids = matrixOf(
    named.map(({ centroid }) => centroid),
    matrix.size,
  )
  const textsOf = (group: readonly number[]): LensText[] => group.flatMap((row) => texts[row] ?? [])
  const terms = keyTerms(
    named.map(({ members }) => textsOf(members).map((text) => text.texts.join('\n'))),
  )
  const threads = named.map(({ members }) => [
    ...new Set(textsOf(members).map(({ threadId }) => threadId)),
  ])
  const ids = idsFor(threads, prefix, before)
  const topics = named.map(
    ({ members, centroid, titles, threshold, words = [], byWords, isAlike }, at): Topic => {
      const language = mainLanguage(textsOf(members))
      const topic = {
        id: ids[at] ?? '',
        terms: words.length === 0 ? [...(terms[at] ?? [])] : [...words],
        centroid: quantizeUnit(centroid),
        threshold,
        ...(byWords === true ? { byWords: true as const } : {}),
        ...(isAlike === true ? { alike: true as const } : {}),
        fitted: threads[at]?.length ?? 0,
        examples: examplesOf(members, at, matrix, centroids, texts),
      }
      return titled(language === undefined ? topic : { ...topic, language }, [...titles])
    },
  )
  return { topics, members: named.map(({ members }) => members) }
}

/** The nearest threads, each of another user while there are such. */
export function examplesOf(
  group: readonly number[],
  at: number,
  matrix: Matrix,
  centroids: Matrix,
  texts: readonly LensText[],
): string[] {
  const ranked = group
    .map((row) => ({
      row,
      score: scoreOf(row, at, matrix, centroids),
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
