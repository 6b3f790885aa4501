import { currentTopicModel } from '../../analysis/topics/current-model.ts'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import { topicAssignmentId } from '../../domain/kinds/topic-assignment.ts'
import type { Thread } from '../../domain/thread/thread.ts'
import { given } from '../../domain/values/given.ts'
import type { Workspace } from '../workspace.ts'

/** A thread and what is known of it under the analyzer key. */
export interface ReadThread {
  readonly thread: Thread
  /** Absent while none stands. */
  readonly analysis?: Analysis
  /** Whether the analysis is of the thread as it is now; it may have grown since. */
  readonly isCurrent: boolean
  /** Of the current topic model, where one was assigned. */
  readonly topic?: { readonly id: string; readonly title: string }
}

/**
 * One thread with what was found in it; undefined if there is none of that id.
 * @throws HitCraftError CORRUPT for stored bytes that do not hold, and anything of the store
 */
export async function readThread(
  { store, analyzer }: Pick<Workspace, 'store' | 'analyzer'>,
  id: string,
): Promise<ReadThread | undefined> {
  const [thread, analysis, model] = await Promise.all([
    store.getThread(id),
    store.getAnalysis(id, analyzer.key),
    currentTopicModel(store, analyzer.key),
  ])
  if (thread === undefined) return undefined
  const assignment =
    analysis === undefined || model === undefined
      ? undefined
      : await store.getRecord('topicAssignment', topicAssignmentId(model.id, id))
  const topic = model?.topics.find((one) => one.id === assignment?.topics[0]?.id)
  return {
    thread,
    isCurrent: analysis?.contentHash === thread.contentHash,
    ...given({
      analysis,
      topic: topic === undefined ? undefined : { id: topic.id, title: topic.title },
    }),
  }
}
