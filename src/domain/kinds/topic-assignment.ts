import { topicAssignmentSchema } from '../analysis/topic-model.ts'
import type { TopicAssignment } from '../analysis/topic-model.ts'
import type { KindDefinition } from './kind-definition.ts'
import { pairedId } from './paired-id.ts'

/** One a thread and topic model. */
export const topicAssignmentKind: KindDefinition<TopicAssignment> = {
  title: 'topic assignment',
  plural: 'topicAssignments',
  schema: topicAssignmentSchema,
  upgrades: [],
  idOf: ({ modelId, threadId }) => topicAssignmentId(modelId, threadId),
  idEndsInThread: true,
  threadsOf: ({ threadId }) => [threadId],
  tagOf: () => undefined,
  onErase: { does: 'delete' },
  state: {
    analyzes: false,
    keyOf: ({ analyzerKey }) => analyzerKey,
    counts: ({ analyzerKey, modelId }, { models }) => models.get(analyzerKey) === modelId,
    labels: ({ topic }) =>
      topic === undefined ? { topics: [] } : { topic, topics: [{ id: topic }] },
    facets: { topic: ({ topic }) => [topic ?? UNCLASSIFIED] },
  },
  moves: 'after threads',
}

/** The value of the facet `topic` for a thread that fits no topic. */
export const UNCLASSIFIED = 'unclassified'

export function topicAssignmentId(modelId: string, threadId: string): string {
  return pairedId(modelId, threadId)
}
