// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import type { StoreCheck } from '../../storage/chat-store.ts'
import type { ApiContext } from '../api-context.ts'
import type { Health, LiveState, Overview } from '../api-schemas.ts'
import { toldError, withRemedy } from '../error-status.ts'
import { liveState } from '../live-state.ts'
import { topicTitles } from '../topic-titles.ts'

/** How things stand: what there is, what is going on, whether all is well. */
export function overviewRoutes(app: FastifyInstance, context: ApiContext): void {
  const { store, analyzerKey, maxUploadBytes, jobs } = context

  app.get('/api/overview', async (): Promise<Overview> => {
    const [threads, pending, topics] = await Promise.all([
      store.countThreads({}),
      store.countPending(analyzerKey),
      topicTitles(store, analyzerKey),
    ])
    const kind = store.kind
    return { threads, pending, analyzerKey, store: { kind }, maxUploadBytes, topics: [...topics] }
  })

  app.get('/api/state', async (): Promise<LiveState> => liveState(jobs.state()))

  app.get('/api/health', async (_request, reply): Promise<Health> => {
    try {
      const checks = await store.check()
      const failed = checks.some(({ status }) => status === 'failed')
      if (failed) reply.code(503)
      return {
        status: failed ? 'degraded' : 'ok',
        store: store.kind,
        checks: checks.map(toldCheck),
      }
    } catch (error) {
      const { message, remedy } = toldError(error).error
      reply.code(503)
      const check = { name: 'store', status: 'failed', found: message, remedy } as const
      return { status: 'degraded', store: store.kind, checks: [check] }
    }
  })
}

function toldCheck(check: StoreCheck): StoreCheck {
  const { message: found, remedy } = withRemedy('INTERNAL', check.found, check.remedy)
  return { ...check, found, ...(check.remedy === undefined ? {} : { remedy }) }
}
