import { idByAge } from '../../../domain/values/ids.ts'
import { allTopics } from '../../../domain/analysis/topic-model.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { openEncoder } from '../../encoder/encoder.ts'
import { findCommunities } from '../graph/communities.ts'
import { neighbourEdges } from '../graph/graph.ts'
import type { Edges } from '../graph/graph.ts'
import { nearestNeighbours } from '../graph/nearest-neighbours.ts'
import type { Pace } from '../pace.ts'
import { fitSpace } from '../space/fit-space.ts'
import { matrixOf, meanDirections, rowOf } from '../space/matrix.ts'
import { quantizeUnit } from '../space/quantize.ts'
import { openSpace, placeText } from '../space/topic-space.ts'
import type { TopicSpace } from '../space/topic-space.ts'
import { findBoilerplate } from '../text/boilerplate.ts'
import { locate, locateThread, wordsOfRequest } from '../text/locate.ts'
import type { TopicText } from '../text/topic-text.ts'
import { chooseTitles } from '../titles/choose-titles.ts'
import { saysOneOf } from '../titles/said-words.ts'
import { anchoredGroups } from './anchored-groups.ts'
import type { AnchoredGroup } from './anchored-groups.ts'
import { coherentGroups } from './coherent-groups.ts'
import { describeNamed, describeTopics, namedGroups } from './describe-topics.ts'
import type { LensTexts, NamedGroup } from './describe-topics.ts'
import { fatesOf, highestNumbers } from './match-topics.ts'
import type { ModelsBefore } from './match-topics.ts'
import { nearCosine } from '../space/near-cosine.ts'
import { FITS } from './reach.ts'
import { reachByWords, settle } from './settle.ts'
import type { Settled } from './settle.ts'
import { FEWEST as FEWEST_SMALL, membersOf, smallThemes } from './small-themes.ts'
import type { Theme } from './small-themes.ts'
import { describeGroups, upperGroups, withParents } from './upper-groups.ts'
import { wishGroups } from './wish-groups.ts'

/** Raised whenever features or distances change: a model of another version is not assigned to. */
export const TOPIC_VERSION = '6'
export const TOPIC_SEED = 20_250_310

const NEIGHBOURS = 10
/** Shares of pairs of texts: what a title must be near to its topic's members, and wishes to each other. */
const NEAR = 0.025
const CLOSEST = 0.002

/**
 * Fits topics on a sample, with no number of them given. A topic that shares its members with one of the
 * model before keeps that one's id; a new one gets a number that none of the models before has used. The same
 * for the same texts in the same order, but for `id` and `fittedAt`.
 *
 * @param sample the threads; those that ask for nothing take no part
 */
export async function fitTopics(
  sample: readonly TopicText[],
  analyzerKey: string,
  before: ModelsBefore,
  pace: Pace,
): Promise<TopicModel> {
  const fittedAt = new Date().toISOString()
  const texts = sample.filter(({ requests }) => requests.length > 0)
  const lenses = await lensesOf(texts, before, pace)
  return {
    schemaVersion: 2,
    id: idByAge(fittedAt, before.last?.id),
    analyzerKey,
    version: TOPIC_VERSION,
    seed: TOPIC_SEED,
    fittedAt,
    sample: texts.length,
    ...lenses,
    numbers: highestNumbers(before.numbers, allTopics(lenses)),
  }
}

type Lenses = Omit<
  TopicModel,
  'schemaVersion' | 'id' | 'analyzerKey' | 'version' | 'seed' | 'fittedAt' | 'sample' | 'numbers'
>

async function lensesOf(
  texts: readonly TopicText[],
  before: ModelsBefore,
  pace: Pace,
): Promise<Lenses> {
  const boilerplate = findBoilerplate(texts)
  const lines = new Set(boilerplate)
  const located = texts.map((text) => locateThread(text, lines))
  const stored = await fitSpace(located, openEncoder().version, pace)
  const space = openSpace(stored)
  const matrix = matrixOf(
    located.map((text) => placeText(text, space)),
    space.size,
  )
  const neighbours = await nearestNeighbours(matrix, NEIGHBOURS, pace)
  const edges = neighbourEdges(neighbours)
  const { fine, upper } = await findCommunities(edges, pace)
  const near = (share: number): number => nearCosine(matrix, fine, share)
  const lens = {
    matrix,
    space,
    near: near(NEAR),
    before,
    texts: texts.map((text) => ({
      ...text,
      texts: text.requests.map((request) => wordsOfRequest(request, lines)),
    })),
  }
  const wishes = (kind: 'failures' | 'needs', prefix: string) =>
    wishGroups(wishesOf(kind, texts, lens, lines), near(CLOSEST), prefix, pace)
  return {
    space: stored,
    near: lens.near,
    boilerplate,
    ...(await requestTopics(
      lens,
      membersOf(fine),
      upper,
      edges,
      await smallThemes(edges, neighbours, matrix, pace),
      pace,
    )),
    failures: await wishes('failures', 'f'),
    needs: await wishes('needs', 'n'),
  }
}

async function requestTopics(
  lens: LensTexts,
  communities: readonly (readonly number[])[],
  upper: Int32Array,
  edges: Edges,
  themes: readonly Theme[],
  pace: Pace,
): Promise<Pick<TopicModel, 'topics' | 'elsewhere' | 'groups' | 'small' | 'fates'>> {
  const { matrix, texts, before } = lens
  const fewest = fewestMembers(texts.length)
  const coherent = await coherentGroups(communities, edges, matrix, lens.near, fewest, pace)
  const settled = settle(matrix, coherent, lens.near, fewest)
  const held = await namedGroups(lens, settled, fewest, true, pace)
  const taken = new Set(held.flatMap(({ members }) => members))
  const elsewhere = centroidsElsewhere(matrix, communities, taken, fewest)
  const anchored = await anchoredGroups(
    texts.map((text) => text.texts.join('\n')),
    [...texts.keys()].filter((row) => !taken.has(row)),
    held.map(({ centroid }) => centroid),
    { edges, matrix, near: lens.near, fewest },
    pace,
  )
  const named = [...held, ...(await nameAnchored(lens, anchored, pace))]
  const found = describeNamed(
    lens,
    named.toSorted(
      (a, b) => b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0),
    ),
    't',
  )
  const groups = upperGroups(found.members, upper)
  const parents = describeGroups(lens, groups, found.topics)
  const topics = withParents(found.topics, groups, parents)
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

/** The texts of a lens over single wishes, a row each. */
function wishesOf(
  kind: 'failures' | 'needs',
  texts: readonly TopicText[],
  lens: LensTexts,
  boilerplate: ReadonlySet<string>,
): LensTexts {
  const wishes = texts.flatMap((text) =>
    text[kind].map((request) => ({ ...text, texts: [wordsOfRequest(request, boilerplate)] })),
  )
  const rows = wishes.map((wish) => placeWish(wish, lens.space))
  return { ...lens, texts: wishes, matrix: matrixOf(rows, lens.space.size) }
}

function placeWish(
  { texts, language }: { texts: readonly string[]; language?: string },
  space: TopicSpace,
): Float32Array {
  return placeText(locate(texts, language), space)
}

/** Of few texts a few are a topic; of many a topic has more, as some are always alike by chance. */
function fewestMembers(texts: number): number {
  return Math.max(3, Math.min(20, Math.round(Math.sqrt(texts) / 6)))
}
