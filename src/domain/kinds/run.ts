import { runSchema } from '../analysis/run.ts'
import type { Run } from '../analysis/run.ts'
import { upgradeRun } from '../analysis/upgrade-run.ts'
import type { KindDefinition } from '../kind-definition.ts'

/** Its errors name the threads that failed; its counts stay as they were. */
export const runKind: KindDefinition<Run> = {
  title: 'run',
  plural: 'runs',
  schema: runSchema,
  upgrades: [upgradeRun],
  idOf: ({ id }) => id,
  threadsOf: ({ errors }) => [...new Set(errors.map(({ threadId }) => threadId))],
  tagOf: () => undefined,
  onErase: {
    does: 'scrub',
    without: (run, erased) => ({
      ...run,
      errors: run.errors.filter(({ threadId }) => !erased.has(threadId)),
    }),
  },
  isLater: (run, than) =>
    than.status === 'running' && (run.status !== 'running' || run.analyzed > than.analyzed),
  moves: 'after threads',
}
