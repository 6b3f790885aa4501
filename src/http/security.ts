import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import { parseRequest } from './parse-request.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The page and its files: a link from elsewhere may open them. All other routes are the API. */
    readonly isPage?: true
    /** What the query may hold. Without it a query is refused, so that no filter is passed over. */
    readonly query?: z.ZodType
  }
}

const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i
const NO_QUERY = z.strictObject({})

/** Everything comes from this server; nothing is inline, framed or sent elsewhere. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** A report as one file has its styles inside, and no script. */
export const REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

/** Headers of every answer, also of one to what is no request. Only the page's files are kept. */
export const SECURITY_HEADERS = {
  'content-security-policy': PAGE_POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
} as const

/**
 * Checks who asks and what for, and sets the headers that keep a browser from being talked into
 * something. It goes by the route that was found, never by how its address is spelled.
 */
export function guardRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    checkHost(request)
    checkOrigin(request)
    checkQuery(request)
    checkBody(request)
  })
}

/** Another name that resolves to this machine (DNS rebinding) gets nothing. */
export function checkHost({ raw, headers: { host = '' } }: FastifyRequest): void {
  const named = raw.rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host')
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(raw.url ?? '')?.[1]
  const isOne = named.length === 1 && (authority === undefined || authority === host)
  if (isOne && LOOPBACK_NAME.test(host)) return
  throw new HitCraftError('PERMISSION', 'this server answers to a loopback address only', {
    remedy: 'Open it as http://127.0.0.1 or http://localhost with its port.',
  })
}

/** Another page in the same browser may neither change nor read anything. */
function checkOrigin({ headers, method, routeOptions }: FastifyRequest): void {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase()
  const isCross = site !== undefined && site !== 'same-origin' && site !== 'none'
  // A link from elsewhere to the page itself is fine; to the API nothing from elsewhere is.
  if (routeOptions.config.isPage === true && (method === 'GET' || method === 'HEAD')) return
  if (!isForeign && !isCross) return
  throw new HitCraftError('PERMISSION', 'requests from other pages are refused', {
    remedy: 'Use the page that this server itself serves.',
  })
}

/** A field that the route does not know is refused: what it would leave out would be left in. */
function checkQuery({ is404, query, routeOptions }: FastifyRequest): void {
  if (is404 || routeOptions.config.isPage === true) return
  parseRequest(routeOptions.config.query ?? NO_QUERY, query)
}

/** Only what is posted or put has a body; elsewhere it would hold a wish that nobody reads. */
function checkBody({ method, headers }: FastifyRequest): void {
  if (method === 'POST' || method === 'PUT') return
  const isEmpty =
    headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0
  if (isEmpty) return
  throw new HitCraftError('INVALID_INPUT', `${method} takes no body`, {
    remedy: 'Name in the query what it is about.',
  })
}
