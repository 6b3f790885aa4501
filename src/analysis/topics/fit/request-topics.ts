import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import type { Edges } from '../graph/graph.ts'
import type { Neighbours } from '../graph/nearest-neighbours.ts'
import type { Pace } from '../pace.ts'
import { matrixOf, meanDirections, rowOf } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import { chooseTitles } from '../titles/choose-titles.ts'
import { saysOneOf } from '../titles/said-words.ts'
import { anchoredGroups } from './groups/anchored-groups.ts'
import type { AnchoredGroup } from './groups/anchored-groups.ts'
import { coherentGroups, isTight } from './groups/coherent-groups.ts'
import { describeNamed, describeTopics, namedGroups } from './describe-topics.ts'
import type { LensTexts, NamedGroup } from './describe-topics.ts'
import { fatesOf } from './match-topics.ts'
import { FITS } from './reach.ts'
import { SURE, reachByWords, settle } from './settle.ts'
import type { Settled } from './settle.ts'
import { FEWEST as FEWEST_SMALL, closedness, smallThemes } from './groups/small-themes.ts'
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
 * The topics of what is asked: communities that hold, then what words tell of the rest. The groups above them, small
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
  const settled = settle(matrix, coherent, lens.near, fewest)
  const closed = (groups: readonly NamedGroup[]): NamedGroup[] =>
    groups.filter(
      ({ members }) =>
        isTight(members, matrix, lens.near) || closedness(members, neighbours, NEAREST) >= CLOSED,
    )
  const held = closed(await namedGroups(lens, settled, fewest, pace, SURE * lens.near))
  const taken = new Set(held.flatMap(({ members }) => members))
  const elsewhere = centroidsElsewhere(matrix, communities, taken, fewest)
  const anchored = await anchoredGroups(
    texts.map((text) => text.texts.join('\n')),
    [...texts.keys()].filter((row) => !taken.has(row)),
    held.map(({ centroid }) => centroid),
    { edges, matrix, near: lens.near, fewest },
    pace,
  )
  const named = [...held, ...closed(await nameAnchored(lens, anchored, pace))]
  const found = describeNamed(
    lens,
    named.toSorted(
      (a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0),
    ),
    't',
  )
  const groups = upperGroups(found.members, matrix, lens.near)
  const parents = describeGroups(lens, groups, found.topics)
  const topics = withParents(found.topics, groups, parents)
  const themes = await smallThemes(edges, neighbours, matrix, pace)
  const small = settledOf(
    matrix,
    themes.map(({ members }) => members),
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

/** Anchored groups are called by a request that says an anchor and fits half of their members; others are none. */
async function nameAnchored(
  lens: LensTexts,
  groups: readonly AnchoredGroup[],
  pace: Pace,
): Promise<NamedGroup[]> {
  const centroids = matrixOf(
    groups.map(({ centroid }) => centroid),
    lens.matrix.size,
  )
  const members = groups.map((group) => group.members)
  const namings = await chooseTitles({ ...lens, groups: members, centroids }, pace)
  return groups.flatMap(({ anchors, centroid }, at) => {
    const naming = namings[at]
    if (naming === undefined || naming.fits < FITS) return []
    const titles = naming.titles.filter(({ text }) => saysOneOf(text, anchors))
    return titles.length === 0
      ? []
      : [
          {
            members: members[at] ?? [],
            centroid,
            anchors,
            titles,
            threshold: reachByWords(lens.near),
          },
        ]
  })
}

function settledOf(matrix: LensTexts['matrix'], members: Settled['members']): Settled {
  return { members, centroids: meanDirections(matrix, members) }
}

/** Of few texts a few are a topic; of many a topic has more, as some are always alike by chance. */
function fewestMembers(texts: number): number {
  return Math.max(3, Math.min(20, Math.round(Math.sqrt(texts) / 6)))
}
