import type { KindDefinition } from '../kind-definition.ts'
import { pairedId } from '../values/paired-id.ts'
import { windowAnswerSchema } from '../window-answer.ts'
import type { WindowAnswer } from '../window-answer.ts'

/** One for each part of a thread that was answered, and an analyzer key. */
export const windowAnswerKind: KindDefinition<WindowAnswer> = {
  title: 'answer to a part of a thread',
  plural: 'windowAnswers',
  schema: windowAnswerSchema,
  upgrades: [],
  idOf: windowAnswerId,
  idEndsInThread: true,
  threadsOf: ({ threadId }) => [threadId],
  tagOf: () => undefined,
  onErase: { does: 'delete' },
  moves: 'after threads',
}

export function windowAnswerId({
  threadId,
  analyzerKey,
  sent,
}: Omit<WindowAnswer, 'text'>): string {
  return pairedId(`${sent} ${analyzerKey}`, threadId)
}
