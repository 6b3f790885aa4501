import { migrationRecordSchema } from '../migration-record.ts'
import type { MigrationRecord } from '../migration-record.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** It says whether this store is whole, so another store has none of its own to gain from it. */
export const migrationKind: KindDefinition<MigrationRecord> = {
  title: 'migration',
  plural: 'migrations',
  schema: migrationRecordSchema,
  upgrades: [],
  idOf: ({ id }) => id,
  threadsOf: () => [],
  tagOf: () => undefined,
  onErase: { does: 'keep' },
  moves: 'never',
}
