// oxlint-disable oxc/no-async-endpoint-handlers -- Fastify awaits its handlers; the rule is for Express.
import type { FastifyInstance } from 'fastify'
import { statusOf } from '../../app/status.ts'
import { SHADOW_CHECK } from '../../storage/shadow/notes/shadow-checks.ts'
import type { StoreCheck } from '../../storage/chat-store.ts'
import type { ApiContext } from '../api-context.ts'
import type { Health, LiveState, Overview } from '../schemas/state.ts'
import { toldError, withRemedy } from '../error-status.ts'
import { liveState } from '../live-state.ts'

/** How things stand: what there is, what is going on, whether all is well. */
export function overviewRoutes(app: FastifyInstance, context: ApiContext): void {
  const { workspace, maxUploadBytes, jobs } = context
  const { store } = workspace

  app.get('/api/overview', async (): Promise<Overview> => {
    const { topics, store: place, shadow: _shadow, ...counts } = await statusOf(workspace)
    return { ...counts, store: { kind: place.kind }, maxUploadBytes, topics: [...topics] }
  })

  app.get('/api/state', async (): Promise<LiveState> => liveState(jobs.state()))

  app.get('/api/health', async (_request, reply): Promise<Health> => {
    try {
      const checks = await store.check()
      const own = checks.filter(({ name }) => !name.startsWith(SHADOW_CHECK))
      const failed = own.some(({ status }) => status === 'failed')
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
