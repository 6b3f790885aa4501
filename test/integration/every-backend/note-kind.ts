import { z } from 'zod'
import type { KindDefinition } from '../../../src/domain/kind-definition.ts'
import { pairedId } from '../../../src/domain/values/paired-id.ts'

const noteSchema = z.strictObject({
  threadId: z.string(),
  analyzerKey: z.string(),
  contentHash: z.string(),
  mood: z.string(),
})
export type Note = z.infer<typeof noteSchema>

/** A kind that the program does not know: all that there is of it is this file and its entry in the table. */
export const noteKind: KindDefinition<Note> = {
  title: 'note',
  plural: 'notes',
  schema: noteSchema,
  upgrades: [],
  idOf: ({ analyzerKey, threadId }) => pairedId(analyzerKey, threadId),
  idEndsInThread: true,
  threadsOf: ({ threadId }) => [threadId],
  tagOf: ({ contentHash }) => contentHash,
  onErase: { does: 'delete' },
  state: {
    analyzes: false,
    keyOf: ({ analyzerKey }) => analyzerKey,
    counts: ({ contentHash }, present) => contentHash === present.contentHash,
    labels: () => ({}),
    facets: { mood: ({ mood }) => [mood] },
  },
  moves: 'after threads',
}
