import { windowAnswersSchema } from '../window-answers.ts'
import type { WindowAnswers } from '../window-answers.ts'
import { pairedId } from '../values/paired-id.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** One a thread and analyzer key, for threads of several windows. */
export const windowAnswersKind: KindDefinition<WindowAnswers> = {
  title: 'answers to windows of a thread',
  plural: 'windowAnswers',
  schema: windowAnswersSchema,
  upgrades: [],
  idOf: ({ analyzerKey, threadId }) => windowAnswersId(analyzerKey, threadId),
  idEndsInThread: true,
  threadsOf: ({ threadId }) => [threadId],
  tagOf: () => undefined,
  onErase: { does: 'delete' },
  moves: 'after threads',
}

export function windowAnswersId(analyzerKey: string, threadId: string): string {
  return pairedId(analyzerKey, threadId)
}
