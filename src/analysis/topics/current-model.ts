import type { TopicModel } from '../../domain/analysis/topic-model.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'

/** The newest topic model under a key: the one whose titles are shown. Undefined while there is none. */
export async function currentTopicModel(
  store: ChatStore,
  analyzerKey: string,
): Promise<TopicModel | undefined> {
  for await (const model of allRecords(store, 'topicModel', { descending: true })) {
    if (model.analyzerKey === analyzerKey) return model
  }
  return undefined
}
