import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../api-context.ts'
import { liveState } from '../live-state.ts'

/** Least milliseconds between two events of one client. */
const INTERVAL = 150
/** So that a proxy or a sleeping laptop notices a dead connection. */
const HEARTBEAT = 15_000

/** Server-sent events: the live state at once, and again whenever it changes. */
export function eventRoutes(app: FastifyInstance, { jobs }: ApiContext): void {
  const open = new Set<ServerResponse>()
  app.addHook('preClose', async () => {
    for (const response of open) response.end()
  })

  app.get('/api/events', (request, reply) => {
    reply.hijack()
    const response = reply.raw
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) response.setHeader(name, value)
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    if (request.method === 'HEAD') {
      response.end()
      return
    }
    open.add(response)

    let timer: NodeJS.Timeout | undefined
    let sentAt = 0
    const send = () => {
      timer = undefined
      sentAt = performance.now()
      response.write(`event: state\ndata: ${JSON.stringify(liveState(jobs.state()))}\n\n`)
    }
    const unsubscribe = jobs.subscribe(() => {
      timer ??= setTimeout(send, Math.max(0, sentAt + INTERVAL - performance.now()))
    })
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT)
    request.raw.socket.once('close', () => response.end())
    response.once('close', () => {
      open.delete(response)
      unsubscribe()
      clearTimeout(timer)
      clearInterval(heartbeat)
    })
    send()
  })
}
