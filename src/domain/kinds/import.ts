import { importRecordSchema } from '../import-record.ts'
import type { ImportRecord } from '../import-record.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** It counts threads and names none. */
export const importKind: KindDefinition<ImportRecord> = {
  title: 'import',
  plural: 'imports',
  schema: importRecordSchema,
  upgrades: [],
  idOf: ({ id }) => id,
  threadsOf: () => [],
  tagOf: () => undefined,
  onErase: { does: 'keep' },
  isLater: (one, than) =>
    than.status !== 'done' && (one.status === 'done' || one.bytesRead > than.bytesRead),
  moves: 'after threads',
}
