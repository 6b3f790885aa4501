import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer as readBuffer, text as readText } from 'node:stream/consumers'
import { anthropicWire } from './anthropic-wire.ts'
import { BatchDesk } from './batch-desk.ts'
import type { BatchBehaviour, MadeBatch, MadeRequest, RowFare } from './batch-desk.ts'
import { openaiWire } from './openai-wire.ts'
import { tokensOf } from './wire.ts'
import type { Asked, Behaviour, Counted, Wire } from './wire.ts'

export type { Asked, Behaviour } from './wire.ts'

/** A server that speaks both wire formats and misbehaves on demand; it counts what it was asked. */
export interface ModelDouble {
  /** Settings that point both SDKs at it, with a key for each. */
  readonly settings: {
    readonly ANTHROPIC_API_KEY: string
    readonly ANTHROPIC_BASE_URL: string
    readonly OPENAI_API_KEY: string
    readonly OPENAI_BASE_URL: string
  }
  /** Every call for an answer, in the order of their coming. */
  readonly asked: readonly Asked[]
  /** Calls that had a whole answer, with what that costs. */
  readonly billed: readonly (Asked & { readonly counted: Counted })[]
  /** Batches that it was given, in the order of their coming. */
  readonly batches: readonly MadeBatch[]
  /** How often it was asked how a batch stands. */
  readonly looks: number
  /** Calls that count tokens. */
  readonly countings: number
  /** The most calls that were under way at the same time. */
  readonly mostAtOnce: number
  close(): Promise<void>
}

/** What the double does with each call. */
export type Behave = (asked: Asked) => Behaviour | Promise<Behaviour>

/** Starts one on a free port of this machine. @param behaveBatch default: it takes each, and has ended it at once */
export async function startModelDouble(
  behave: Behave,
  behaveBatch: (batch: MadeBatch) => BatchBehaviour = () => ({}),
): Promise<ModelDouble> {
  const asked: Asked[] = []
  const billed: (Asked & { counted: Counted })[] = []
  const cached = new Set<string>()
  let countings = 0
  let underWay = 0
  let mostAtOnce = 0

  /** Each is billed once, however often its results are read. */
  const answered = new Map<string, Promise<{ message: unknown } | RowFare>>()
  const answerRow = async (
    { body }: MadeRequest,
    { wire: name, request }: MadeBatch,
  ): Promise<{ message: unknown } | RowFare> => {
    const wire = WIRE_OF[name]
    const one = { call: asked.length + 1, ...wire.read(request, body) }
    asked.push(one)
    const does = await behave(one)
    if (does.does === 'status') return does.status === 400 ? 'refused' : 'errored'
    if (does.does !== 'answer') return 'expired'
    return { message: bill(does, one, wire) }
  }
  const desk = new BatchDesk(behaveBatch, (one, batch) => {
    const id = `${batch.id} ${one.custom_id}`
    const known = answered.get(id) ?? answerRow(one, batch)
    answered.set(id, known)
    return known
  })

  const bill = (does: Extract<Behaviour, { does: 'answer' }>, one: Asked, wire: Wire): unknown => {
    const text = typeof does.value === 'string' ? does.value : JSON.stringify(does.value)
    const fixed = tokensOf(one.fixed)
    const isCached = cached.has(one.fixed)
    cached.add(one.fixed)
    const counted = {
      input: tokensOf(one.transcript),
      output: Math.min(tokensOf(text), one.maxOutputTokens),
      cacheRead: isCached ? fixed : 0,
      cacheWrite: isCached ? 0 : fixed,
    }
    billed.push({ ...one, counted })
    return wire.write(text, does.stop ?? 'end', counted, one.model)
  }

  const answer = async (wire: Wire, request: IncomingMessage, response: ServerResponse) => {
    const one = { call: asked.length + 1, ...wire.read(request, await readText(request)) }
    asked.push(one)
    await perform(await behave(one), one, wire, response)
  }

  const perform = async (does: Behaviour, one: Asked, wire: Wire, response: ServerResponse) => {
    if (does.does === 'wait') {
      await does.until
      await perform(does.then, one, wire, response)
    } else if (does.does === 'status') {
      send(response, does.status, does.body ?? wire.error(does.status), does.headers)
    } else if (does.does === 'break off') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 })
      response.write('{"id":"cut","content":[{"ty', () => response.destroy())
    } else if (does.does === 'answer') {
      send(response, 200, bill(does, one, wire))
    }
  }

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://double').pathname
    if (path === '/v1/messages/count_tokens') {
      countings++
      send(response, 200, { input_tokens: tokensOf(await readText(request)) })
      return
    }
    const wire = WIRES[path]
    if (wire === undefined) {
      const body = await readBuffer(request)
      const reply = await desk.reply({ method: request.method ?? '', path, body, request })
      if (reply === 'drop') return void response.destroy()
      if (reply !== undefined && 'lines' in reply) return void response.end(reply.lines.join('\n'))
      if (reply !== undefined) return send(response, reply.status, reply.body)
    }
    if (wire === undefined) return send(response, 404, { error: { message: 'no such path' } })
    underWay++
    response.once('close', () => underWay--)
    mostAtOnce = Math.max(mostAtOnce, underWay)
    await answer(wire, request, response)
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    settings: {
      ANTHROPIC_API_KEY: 'sk-ant-double-key-of-a-test',
      ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
      OPENAI_API_KEY: 'sk-double-key-of-a-test',
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    },
    asked,
    billed,
    batches: desk.made,
    get looks() {
      return desk.looks
    },
    get countings() {
      return countings
    },
    get mostAtOnce() {
      return mostAtOnce
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const WIRE_OF = { anthropic: anthropicWire, openai: openaiWire } as const

const WIRES: Readonly<Record<string, Wire>> = {
  '/v1/messages': anthropicWire,
  '/v1/chat/completions': openaiWire,
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
