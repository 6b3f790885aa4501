import { allTopics, topicModelSchema, withEachTopic } from '../analysis/topic-model.ts'
import type { Topic, TopicModel } from '../analysis/topic-model.ts'
import { isLeftOf, withoutThreads } from '../topics-left.ts'
import { isJsonObject } from '../values/json.ts'
import type { JsonObject } from '../values/json.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** Its examples name threads, its titles are their requests, and its words come from them. */
export const topicModelKind: KindDefinition<TopicModel> = {
  title: 'topic model',
  plural: 'topicModels',
  schema: topicModelSchema,
  upgrades: [fromVersion1],
  idOf: ({ id }) => id,
  threadsOf: threadsIn,
  tagOf: ({ analyzerKey }) => analyzerKey,
  onErase: {
    does: 'refit',
    without: (model, erased) => withEachTopic(model, (topic) => withoutThreads(topic, erased)),
    isLeftOf,
  },
  /** Only an erasure changes one. */
  isLater: (model, than) => threadsIn(model).length < threadsIn(than).length,
  modelOf: ({ analyzerKey }) => analyzerKey,
  moves: 'after threads',
}

function threadsIn(model: TopicModel): string[] {
  return [...new Set(allTopics(model).flatMap(threadsOfTopic))]
}

function threadsOfTopic({ examples, titles }: Topic): string[] {
  return [...examples, ...titles.map(({ threadId }) => threadId)]
}

const MADE_FROM_WORDS = new Set(['features', 'threshold'])

/** Version 1 had centroids over words: its topics stay, with ids and titles, and nothing is assigned to them. */
function fromVersion1(model: JsonObject): JsonObject {
  const topics = Array.isArray(model['topics']) ? model['topics'] : []
  const none = { titles: [], terms: [], centroid: '', threshold: 1 }
  return {
    ...Object.fromEntries(Object.entries(model).filter(([name]) => !MADE_FROM_WORDS.has(name))),
    schemaVersion: 2,
    near: 1,
    boilerplate: [],
    topics: topics.filter(isJsonObject).map((topic) => Object.assign({}, topic, none)),
    groups: [],
    small: [],
    failures: [],
    needs: [],
    fates: [],
  }
}
