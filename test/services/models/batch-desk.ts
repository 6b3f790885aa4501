import type { IncomingMessage } from 'node:http'
import type { Anthropic } from '@anthropic-ai/sdk'
import type { OpenAI } from 'openai'
import type { Asked } from './wire.ts'

/** A batch as the double was given it. */
export interface MadeBatch {
  readonly id: string
  readonly wire: Asked['wire']
  readonly requests: readonly MadeRequest[]
  /** What it was given of ours to find it again; `''` where the wire has no place for it. */
  readonly mark: string
  readonly createdAt: Date
  /** By which it was submitted. */
  readonly request: IncomingMessage
}

export interface MadeRequest {
  readonly custom_id: string
  /** The body of the call, byte for byte as it would be made alone. */
  readonly body: string
}

/** What the double does with a batch. */
export interface BatchBehaviour {
  /**
   * With its submission. `lose`: it has it, and drops the connection before it says so. `drop`: it drops the connection and
   * has nothing. A number: it answers this status and has nothing. Default: it has it and says so.
   */
  readonly submit?: 'lose' | 'drop' | number
  /** `working`: it is at work. `failed`: it takes none of it. `gone`: it knows nothing of it. Default `ended`. */
  readonly state?: 'working' | 'ended' | 'failed' | 'gone'
  /** `gone`: it shows the batch, and its answers no more. */
  readonly results?: 'gone'
  /** Changes the lines of its results: leaves some out, doubles them, cuts them. */
  readonly lines?: (lines: readonly string[]) => readonly string[]
}

/** A request to the double for a batch, as far as it was read. */
export interface BatchCall {
  readonly method: string
  readonly path: string
  readonly body: Buffer
  readonly request: IncomingMessage
}

export type BatchReply =
  | { readonly status: number; readonly body: unknown }
  | { readonly lines: readonly string[] }
  | 'drop'

/** How requests fared whose rows are no answers. */
export type RowFare = 'expired' | 'errored' | 'refused'

/** The batches of the double, in both wire formats. */
export class BatchDesk {
  readonly made: MadeBatch[] = []
  /** How often it was asked how a batch stands. */
  looks = 0
  readonly #behave: (batch: MadeBatch) => BatchBehaviour
  readonly #answer: (one: MadeRequest, batch: MadeBatch) => Promise<{ message: unknown } | RowFare>
  readonly #files = new Map<string, string>()

  constructor(
    behave: (batch: MadeBatch) => BatchBehaviour,
    answer: (one: MadeRequest, batch: MadeBatch) => Promise<{ message: unknown } | RowFare>,
  ) {
    this.#behave = behave
    this.#answer = answer
  }

  /** @returns undefined for what is no call for a batch */
  async reply(call: BatchCall): Promise<BatchReply | undefined> {
    const { method, path } = call
    if (path === '/v1/messages/batches') {
      return method === 'POST' ? this.#takeAnthropic(call) : this.#listAnthropic()
    }
    const anthropic = /^\/v1\/messages\/batches\/([^/]+)(\/results)?$/.exec(path)
    if (anthropic !== null) return this.#ofBatch(anthropic[1], anthropic[2] !== undefined)
    if (path === '/v1/files' && method === 'POST') return this.#takeFile(call)
    const file = /^\/v1\/files\/([^/]+)\/content$/.exec(path)?.[1]
    if (file !== undefined) return this.#fileOf(file)
    if (path === '/v1/batches') {
      return method === 'POST' ? this.#takeOpenai(call) : this.#listOpenai()
    }
    const openai = /^\/v1\/batches\/([^/]+)$/.exec(path)?.[1]
    return openai === undefined ? undefined : this.#ofBatch(openai, false)
  }

  #takeAnthropic({ body, request }: BatchCall): BatchReply {
    const { requests } = JSON.parse(body.toString()) as Anthropic.Messages.BatchCreateParams
    return this.#take({
      request,
      wire: 'anthropic',
      mark: '',
      requests: requests.map(({ custom_id, params }) => ({
        custom_id,
        body: JSON.stringify(params),
      })),
    })
  }

  #takeOpenai({ body, request }: BatchCall): BatchReply {
    const { input_file_id, metadata } = JSON.parse(body.toString()) as OpenAI.BatchCreateParams
    const lines = (this.#files.get(input_file_id) ?? '').split('\n').filter((line) => line !== '')
    const requests = lines.map((line) => {
      const { custom_id, body } = JSON.parse(line) as { custom_id: string; body: unknown }
      return { custom_id, body: JSON.stringify(body) }
    })
    const mark = metadata?.['hitcraft'] ?? ''
    return this.#take({ request, wire: 'openai', mark, requests })
  }

  #take(given: Pick<MadeBatch, 'request' | 'wire' | 'mark' | 'requests'>): BatchReply {
    const batch = { ...given, id: `batch_${this.made.length + 1}`, createdAt: new Date() }
    const { submit } = this.#behave(batch)
    if (typeof submit === 'number') return { status: submit, body: { error: { message: 'no' } } }
    if (submit === 'drop') return 'drop'
    this.made.push(batch)
    return submit === 'lose' ? 'drop' : { status: 200, body: this.#state(batch) }
  }

  /** A form with the file in it, as the SDK sends it. */
  async #takeFile({ body, request }: BatchCall): Promise<BatchReply> {
    const headers = { 'content-type': String(request.headers['content-type']) }
    const form = await new Response(new Uint8Array(body), { headers }).formData()
    const file = form.get('file')
    const id = `file_${this.#files.size + 1}`
    this.#files.set(id, file instanceof File ? await file.text() : '')
    return { status: 200, body: { id, object: 'file', purpose: form.get('purpose') } }
  }

  /** A file of answers is gone with the answers of its batch. */
  #fileOf(id: string): BatchReply {
    const batch = this.made.find((one) => id === `${one.id}_output`)
    if (batch !== undefined && this.#behave(batch).results === 'gone') {
      return { status: 404, body: { error: { message: 'no such file' } } }
    }
    return { lines: (this.#files.get(id) ?? '').split('\n') }
  }

  #listAnthropic(): BatchReply {
    const data = this.#of('anthropic').map((batch) => this.#state(batch))
    return { status: 200, body: { data, has_more: false, first_id: null, last_id: null } }
  }

  #listOpenai(): BatchReply {
    const data = this.#of('openai').map((batch) => this.#state(batch))
    return { status: 200, body: { object: 'list', data, has_more: false } }
  }

  #of(wire: Asked['wire']): MadeBatch[] {
    return this.made.filter((batch) => batch.wire === wire).toReversed()
  }

  async #ofBatch(id: string | undefined, isForResults: boolean): Promise<BatchReply> {
    const batch = this.made.find((one) => one.id === id)
    const behaviour = batch && this.#behave(batch)
    if (batch === undefined || behaviour?.state === 'gone') {
      return { status: 404, body: { error: { message: 'no such batch' } } }
    }
    if (isForResults && behaviour?.results === 'gone') {
      return { status: 404, body: { error: { message: 'no results' } } }
    }
    if (isForResults) return { lines: await this.#lines(batch) }
    this.looks++
    if (batch.wire === 'openai' && this.#stateOf(batch) === 'ended') {
      this.#files.set(`${batch.id}_output`, (await this.#lines(batch)).join('\n'))
    }
    return { status: 200, body: this.#state(batch) }
  }

  #stateOf(batch: MadeBatch) {
    return this.#behave(batch).state ?? 'ended'
  }

  async #lines(batch: MadeBatch): Promise<readonly string[]> {
    const lines = []
    for (const one of batch.requests) {
      lines.push(JSON.stringify(rowOf(batch.wire, one, await this.#answer(one, batch))))
    }
    // In no order of ours.
    lines.reverse()
    return this.#behave(batch).lines?.(lines) ?? lines
  }

  #state(batch: MadeBatch): Anthropic.Messages.MessageBatch | OpenAI.Batch {
    const state = this.#stateOf(batch)
    const count = batch.requests.length
    const isDone = state === 'ended'
    if (batch.wire === 'anthropic') {
      return {
        id: batch.id,
        type: 'message_batch',
        processing_status: isDone ? 'ended' : 'in_progress',
        request_counts: {
          processing: isDone ? 0 : count,
          succeeded: isDone ? count : 0,
          errored: 0,
          canceled: 0,
          expired: 0,
        },
        created_at: batch.createdAt.toISOString(),
        expires_at: new Date(batch.createdAt.getTime() + 86_400_000).toISOString(),
        ended_at: null,
        archived_at: null,
        cancel_initiated_at: null,
        results_url: null,
      }
    }
    return {
      id: batch.id,
      object: 'batch',
      endpoint: '/v1/chat/completions',
      completion_window: '24h',
      input_file_id: 'file_1',
      created_at: Math.floor(batch.createdAt.getTime() / 1000),
      status: isDone ? 'completed' : state === 'failed' ? 'failed' : 'in_progress',
      request_counts: { total: count, completed: isDone ? count : 0, failed: 0 },
      metadata: { hitcraft: batch.mark },
      ...(isDone ? { output_file_id: `${batch.id}_output` } : {}),
      ...(state === 'failed' ? { errors: { data: [{ code: 'token_limit_exceeded' }] } } : {}),
    }
  }
}

function rowOf(
  wire: Asked['wire'],
  { custom_id }: MadeRequest,
  fared: { message: unknown } | RowFare,
): unknown {
  if (wire === 'anthropic') {
    if (typeof fared === 'object') return { custom_id, result: { type: 'succeeded', ...fared } }
    if (fared === 'expired') return { custom_id, result: { type: 'expired' } }
    const type = fared === 'refused' ? 'invalid_request_error' : 'api_error'
    const error = { type: 'error', error: { type, message: 'no' }, request_id: null }
    return { custom_id, result: { type: 'errored', error } }
  }
  const row = { id: 'row', custom_id, response: null, error: null }
  if (fared === 'expired') return { ...row, error: { code: 'batch_expired', message: 'no' } }
  const status_code = fared === 'errored' ? 500 : fared === 'refused' ? 400 : 200
  const body = typeof fared === 'object' ? fared.message : { error: { message: 'no' } }
  return { ...row, response: { status_code, request_id: 'req', body } }
}
