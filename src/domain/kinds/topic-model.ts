import { topicModelSchema } from '../analysis/topic-model.ts'
import type { TopicModel } from '../analysis/topic-model.ts'
import type { KindDefinition } from './kind-definition.ts'

/** Its examples name threads, and its words come from them. */
export const topicModelKind: KindDefinition<TopicModel> = {
  title: 'topic model',
  plural: 'topicModels',
  schema: topicModelSchema,
  upgrades: [],
  idOf: ({ id }) => id,
  threadsOf: ({ topics }) => [...new Set(topics.flatMap(({ examples }) => examples))],
  tagOf: ({ analyzerKey }) => analyzerKey,
  onErase: {
    does: 'refit',
    without: (model, erased) => ({
      ...model,
      topics: model.topics.map((topic) => ({
        ...topic,
        examples: topic.examples.filter((id) => !erased.has(id)),
      })),
    }),
  },
  modelOf: ({ analyzerKey }) => analyzerKey,
  moves: 'after threads',
}
