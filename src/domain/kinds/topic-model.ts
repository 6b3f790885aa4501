import { allTopics, topicModelSchema } from '../analysis/topic-model.ts'
import type { Topic, TopicModel } from '../analysis/topic-model.ts'
import { isJsonObject } from '../values/json.ts'
import type { JsonObject } from '../values/json.ts'
import type { KindDefinition } from './kind-definition.ts'

/** Its examples name threads, its titles are their requests, and its words come from them. */
export const topicModelKind: KindDefinition<TopicModel> = {
  title: 'topic model',
  plural: 'topicModels',
  schema: topicModelSchema,
  upgrades: [fromVersion1],
  idOf: ({ id }) => id,
  threadsOf: (model) => [...new Set(allTopics(model).flatMap(threadsOfTopic))],
  tagOf: ({ analyzerKey }) => analyzerKey,
  onErase: {
    does: 'refit',
    without: (model, erased) => {
      const kept = (topics: readonly Topic[]) =>
        topics.map((topic) => withoutThreads(topic, erased))
      return {
        ...model,
        topics: kept(model.topics),
        groups: kept(model.groups),
        small: kept(model.small),
        failures: kept(model.failures),
        needs: kept(model.needs),
      }
    },
  },
  modelOf: ({ analyzerKey }) => analyzerKey,
  moves: 'after threads',
}

function threadsOfTopic({ examples, titles }: Topic): string[] {
  return [...examples, ...titles.map(({ threadId }) => threadId)]
}

/** The topic without what these threads said: another's request stands in for theirs, else the terms do. */
function withoutThreads(topic: Topic, erased: ReadonlySet<string>): Topic {
  const titles = topic.titles.filter(({ threadId }) => !erased.has(threadId))
  const examples = topic.examples.filter((id) => !erased.has(id))
  return titles.length === topic.titles.length
    ? { ...topic, examples }
    : titled({ ...topic, examples }, titles)
}

/** The topic under the first of these titles; under its terms, or its id, where there is none. */
export function titled(topic: Topic, titles: Topic['titles']): Topic {
  const title = titles[0]?.text ?? (topic.terms.join(', ') || `Topic ${topic.id}`)
  return { ...topic, title, titles }
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
