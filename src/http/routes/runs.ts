// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { choiceFilter, estimateAnalysis, refuseAnalysis } from '../../app/analyze.ts'
import { given } from '../../domain/values/given.ts'
import type { Run } from '../../domain/analysis/run.ts'
import type { ApiContext } from '../api-context.ts'
import { pageQuerySchema } from '../schemas/fields.ts'
import { planQuerySchema, startRunSchema } from '../schemas/runs.ts'
import type { HistoryPage, RunItem, RunList, RunPlan } from '../schemas/runs.ts'
import type { LiveState } from '../schemas/state.ts'
import { liveState } from '../live-state.ts'
import { parseRequest } from '../parse-request.ts'
import { recordPage } from '../record-page.ts'
import { withRemedy } from '../error-status.ts'

/** Analyses of what is pending, and the history of what was analyzed. */
export function runRoutes(app: FastifyInstance, context: ApiContext): void {
  const { jobs, workspace } = context
  const { store } = workspace

  app.get(
    '/api/runs',
    { config: { query: pageQuerySchema } },
    async (request): Promise<RunList> => {
      const { records, next } = await recordPage(store, 'run', request.query)
      return { items: records.map(itemOfRun), ...given({ next }) }
    },
  )

  app.get(
    '/api/runs/plan',
    { config: { query: planQuerySchema } },
    async (request): Promise<RunPlan> => {
      const wanted = parseRequest(planQuerySchema, request.query)
      const estimate = await estimateAnalysis(workspace, given(wanted))
      const { threads, calls, choice: _choice, ...plan } = estimate
      const changed = threads.filter(({ why }) => why === 'changed').length
      const first = threads[0]?.id
      return { ...plan, seen: threads.length, changed, ...given({ calls, first }) }
    },
  )

  app.post('/api/runs', async (request, reply): Promise<LiveState> => {
    const { only, ...wanted } = parseRequest(startRunSchema, request.body)
    const chosen = only === undefined ? {} : { only: choiceFilter(only) }
    const asked = { ...given(wanted), ...chosen }
    await refuseAnalysis(workspace, asked)
    await jobs.startRun(asked)
    reply.code(202)
    return liveState(jobs.state())
  })

  app.delete('/api/runs/current', async (_request, reply) => {
    await jobs.cancelRun()
    return reply.code(204).send()
  })

  app.get(
    '/api/history',
    { config: { query: pageQuerySchema } },
    async (request): Promise<HistoryPage> => {
      const { records, next } = await recordPage(store, 'history', request.query)
      return {
        items: records.map(({ contentHash: _hash, ...entry }) => entry),
        ...given({ next }),
      }
    },
  )
}

function itemOfRun({ worker: _worker, schemaVersion: _version, ...run }: Run): RunItem {
  const errors = run.errors.map(({ threadId, code, message }) => ({
    threadId,
    code,
    message: withRemedy(code, message).message,
  }))
  const { reason } = run
  const told = reason === undefined ? {} : { reason: withRemedy('INTERNAL', reason).message }
  return { ...run, ...told, errors }
}
