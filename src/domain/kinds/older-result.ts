import { olderResultSchema } from '../older-result.ts'
import type { OlderResult } from '../older-result.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** What it says of one thread cannot be told from the rest, so an erasure takes all of it. */
export const olderResultKind: KindDefinition<OlderResult> = {
  title: 'result of the older app',
  plural: 'olderResults',
  schema: olderResultSchema,
  upgrades: [],
  idOf: ({ id }) => id,
  threadsOf: ({ threadIds }) => threadIds,
  tagOf: () => undefined,
  onErase: {
    does: 'scrub',
    without: ({ content: _content, threadIds, ...result }, erased) => ({
      ...result,
      threadIds: threadIds.filter((id) => !erased.has(id)),
    }),
  },
  moves: 'after threads',
}
