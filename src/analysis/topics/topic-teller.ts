import type { Analysis } from '../../domain/analysis/analysis.ts'
import type {
  AssignedTopic,
  Topic,
  TopicAssignment,
  TopicModel,
} from '../../domain/analysis/topic-model.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { scoreOf } from './fit/reach.ts'
import { asksFor } from './needs/asks-for.ts'
import type { NeedTitle } from './needs/asks-for.ts'
import { titleOf } from './needs/need-groups.ts'
import { readNeed } from './needs/read-need.ts'
import type { ReadNeed } from './needs/read-need.ts'
import { belongs, nearestRow, reachOfSingle } from './fit/settle.ts'
import { dotRows, matrixOf } from './space/matrix.ts'
import type { Matrix } from './space/matrix.ts'
import { readUnit } from './space/quantize.ts'
import { nearCentroid, openSpace, placeText } from './space/topic-space.ts'
import type { TopicSpace } from './space/topic-space.ts'
import { locateRequest, locateThread, wordsOfRequest } from './text/locate.ts'
import { topicTextOf } from './text/topic-text.ts'
import type { TopicRequest, TopicText } from './text/topic-text.ts'
import { saysOneOf } from './titles/said-words.ts'
import { wishHeads } from './titles/shorten-request.ts'

/** Tells what a thread is about. */
export type TopicTeller = (text: TopicText) => TopicAssignment

interface Level {
  readonly topics: readonly Topic[]
  /** Those of the topics; of requests those of groups that are none after them. */
  readonly centroids: Matrix
  /** See `nearCentroid`; absent where each topic has its own threshold. */
  readonly near?: number
}

/** A text of a thread, in the space. */
interface Placed {
  readonly messageId?: string
  readonly vector: Float32Array
}

/** A model made ready for assigning; a thread takes it well under a millisecond. */
export function topicTeller(model: TopicModel): TopicTeller {
  const { space: stored } = model
  if (stored === undefined) return (text) => ({ ...rowOf(text, model), unclassified: 'no-topics' })
  const space = openSpace(stored)
  const boilerplate = new Set(model.boilerplate)
  const reading = { boilerplate, isStudio: space.isStudio }
  const levelOf = (topics: readonly Topic[], elsewhere: readonly string[] = []): Level => ({
    topics,
    centroids: matrixOf(
      [...topics.map(({ centroid }) => centroid), ...elsewhere].map(readUnit),
      space.size,
    ),
  })
  const near = nearCentroid(model.near, space)
  const topics = { ...levelOf(model.topics, model.elsewhere), near }
  const byWords = levelOf(model.topics.filter((topic) => topic.byWords === true))
  const small = levelOf(model.small)
  const failures = levelOf(model.failures)
  const needs = model.needs.map((topic) => ({
    ...topic,
    title: titleOf(topic, readUnit(topic.centroid), space.isStudio),
  }))
  const place = (text: TopicText, requests: readonly TopicRequest[]): Placed[] =>
    requests.map((request) => placeRequest(request, text, space, boilerplate))
  return (text) => {
    const row = rowOf(text, model)
    if (text.requests.length === 0) return { ...row, unclassified: 'no-request' }
    const whole = placeText(locateThread(text, boilerplate), space)
    const requests = place(text, text.requests)
    const found = topicsOf(topics, whole, requests)
    if (found.length === 0) found.push(...toldByWords(byWords, whole, text.requests, reading))
    const parents = found.map(
      ({ id }) => model.topics.find((topic) => topic.id === id)?.parent ?? [],
    )
    return {
      ...row,
      topics: found,
      small: topicsOf(small, whole, requests),
      failures: eachOnce(
        place(text, text.failures).flatMap((wish) => topicOf(failures, wish) ?? []),
      ),
      needs: eachOnce(
        text.needs.flatMap((request) => {
          const need = readNeed(request, text.language, space, boilerplate)
          return needOf(needs, need, request) ?? []
        }),
      ),
      groups: [...new Set(parents.flat())],
      ...(found.length > 0 ? {} : { unclassified: noneFor(model) }),
    }
  }
}

/** The same, of a thread and its analysis. */
export function threadTeller(
  model: TopicModel,
): (thread: Thread, analysis: Analysis) => TopicAssignment {
  const tell = topicTeller(model)
  return (thread, analysis) => tell(topicTextOf(thread, analysis))
}

function noneFor({ topics }: TopicModel): 'no-topics' | 'too-far' {
  return topics.length === 0 ? 'no-topics' : 'too-far'
}

function rowOf({ threadId, contentHash }: TopicText, model: TopicModel): TopicAssignment {
  return {
    schemaVersion: 2,
    threadId,
    modelId: model.id,
    analyzerKey: model.analyzerKey,
    contentHash,
    topics: [],
    small: [],
    failures: [],
    needs: [],
    groups: [],
  }
}

function placeRequest(
  request: TopicRequest,
  { language }: TopicText,
  space: TopicSpace,
  boilerplate: ReadonlySet<string>,
): Placed {
  const { messageId } = request
  const vector = placeText(locateRequest(request, language, boilerplate), space)
  return { vector, ...(messageId === undefined ? {} : { messageId }) }
}

/** The topic of the thread as a whole, then those of single requests. */
function topicsOf(level: Level, whole: Float32Array, requests: readonly Placed[]): AssignedTopic[] {
  const main = topicOf(level, { vector: whole })
  const least = reachOfSingle(level.near ?? 0)
  const single =
    requests.length < 2
      ? []
      : requests.flatMap((one) => topicOf(level, one) ?? []).filter(({ score }) => score >= least)
  if (main === undefined) return eachOnce(single)
  const at = level.topics.findIndex(({ id }) => id === main.id)
  const { data, size } = level.centroids
  const asked = requests.toSorted(
    (a, b) =>
      dotRows(b.vector, 0, data, at * size, size) - dotRows(a.vector, 0, data, at * size, size),
  )[0]?.messageId
  return eachOnce([{ ...main, ...(asked === undefined ? {} : { messageId: asked }) }, ...single])
}

function topicOf(
  { topics, centroids, near }: Level,
  { vector, messageId }: Placed,
): AssignedTopic | undefined {
  const nearest = nearestRow(vector, 0, centroids)
  const { at, score } = nearest
  const topic = topics[at]
  if (topic === undefined) return undefined
  if (score < topic.threshold) return undefined
  if (topic.byWords === true || (near !== undefined && !belongs(nearest, near))) return undefined
  return { id: topic.id, score, ...(messageId === undefined ? {} : { messageId }) }
}

/** Of the groups whose titles a need asks for, the one to whose title it is nearest. */
function needOf(
  groups: readonly (Pick<Topic, 'id' | 'threshold'> & { readonly title: NeedTitle })[],
  need: ReadNeed,
  { messageId }: TopicRequest,
): AssignedTopic | undefined {
  const asked = groups.flatMap(({ id, threshold, title }) => {
    const score = asksFor(title, need)
    return score === undefined || score < threshold ? [] : [{ id, score }]
  })
  const [best] = asked.toSorted((a, b) => b.score - a.score)
  return best && { ...best, ...(messageId === undefined ? {} : { messageId }) }
}

/** Of topics that are told by words, and that the thread is near to, the nearest whose word it says. */
function toldByWords(
  { topics, centroids }: Level,
  whole: Float32Array,
  requests: readonly TopicRequest[],
  { boilerplate, isStudio }: { boilerplate: ReadonlySet<string>; isStudio: boolean },
): AssignedTopic[] {
  const row = matrixOf([whole], centroids.size)
  const near = topics
    .map((topic, at) => ({ topic, score: scoreOf(0, at, row, centroids) }))
    .filter(({ topic, score }) => score >= topic.threshold)
    .toSorted((a, b) => b.score - a.score)
  for (const { topic, score } of near) {
    const says = requests.find((one) =>
      saysOneOf(wishHeads(wordsOfRequest(one, boilerplate)), topic.terms, isStudio),
    )
    if (says === undefined) continue
    const { messageId } = says
    return [{ id: topic.id, score, ...(messageId === undefined ? {} : { messageId }) }]
  }
  return []
}

function eachOnce(topics: readonly AssignedTopic[]): AssignedTopic[] {
  return topics.filter(({ id }, at) => topics.findIndex((other) => other.id === id) === at)
}
