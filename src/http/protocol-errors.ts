import { STATUS_CODES } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import { toldError } from './error-status.ts'
import { SECURITY_HEADERS, checkHost } from './security.ts'

/** Errors of the framework (a body that is no JSON, too long a path) as our own. */
export function fromFramework(error: unknown): unknown {
  if (isHitCraftError(error) || !(error instanceof Error) || !('statusCode' in error)) return error
  const { statusCode } = error
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return error
  return new RequestError(statusCode, 'the request is not of the form it must have', error)
}

/** What is no request of ours, with the status that HTTP has for it. */
export class RequestError extends HitCraftError {
  readonly status: number

  constructor(status: number, message: string, cause?: unknown) {
    super('INVALID_INPUT', message, {
      remedy: 'docs/http-api.md says what this server understands.',
      ...(cause === undefined ? {} : { cause }),
    })
    this.status = status
  }
}

/** Answers an address that cannot be read. No hook has run before, so it checks the host itself. */
export function answerBadAddress(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  let known: unknown = new RequestError(400, 'the address of the request cannot be read', error)
  try {
    checkHost(request)
  } catch (refusal) {
    known = refusal
  }
  const { status, error: told } = toldError(known)
  void reply.code(status).headers(SECURITY_HEADERS).send({ error: told })
}

/** Answers what the parser of HTTP refused: there is no request then, only a socket. */
export function answerBadBytes(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return
  const [status, message] = BAD_BYTES[error.code ?? ''] ?? [400, 'this is no HTTP request']
  endWith(socket, new RequestError(status, message))
}

const BAD_BYTES: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'the request did not come to its end in time'],
  HPE_HEADER_OVERFLOW: [431, 'the head of the request is too long'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'the extensions of a chunk are too long'],
  HPE_INVALID_METHOD: [400, 'the method of the request is not known'],
}

/** What Node would answer by itself, bare or not at all: tunnels and other expectations. */
export function answerOddRequests(app: FastifyInstance): void {
  app.server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    endWith(socket, new RequestError(405, 'this server is no proxy'))
  })
  app.server.on('checkExpectation', (request, response) => app.routing(request, response))
}

function endWith(socket: Duplex, problem: RequestError): void {
  const { status, error } = toldError(problem)
  const body = JSON.stringify({ error })
  const headers = {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}
