import { workForQueue } from '../../app/jobs/work-for-queue.ts'
import { visibleLine } from '../../domain/values/visible.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import { defineCommand, STORE_FLAG } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { wrongUsage } from '../flags.ts'

const REMEDY = 'Set it to the PostgreSQL database that hitcraft serve was given too.'
const SAME_SETTINGS =
  'to do that one too, a worker needs the ANALYZER, ANALYZER_MODEL, REDACT_NAMES and version of the server that asked for it.'

export const workerCommand = defineCommand({
  name: 'worker',
  summary: 'Do the analyses that hitcraft serve puts into JOBS_URL, on any number of machines',
  flags: STORE_FLAG,
  examples: [
    'JOBS_URL=postgres://me@db/jobs hitcraft worker --store postgres://me@db/hitcraft',
    'hitcraft worker',
  ],
  async run(context) {
    const { jobsUrl } = context.config
    if (jobsUrl === undefined)
      throw wrongUsage('JOBS_URL is not set: there is no queue to work for', REMEDY)
    const workspace = await context.openWorkspace()
    const { analyzer, store } = workspace
    context.signal.addEventListener('abort', () =>
      context.note('Ends, finishing what is under way'),
    )
    await workForQueue(workspace, jobsUrl, {
      signal: context.signal,
      onReady: () => {
        if (context.json) context.printJson({ analyzerKey: analyzer.key })
        else
          context.print(
            `Waits for analyses by ${analyzer.key} in ${store.location}  (Ctrl-C ends it)`,
          )
      },
      onStranger: (key) => {
        context.note(
          `An analysis by ${visibleLine(key)} waits, and nobody does it. This worker does those by ${analyzer.key} alone: ${SAME_SETTINGS}`,
        )
      },
      onError: (error) => {
        const told = isHitCraftError(error) ? `${error.message} (${error.code})` : 'a defect'
        context.note(told)
      },
    })
    return EXIT.done
  },
})
