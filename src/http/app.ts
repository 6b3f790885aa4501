import fastify from 'fastify'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ApiContext } from './api-context.ts'
import { compressAnswers } from './compression.ts'
import { toldError } from './error-status.ts'
import { servePage } from './page/serve-page.ts'
import { UNBUILT_PAGE } from './page/unbuilt-page.ts'
import {
  answerBadAddress,
  answerBadBytes,
  answerOddRequests,
  fromFramework,
} from './protocol-errors.ts'
import { compareRoutes } from './routes/compare.ts'
import { eventRoutes } from './routes/events.ts'
import { importRoutes } from './routes/imports.ts'
import { overviewRoutes } from './routes/overview.ts'
import { reportRoutes } from './routes/report.ts'
import { runRoutes } from './routes/runs.ts'
import { storageRoutes } from './routes/storage.ts'
import { threadRoutes } from './routes/threads.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { guardRequests } from './security.ts'

/** The HTTP API, and the page, or how to build it. Not listening yet. */
export function buildApp(context: ApiContext): FastifyInstance {
  const app = fastify({
    // Logging is the caller's: see `onError`. No request is ever written down.
    logger: false,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
    // A request that names no host, and one with an address that cannot be read, get our own answer.
    http: { requireHostHeader: false },
    frameworkErrors: answerBadAddress,
    clientErrorHandler: answerBadBytes,
  })
  answerOddRequests(app)
  guardRequests(app)
  compressAnswers(app)
  app.setErrorHandler((error, _request, reply) => {
    const known = fromFramework(error)
    if (!isHitCraftError(known) || known.code === 'INTERNAL') context.onError?.(error)
    const { status, error: told } = toldError(known)
    return reply.code(status).send({ error: told })
  })
  overviewRoutes(app, context)
  uploadRoutes(app, context)
  importRoutes(app, context)
  runRoutes(app, context)
  reportRoutes(app, context)
  compareRoutes(app, context)
  threadRoutes(app, context)
  storageRoutes(app, context)
  eventRoutes(app, context)
  const page = context.pageFolder === undefined ? undefined : servePage(app, context.pageFolder)
  app.setNotFoundHandler((request, reply) => {
    if (asksForPage(request)) {
      return page === undefined
        ? reply.code(503).type('text/html; charset=utf-8').send(UNBUILT_PAGE)
        : page.answerUnknown(reply)
    }
    const { status, error } = toldError(new HitCraftError('NOT_FOUND', 'there is nothing here'))
    return reply.code(status).send({ error })
  })
  return app
}

/** Whether a person typed or followed an address, and not one of the API. */
function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  const isRead = method === 'GET' || method === 'HEAD'
  return isRead && !/^\/+api\b/i.test(url) && headers.accept?.includes('text/html') === true
}
