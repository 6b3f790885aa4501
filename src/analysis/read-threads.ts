import type { Thread } from '../domain/thread/thread.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from '../storage/chat-store.ts'

/** A thread of a page; absent where it is gone, with the error where it is damaged. */
export interface ReadThread {
  readonly threadId: string
  readonly thread?: Thread
  readonly error?: unknown
}

/** All at once; where one of them is damaged, one by one, so that the others are read. */
export async function readThreads(store: ChatStore, ids: readonly string[]): Promise<ReadThread[]> {
  try {
    const threads = await store.getThreads(ids)
    return ids.map((threadId, i) => withThread(threadId, threads[i]))
  } catch (error) {
    if (!isHitCraftError(error, 'CORRUPT')) throw error
  }
  const read: ReadThread[] = []
  for (const threadId of ids) {
    try {
      read.push(withThread(threadId, await store.getThread(threadId)))
    } catch (error) {
      if (!isHitCraftError(error, 'CORRUPT')) throw error
      read.push({ threadId, error })
    }
  }
  return read
}

function withThread(threadId: string, thread: Thread | undefined): ReadThread {
  return thread === undefined ? { threadId } : { threadId, thread }
}
