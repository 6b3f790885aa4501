import type { ChatStore } from '../storage/chat-store.ts'

const LOOK_BACK = 50

/** The topics of the newest model under a key; none while there is no model. */
export async function topicTitles(
  store: ChatStore,
  analyzerKey: string,
): Promise<readonly { id: string; title: string }[]> {
  const models = await store.listRecords('topicModel', { descending: true, limit: LOOK_BACK })
  const model = models.find((one) => one.analyzerKey === analyzerKey)
  return (model?.topics ?? []).map(({ id, title }) => ({ id, title }))
}
