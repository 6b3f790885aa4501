import { historyEntrySchema } from '../analysis/run.ts'
import type { HistoryEntry } from '../analysis/run.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** What was done with a thread, one record each time. */
export const historyKind: KindDefinition<HistoryEntry> = {
  title: 'history entry',
  plural: 'history',
  schema: historyEntrySchema,
  upgrades: [],
  idOf: ({ id }) => id,
  digitsInId: (id) => /[-#]([0-9a-f]{16})$/.exec(id)?.[1],
  threadsOf: ({ threadId }) => [threadId],
  tagOf: () => undefined,
  onErase: { does: 'delete' },
  moves: 'after threads',
}
