import type { FastifyInstance, FastifyRequest } from 'fastify'
import { HitCraftError } from '../errors/hitcraft-error.ts'

const LOOPBACK_NAME = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i

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

/** Checks who asks, and sets the headers that keep a browser from being talked into something. */
export function guardRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'content-security-policy': PAGE_POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    })
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store')
    checkHost(request)
    checkOrigin(request)
  })
}

/** Another name that resolves to this machine (DNS rebinding) gets nothing. */
function checkHost(request: FastifyRequest): void {
  if (LOOPBACK_NAME.test(request.headers.host ?? '')) return
  throw new HitCraftError('PERMISSION', 'this server answers to a loopback address only', {
    remedy: 'Open it as http://127.0.0.1 or http://localhost with its port.',
  })
}

/** Another page in the same browser may neither change nor read anything. */
function checkOrigin(request: FastifyRequest): void {
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  const reads = request.method === 'GET' || request.method === 'HEAD'
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host}`.toLowerCase()
  const isCross = site === 'cross-site' || site === 'same-site'
  // A link from elsewhere to the page itself is fine; to the API nothing from elsewhere is.
  if (reads && !request.url.startsWith('/api')) return
  if (!isForeign && !isCross) return
  throw new HitCraftError('PERMISSION', 'requests from other pages are refused', {
    remedy: 'Use the page that this server itself serves.',
  })
}
