import type { PlacedIn } from '../analysis/analysis.ts'
import { topicAssignmentSchema } from '../analysis/topic-model.ts'
import type { TopicAssignment } from '../analysis/topic-model.ts'
import type { JsonObject } from '../values/json.ts'
import type { KindDefinition } from '../kind-definition.ts'
import { pairedId } from '../values/paired-id.ts'

/**
 * One a thread and topic model. The facet `topic` has every topic of the thread, their groups and small
 * themes; `need` and `failed` have the groups of what was needed in it and of what failed.
 */
export const topicAssignmentKind: KindDefinition<TopicAssignment> = {
  title: 'topic assignment',
  plural: 'topicAssignments',
  schema: topicAssignmentSchema,
  upgrades: [withTopics],
  idOf: ({ modelId, threadId }) => topicAssignmentId(modelId, threadId),
  idEndsInThread: true,
  threadsOf: ({ threadId }) => [threadId],
  tagOf: () => undefined,
  onErase: { does: 'delete' },
  state: {
    analyzes: false,
    keyOf: ({ analyzerKey }) => analyzerKey,
    counts: ({ analyzerKey, modelId }, { models }) => models.get(analyzerKey) === modelId,
    labels: (assignment) => ({
      ...mainOf(assignment),
      topics: placesOf(assignment),
      needs: assignment.needs.map(placeOf),
    }),
    facets: {
      topic: (assignment) => {
        const ids = idsOf(placesOf(assignment))
        return assignment.topics.length === 0 ? [UNCLASSIFIED, ...ids] : ids
      },
      need: ({ needs }) => idsOf(needs),
      failed: ({ failures }) => idsOf(failures),
    },
  },
  moves: 'after threads',
}

/** The value of the facet `topic` for a thread that fits no topic; it may still be of a small theme. */
export const UNCLASSIFIED = 'unclassified'

export function topicAssignmentId(modelId: string, threadId: string): string {
  return pairedId(modelId, threadId)
}

function mainOf({ topics: [main] }: TopicAssignment): { topic?: string } {
  return main === undefined ? {} : { topic: main.id }
}

/** Topics of whatever level, the main one first. */
function placesOf({ topics, groups, small }: TopicAssignment): PlacedIn[] {
  return [...topics, ...groups.map((id) => ({ id })), ...small].map(placeOf)
}

function placeOf({ id, messageId }: PlacedIn): PlacedIn {
  return messageId === undefined ? { id } : { id, messageId }
}

function idsOf(topics: readonly PlacedIn[]): string[] {
  return topics.map(({ id }) => id)
}

/** Version 1 had one topic a thread. */
function withTopics({ topic, score = 0, ...assignment }: JsonObject): JsonObject {
  return {
    ...assignment,
    schemaVersion: 2,
    topics: topic === undefined ? [] : [{ id: topic, score }],
    small: [],
    failures: [],
    needs: [],
    groups: [],
  }
}
