import { idByAge } from '../../../domain/values/ids.ts'
import { allTopics } from '../../../domain/analysis/topic-model.ts'
import type { TopicModel } from '../../../domain/analysis/topic-model.ts'
import { openEncoder } from '../../encoder/encoder.ts'
import { findCommunities } from '../graph/communities.ts'
import { neighbourEdges } from '../graph/graph.ts'
import { nearestNeighbours } from '../graph/nearest-neighbours.ts'
import type { Pace } from '../pace.ts'
import { fitSpace } from '../space/fit-space.ts'
import { matrixOf } from '../space/matrix.ts'
import { openSpace, placeText } from '../space/topic-space.ts'
import { findBoilerplate } from '../text/boilerplate.ts'
import { locateRequest, locateThread, wordsOfRequest } from '../text/locate.ts'
import { areOfStudio } from '../text/studio-words.ts'
import { needGroups } from '../needs/need-groups.ts'
import { readNeed } from '../needs/read-need.ts'
import type { TopicRequest, TopicText } from '../text/topic-text.ts'
import type { LensText, LensTexts } from './describe-topics.ts'
import { highestNumbers } from './match-topics.ts'
import type { ModelsBefore } from './match-topics.ts'
import { nearCosine } from '../space/near-cosine.ts'
import { mainLanguage } from '../titles/choose-titles.ts'
import { requestTopics } from './request-topics.ts'
import { membersOf } from './groups/small-themes.ts'
import { wishGroups } from './wish-groups.ts'

/** Raised whenever features or distances change: a model of another version is not assigned to. */
export const TOPIC_VERSION = '12'
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
  const studio = areOfStudio(
    texts.flatMap(({ requests }) => requests.slice(0, 1).map((one) => wordsOfRequest(one, lines))),
  )
  const stored = await fitSpace(located, { encoder: openEncoder().version, studio }, pace)
  const space = openSpace(stored)
  const matrix = matrixOf(
    located.map((text) => placeText(text, space)),
    space.size,
  )
  const neighbours = await nearestNeighbours(matrix, NEIGHBOURS, pace)
  const edges = neighbourEdges(neighbours)
  const fine = await findCommunities(edges, pace)
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
  const failed = wishesOf('failures', texts, lens, lines)
  const needed = wishesOf('needs', texts, lens, lines)
  const needs = needed.texts.map(({ request, language }) =>
    readNeed(request, language, space, lines),
  )
  return {
    space: stored,
    near: lens.near,
    boilerplate,
    ...(await requestTopics(lens, { neighbours, edges, communities: membersOf(fine) }, pace)),
    failures: await wishGroups(failed, near(CLOSEST), 'f', pace),
    needs: await needGroups(needed, needs, 'n', mainLanguage(texts), pace),
  }
}

interface WishTexts extends LensTexts {
  readonly texts: readonly (LensText & { readonly request: TopicRequest })[]
}

/** The texts of a lens over single wishes, a row each. */
function wishesOf(
  kind: 'failures' | 'needs',
  texts: readonly TopicText[],
  lens: LensTexts,
  boilerplate: ReadonlySet<string>,
): WishTexts {
  const wishes = texts.flatMap((text) =>
    text[kind].map((request) => ({
      ...text,
      request,
      texts: [wordsOfRequest(request, boilerplate)],
    })),
  )
  const rows = wishes.map(({ request, language }) =>
    placeText(locateRequest(request, language, boilerplate), lens.space),
  )
  return { ...lens, texts: wishes, matrix: matrixOf(rows, lens.space.size) }
}
