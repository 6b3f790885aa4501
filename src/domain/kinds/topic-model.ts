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
  threadsOf: threadsIn,
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

/** The topic without what these threads said: another's request stands in for theirs, else the terms do. */
function withoutThreads(topic: Topic, erased: ReadonlySet<string>): Topic {
  const titles = topic.titles.filter(({ threadId }) => !erased.has(threadId))
  const examples = topic.examples.filter((id) => !erased.has(id))
  return titles.length === topic.titles.length
    ? { ...topic, examples }
    : titled({ ...topic, examples }, titles)
}

/**
 * The topic under the first of these titles, a group of topics under the first two, as they are those of its
 * topics. Where there is none, as after an erasure, under its key terms; without these it says that it has no title.
 */
export function titled(topic: Omit<Topic, 'title' | 'titles'>, titles: Topic['titles']): Topic {
  const shown = titles.slice(0, topic.id.startsWith('g') ? 2 : 1).map(({ text }) => text)
  const title = shown.join(' / ') || topic.terms.join(', ') || `Untitled (${topic.id})`
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
