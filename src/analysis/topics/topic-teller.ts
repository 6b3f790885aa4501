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
import { askedWish, nameTest } from './titles/names-wish.ts'
import type { AskedWish, NameTest } from './titles/names-wish.ts'

/** Tells what a thread is about. */
export type TopicTeller = (text: TopicText) => TopicAssignment

interface Level {
  readonly topics: readonly Topic[]
  /** Those of the topics; of requests those of groups that are none after them. */
  readonly centroids: Matrix
  /** See `nearCentroid`; absent where each topic has its own threshold. */
  readonly near?: number
  /** By its id, what a topic is called: a thread must have a request that wants it. None of where to be near is enough. */
  readonly names?: ReadonlyMap<string, NameTest>
}

/** A text of a thread, in the space. */
interface Placed {
  readonly messageId?: string
  readonly vector: Float32Array
}

/** A request that may be held against names. */
interface PlacedRequest extends Placed {
  readonly wish: AskedWish
}

/** A model made ready for assigning; a thread takes it well under a millisecond. */
export function topicTeller(model: TopicModel): TopicTeller {
  const { space: stored } = model
  if (stored === undefined) return (text) => ({ ...rowOf(text, model), unclassified: 'no-topics' })
  const space = openSpace(stored)
  const boilerplate = new Set(model.boilerplate)
  const levelOf = (topics: readonly Topic[], elsewhere: readonly string[] = []): Level => ({
    topics,
    centroids: matrixOf(
      [...topics.map(({ centroid }) => centroid), ...elsewhere].map(readUnit),
      space.size,
    ),
  })
  const near = nearCentroid(model.near, space)
  const called = model.topics.filter(({ alike }) => alike !== true)
  const names = new Map(called.map((topic) => [topic.id, nameTest(topic, space)]))
  const topics = { ...levelOf(model.topics, model.elsewhere), near, names }
  const byName = { ...levelOf(model.topics.filter(isToldByName)), names }
  const small = levelOf(model.small)
  const failures = levelOf(model.failures)
  const needs = model.needs.map((topic) => ({
    ...topic,
    title: titleOf(topic, readUnit(topic.centroid), space.isStudio),
  }))
  const place = (text: TopicText, requests: readonly TopicRequest[]): PlacedRequest[] =>
    requests.map((request) => placeRequest(request, text, space, boilerplate))
  return (text) => {
    const row = rowOf(text, model)
    if (text.requests.length === 0) return { ...row, unclassified: 'no-request' }
    const whole = placeText(locateThread(text, boilerplate), space)
    const requests = place(text, text.requests)
    const found = topicsOf(topics, whole, requests)
    if (found.length === 0) found.push(...topicsByName(byName, whole, requests))
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
): PlacedRequest {
  const { messageId } = request
  const vector = placeText(locateRequest(request, language, boilerplate), space)
  const wish = askedWish(wordsOfRequest(request, boilerplate), () => vector)
  return { vector, wish, ...(messageId === undefined ? {} : { messageId }) }
}

/** The topic of the thread as a whole, then those of single requests. */
function topicsOf(
  level: Level,
  whole: Float32Array,
  requests: readonly PlacedRequest[],
): AssignedTopic[] {
  const main = topicOf(level, { vector: whole })
  const least = reachOfSingle(level.near ?? 0)
  const single =
    requests.length < 2
      ? []
      : requests.flatMap((one) => {
          const topic = topicOf(level, one)
          return topic !== undefined && topic.score >= least && wants(one, topic, level)
            ? [topic]
            : []
        })
  if (main === undefined) return eachOnce(single)
  const at = level.topics.findIndex(({ id }) => id === main.id)
  const { data, size } = level.centroids
  const wanting = requests.filter((one) => wants(one, main, level))
  const [asked] = wanting.toSorted(
    (a, b) =>
      dotRows(b.vector, 0, data, at * size, size) - dotRows(a.vector, 0, data, at * size, size),
  )
  return eachOnce(asked === undefined ? single : [{ ...main, ...placeOf(asked) }, ...single])
}

/** Whether a request wants what a topic is called, where that is asked. */
function wants({ wish }: PlacedRequest, { id }: AssignedTopic, { names }: Level): boolean {
  return names?.get(id)?.(wish) ?? true
}

function placeOf({ messageId }: Placed): { messageId?: string } {
  return messageId === undefined ? {} : { messageId }
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

/** Whether who wants what a topic is called, and is near, is of it, though it may be nearer to another. */
function isToldByName({ byWords, alike, titles }: Topic): boolean {
  return byWords === true || (titles.length === 0 && alike !== true)
}

/** Of topics that are told by their names, and that the thread is near to, the nearest that a request of it wants. */
function topicsByName(
  level: Level,
  whole: Float32Array,
  requests: readonly PlacedRequest[],
): AssignedTopic[] {
  const { topics, centroids } = level
  const row = matrixOf([whole], centroids.size)
  const near = topics
    .map(({ id, threshold }, at) => ({ id, threshold, score: scoreOf(0, at, row, centroids) }))
    .filter(({ score, threshold }) => score >= threshold)
    .toSorted((a, b) => b.score - a.score)
  for (const { id, score } of near) {
    const asked = requests.find((one) => wants(one, { id, score }, level))
    if (asked !== undefined) return [{ id, score, ...placeOf(asked) }]
  }
  return []
}

function eachOnce(topics: readonly AssignedTopic[]): AssignedTopic[] {
  return topics.filter(({ id }, at) => topics.findIndex((other) => other.id === id) === at)
}
