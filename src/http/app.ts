import { send } from '@fastify/send'
import fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ApiContext } from './api-context.ts'
import { toldError } from './error-status.ts'
import { eventRoutes } from './routes/events.ts'
import { importRoutes } from './routes/imports.ts'
import { overviewRoutes } from './routes/overview.ts'
import { reportRoutes } from './routes/report.ts'
import { runRoutes } from './routes/runs.ts'
import { threadRoutes } from './routes/threads.ts'
import { guardRequests } from './security.ts'

/** Paths of the page's own routes; they all are the one page. */
const PAGE_ROUTES = ['/', '/threads', '/thread', '/imports']

/** The HTTP API, and the page if it is built. Not listening yet. */
export function buildApp(context: ApiContext): FastifyInstance {
  const app = fastify({
    // Logging is the caller's: see `onError`. No request is ever written down.
    logger: false,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: true,
  })
  guardRequests(app)
  app.setErrorHandler((error, _request, reply) => {
    const known = fromFramework(error)
    if (!isHitCraftError(known) || known.code === 'INTERNAL') context.onError?.(error)
    const { status, error: told } = toldError(known)
    return reply.code(status).send({ error: told })
  })
  app.setNotFoundHandler((_request, reply) => {
    const { status, error } = toldError(new HitCraftError('NOT_FOUND', 'there is nothing here'))
    return reply.code(status).send({ error })
  })
  overviewRoutes(app, context)
  importRoutes(app, context)
  runRoutes(app, context)
  reportRoutes(app, context)
  threadRoutes(app, context)
  eventRoutes(app, context)
  if (context.pageFolder !== undefined) servePage(app, context.pageFolder)
  return app
}

function servePage(app: FastifyInstance, root: string): void {
  const serve = async (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const file = await send(request.raw, path, { root, index: false, cacheControl: false })
    if (file.type !== 'file') {
      file.stream.destroy()
      return reply.callNotFound()
    }
    // Names under assets/ hold a hash of their content; the page itself is asked for each time.
    const isHashed = path.startsWith('/assets/')
    return reply
      .code(file.statusCode)
      .headers(file.headers)
      .header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      .send(file.stream)
  }
  for (const path of PAGE_ROUTES) {
    app.get(path, (request, reply) => serve(request, reply, '/index.html'))
  }
  app.get('/*', (request, reply) => serve(request, reply, request.url.replace(/\?.*/s, '')))
}

/** Errors of the framework (a body that is no JSON, too long a path) as our own. */
function fromFramework(error: unknown): unknown {
  if (isHitCraftError(error) || !(error instanceof Error) || !('statusCode' in error)) return error
  const { statusCode } = error
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return error
  return new HitCraftError('INVALID_INPUT', 'the request is not of the form it must have', {
    cause: error,
  })
}
