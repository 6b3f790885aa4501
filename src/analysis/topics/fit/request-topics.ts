import type { Topic, TopicModel } from '../../../domain/analysis/topic-model.ts'
import type { Edges } from '../graph/graph.ts'
import type { Neighbours } from '../graph/nearest-neighbours.ts'
import type { Pace } from '../pace.ts'
import { meanDirections, rowOf } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import { nearCentroid } from '../space/topic-space.ts'
import { meaningsIn } from '../titles/said-words.ts'
import { wishOfTitle } from '../titles/names-wish.ts'
import { wishHeads } from '../titles/shorten-request.ts'
import { askedThemes } from './groups/asked-themes.ts'
import { coherentGroups, isTight } from './groups/coherent-groups.ts'
import { areFewWishes, TopicCaller } from './call-topics.ts'
import { describeNamed, namedGroups } from './describe-topics.ts'
import type { Described, HeldGroup, LensTexts, NamedGroup } from './describe-topics.ts'
import { fatesOf } from './match-topics.ts'
import { SURE, reachByWords, settle } from './settle.ts'
import type { Settled } from './settle.ts'
import { FEWEST as FEWEST_SMALL, closedness, smallThemes } from './groups/small-themes.ts'
import { wordThemes } from './groups/word-themes.ts'
import type { WordTheme } from './groups/word-themes.ts'
import { describeGroups, upperGroups, withParents } from './upper-groups.ts'

/** Whose texts are near to whose. */
export interface TextGraph {
  readonly neighbours: Neighbours
  readonly edges: Edges
  /** Rows of each, fine ones. */
  readonly communities: readonly (readonly number[])[]
}

/** Of members that do not hold together by themselves so large a share of their nearest few must be members. */
const CLOSED = 0.4
const NEAREST = 5
/** Members of a topic at least, and what share of those of another are enough for one that asks for one thing in one way. */
const LEAST = 3
const FEWER = 0.6

/**
 * The topics of what is asked: communities that hold by themselves, then the themes that words tell among the rest. The groups above them, small
 * themes, and what became of the topics before.
 */
export async function requestTopics(
  lens: LensTexts,
  { neighbours, edges, communities }: TextGraph,
  pace: Pace,
): Promise<Pick<TopicModel, 'topics' | 'elsewhere' | 'groups' | 'small' | 'fates'>> {
  const { matrix, texts, before } = lens
  const fewest = fewestMembers(texts.length)
  const coherent = await coherentGroups(communities, edges, matrix, lens.near, fewest, pace)
  const nearTo = nearCentroid(lens.near, lens.space)
  const settled = settle(matrix, coherent, { near: lens.near, nearTo }, fewest)
  const grouped = await namedGroups(lens, settled, fewest, pace, SURE * nearTo)
  const isHeld = ({ members, shared }: HeldGroup): boolean =>
    isTight(members, matrix, lens.near) ||
    (shared.length > 0 && closedness(members, neighbours, NEAREST) >= CLOSED)
  const meanings = await meaningsIn(
    texts.map((text) => text.texts.map(wishHeads).join('\n')),
    lens.space.isStudio,
    pace,
  )
  const caller = new TopicCaller(lens, fewest)
  const holding = grouped.filter(isHeld)
  const isFew = areFewWishes(holding, lens)
  const held: NamedGroup[] = []
  for (const group of holding) {
    if (isFew) {
      held.push(caller.callAlike(group))
      continue
    }
    const called = await caller.call(group.members, group.tried, pace)
    if (called !== undefined) held.push(Object.assign({}, group, called))
  }
  const taken = new Set(held.flatMap(({ members }) => members))
  const elsewhere = centroidsElsewhere(matrix, communities, taken, fewest)
  const asked = lens.space.isStudio
    ? []
    : await askedThemes(
        lens,
        [...texts.keys()].filter((row) => !taken.has(row)),
        caller,
        Math.max(LEAST, Math.ceil(FEWER * fewest)),
        pace,
      )
  const inTheme = new Set(asked.flatMap(({ members }) => members))
  const themes = await wordThemes(
    meanings.filter((meaning) => !caller.isCalled(meaning)),
    [...texts.keys()].filter((row) => !taken.has(row) && !inTheme.has(row)),
    { matrix, near: lens.near, fewest, isStudio: lens.space.isStudio },
    pace,
  )
  const named = await nameThemes(lens, themes, caller, pace)
  const all = [
    ...held,
    ...named,
    ...asked.map((theme) => Object.assign({}, theme, { threshold: lens.near, byWords: true })),
  ]
  const found = describeNamed(
    lens,
    all.toSorted(
      (a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0),
    ),
    't',
  )
  const groups = upperGroups(found.members, matrix, lens.near)
  const parents = describeGroups(lens, groups, found.topics)
  const topics = withParents(found.topics, groups, parents)
  const tight = await smallThemes(edges, neighbours, matrix, pace)
  const small = await namedGroups(
    lens,
    settledOf(
      matrix,
      tight.map(({ members }) => members),
    ),
    FEWEST_SMALL,
    pace,
  )
  const own = small.filter((theme) => !isToldByTopic(theme, found))
  const threads = found.members.map((rows) => rows.flatMap((row) => texts[row]?.threadId ?? []))
  return {
    topics,
    elsewhere,
    groups: parents,
    small: [...describeNamed(lens, own, 's').topics],
    fates: fatesOf(topics, threads, before, texts.length),
  }
}

/** Whether a topic is called as a small theme is, or each has half of the other's members: a larger topic may hide the theme. */
export function isToldByTopic(
  { titles: [title], members }: Pick<NamedGroup, 'titles' | 'members'>,
  {
    topics,
    members: rowsOf,
  }: Pick<Described, 'members'> & { topics: readonly Pick<Topic, 'title'>[] },
): boolean {
  const wish = wishOfTitle(title?.text ?? '')
  const own = new Set(members)
  return (
    (title !== undefined && topics.some((topic) => wishOfTitle(topic.title) === wish)) ||
    rowsOf.some(
      (rows) => rows.filter((row) => own.has(row)).length >= Math.max(own.size, rows.length) / 2,
    )
  )
}

/** What is left of each community, where that is enough to draw texts away from the topics. */
function centroidsElsewhere(
  matrix: LensTexts['matrix'],
  communities: readonly (readonly number[])[],
  taken: ReadonlySet<number>,
  fewest: number,
): string[] {
  const left = communities
    .map((rows) => rows.filter((row) => !taken.has(row)))
    .filter((rows) => rows.length >= fewest)
  const centroids = meanDirections(matrix, left)
  return left.map((_, at) => quantizeUnit(rowOf(centroids, at)))
}

/** Themes by their words, of those who say them. */
async function nameThemes(
  lens: LensTexts,
  themes: readonly WordTheme[],
  caller: TopicCaller,
  pace: Pace,
): Promise<NamedGroup[]> {
  const threshold = reachByWords(lens.near, lens.space.isStudio)
  const named: NamedGroup[] = []
  for (const { members, centroid, meaning } of themes) {
    const called = await caller.callTheme(members, meaning, pace)
    if (called !== undefined) named.push({ centroid, threshold, byWords: true, ...called })
  }
  return named
}

function settledOf(matrix: LensTexts['matrix'], members: Settled['members']): Settled {
  return { members, centroids: meanDirections(matrix, members) }
}

/** Of few texts a few are a topic; of many a topic has more, as some are always alike by chance. */
function fewestMembers(texts: number): number {
  return Math.max(LEAST, Math.min(20, Math.round(Math.sqrt(texts) / 6)))
}
