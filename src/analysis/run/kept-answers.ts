import { windowAnswerId } from '../../domain/kinds/window-answer.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
import type { KeptAnswers } from '../analyzer.ts'
import { erasuresIn } from '../batches/put-batch.ts'

/**
 * The answers that a store keeps under an analyzer key. They go with their thread when it is erased.
 *
 * @param readAt {@link erasuresIn} before the threads were read
 */
export function keptAnswers(store: ChatStore, analyzerKey: string, readAt: number): KeptAnswers {
  const isErased = async (threadId: string) => {
    if ((await erasuresIn(store)) === readAt) return false
    const { threads, damaged } = await readEach(store, [threadId])
    return threads.size + damaged.size === 0
  }
  return {
    async find(threadId, sent) {
      const id = windowAnswerId({ threadId, analyzerKey, sent })
      return (await store.getRecord('windowAnswer', id))?.text || undefined
    },
    async keep(threadId, sent, text) {
      if (await isErased(threadId)) return
      const answer = { threadId, analyzerKey, sent, text }
      await store.putRecords('windowAnswer', [answer])
      // An erasure between the two did not find it.
      if (await isErased(threadId))
        await store.putRecords('windowAnswer', [{ ...answer, text: '' }])
    },
  }
}
