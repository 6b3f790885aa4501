import type { ChatStore } from '../../storage/chat-store.ts'
import type { CommandContext } from '../command.ts'
import { called } from '../output/called.ts'

/** What to do where the store holds no thread at all, or else what is said of an empty result. */
export async function noThreadsText(
  context: CommandContext,
  store: ChatStore,
  otherwise: string,
): Promise<string> {
  const { items } = await store.listThreads({ limit: 1 })
  return items.length === 0
    ? `No threads. Read a log first: ${called(context, 'import FILE')}`
    : otherwise
}
