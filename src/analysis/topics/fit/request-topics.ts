import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import type { Edges } from '../graph/graph.ts'
import type { Neighbours } from '../graph/nearest-neighbours.ts'
import type { Pace } from '../pace.ts'
import { matrixOf, meanDirections, rowOf } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import { nearCentroid } from '../space/topic-space.ts'
import { chooseTitles } from '../titles/choose-titles.ts'
import { saysOneOf } from '../titles/said-words.ts'
import { wishHeads } from '../titles/shorten-request.ts'
import { coherentGroups, isTight } from './groups/coherent-groups.ts'
import { describeNamed, describeTopics, namedGroups } from './describe-topics.ts'
import type { HeldGroup, LensTexts, NamedGroup } from './describe-topics.ts'
import { fatesOf } from './match-topics.ts'
import { FITS } from './reach.ts'
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
  const named = await namedGroups(lens, settled, fewest, pace, SURE * nearTo)
  const isHeld = ({ members, shared }: HeldGroup): boolean =>
    isTight(members, matrix, lens.near) ||
    (shared.length > 0 && closedness(members, neighbours, NEAREST) >= CLOSED)
  const held = named
    .filter(isHeld)
    .map((group) =>
      Object.assign({}, group, { titles: group.shared.length > 0 ? group.shared : group.likely }),
    )
  const taken = new Set(held.flatMap(({ members }) => members))
  const elsewhere = centroidsElsewhere(matrix, communities, taken, fewest)
  const themes = await wordThemes(
    texts.map((text) => text.texts.map(wishHeads).join('\n')),
    [...texts.keys()].filter((row) => !taken.has(row)),
    { matrix, near: lens.near, fewest, isStudio: lens.space.isStudio },
    pace,
  )
  const all = [...held, ...(await nameThemes(lens, themes, pace))]
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
  const small = settledOf(
    matrix,
    tight.map(({ members }) => members),
  )
  const threads = found.members.map((rows) => rows.flatMap((row) => texts[row]?.threadId ?? []))
  return {
    topics,
    elsewhere,
    groups: parents,
    small: [...(await describeTopics(lens, small, 's', FEWEST_SMALL, pace)).topics],
    fates: fatesOf(topics, threads, before, texts.length),
  }
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

/** A theme is called by a request that says its word and fits half of its members, else by the word. */
async function nameThemes(
  lens: LensTexts,
  themes: readonly WordTheme[],
  pace: Pace,
): Promise<NamedGroup[]> {
  const centroids = matrixOf(
    themes.map(({ centroid }) => centroid),
    lens.matrix.size,
  )
  const groups = themes.map(({ members }) => members)
  const namings = await chooseTitles({ ...lens, groups, centroids }, pace)
  const threshold = reachByWords(lens.near)
  return themes.map(({ members, centroid, word }, at) => {
    const naming = namings[at]
    const shared = naming === undefined || naming.fits < FITS ? [] : naming.shared
    const named = shared.length > 0 ? shared : (naming?.likely ?? [])
    const titles = named.filter(({ text }) => saysOneOf(text, [word], lens.space.isStudio))
    return { members, centroid, word, titles, threshold }
  })
}

function settledOf(matrix: LensTexts['matrix'], members: Settled['members']): Settled {
  return { members, centroids: meanDirections(matrix, members) }
}

/** Of few texts a few are a topic; of many a topic has more, as some are always alike by chance. */
function fewestMembers(texts: number): number {
  return Math.max(3, Math.min(20, Math.round(Math.sqrt(texts) / 6)))
}
