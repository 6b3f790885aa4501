import { batchSchema } from '../analysis/batch.ts'
import type { Batch, BatchRow } from '../analysis/batch.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** While it is open it names the threads that it asks about; what each costs stays known without them. */
export const batchKind: KindDefinition<Batch> = {
  title: 'batch',
  plural: 'batches',
  schema: batchSchema,
  upgrades: [],
  idOf: ({ id }) => id,
  threadsOf: ({ rows }) => rows.flatMap(({ thread }) => thread?.id ?? []),
  tagOf: () => undefined,
  onErase: {
    does: 'scrub',
    without: (batch, erased) => ({
      ...batch,
      rows: batch.rows.map((row) =>
        row.thread !== undefined && erased.has(row.thread.id) ? nameless(row) : row,
      ),
    }),
  },
  moves: 'after threads',
}

function nameless({ requests }: BatchRow): BatchRow {
  return { requests }
}
