import { queueHealth } from '../../app/jobs/queue-health.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { StoreCheck } from '../../storage/chat-store.ts'
import { count, shortTime } from '../output/format.ts'

const NAME = 'queue'

/** What there is to say of the queue that workers take analyses from; nothing where there is none. */
export async function queueChecks(url: string | undefined): Promise<StoreCheck[]> {
  if (url === undefined) return []
  try {
    const { workers, open, unattended, deadLetters } = await queueHealth(url)
    const isIdle = unattended.length > 0 || (open > 0 && workers === 0)
    const keys = unattended.map((key) => visibleLine(key)).join(', ')
    const undone = keys === '' ? '' : `; nobody does those by ${keys}`
    const found = `${count(workers, 'worker')}; analyses that wait or run: ${open}${undone}`
    return [
      {
        name: NAME,
        status: isIdle ? 'warning' : 'ok',
        found,
        ...(isIdle
          ? {
              remedy:
                'Start hitcraft worker with the store, ANALYZER, ANALYZER_MODEL and REDACT_NAMES of hitcraft serve.',
            }
          : {}),
      },
      ...deadLetters.map(({ run, since, problem }): StoreCheck => {
        const why = problem === undefined ? '' : `: ${problem.message} (${problem.code})`
        return {
          name: NAME,
          status: 'failed',
          found: `analysis ${run} was given up at ${shortTime(since)}${why}`,
          remedy: `${problem?.remedy ?? 'Look at the logs of the workers.'} Then start an analysis again: when one is done, this goes.`,
        }
      }),
    ]
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    const { code, message, remedy } = error
    const status = code === 'NOT_FOUND' ? 'warning' : 'failed'
    const found = code === 'NOT_FOUND' ? message : `${message} (${code})`
    return [{ name: NAME, status, found, ...(remedy === undefined ? {} : { remedy }) }]
  }
}
