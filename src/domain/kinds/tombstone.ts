import { tombstoneSchema } from '../thread/tombstone.ts'
import type { Tombstone } from '../thread/tombstone.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** It stands for what was erased and cannot tell what that was. */
export const tombstoneKind: KindDefinition<Tombstone> = {
  title: 'tombstone',
  plural: 'tombstones',
  schema: tombstoneSchema,
  upgrades: [],
  idOf: ({ id }) => id,
  threadsOf: () => [],
  tagOf: ({ key }) => key,
  onErase: { does: 'keep' },
  moves: 'before threads',
}
