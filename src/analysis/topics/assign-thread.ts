import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { TopicAssignment, TopicModel } from '../../domain/analysis/topic-model.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { nearestTopic, topicSpace } from './fit-topics.ts'
import type { TopicSpace } from './fit-topics.ts'
import { topicTextOf } from './topic-text.ts'
import type { TopicText } from './topic-text.ts'

/** Tells of a thread and its analysis what its topic is under a model. */
export function topicTeller(
  model: TopicModel,
): (thread: Thread, analysis: Analysis) => TopicAssignment {
  const space = topicSpace(model)
  return (thread, { request }) => assignmentOf(topicTextOf(thread, request?.label), space)
}

/** The topic of a thread by what it says, or why it has none. */
export function assignmentOf(text: TopicText, space: TopicSpace): TopicAssignment {
  const { model } = space
  const { threadId, contentHash } = text
  const row = { threadId, modelId: model.id, analyzerKey: model.analyzerKey, contentHash }
  if (text.request === undefined) return { ...row, unclassified: 'no-request' }
  if (model.topics.length === 0) return { ...row, unclassified: 'no-topics' }
  const { topic, score } = nearestTopic(text, space)
  return topic === undefined ? { ...row, score, unclassified: 'too-far' } : { ...row, topic, score }
}
