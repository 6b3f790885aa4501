import type { Anthropic } from '@anthropic-ai/sdk'
import type { Wire } from './wire.ts'

const ERRORS: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
}

/** `POST /v1/messages`. */
export const anthropicWire: Wire = {
  read(request, body) {
    const asked = JSON.parse(body) as Anthropic.MessageCreateParamsNonStreaming
    const system = asked.system as Anthropic.TextBlockParam[]
    return {
      wire: 'anthropic',
      model: asked.model,
      fixed: system.map(({ text }) => text).join(''),
      transcript: asked.messages.at(0)?.content as string,
      schema: asked.output_config?.format?.schema,
      maxOutputTokens: asked.max_tokens,
      key: String(request.headers['x-api-key'] ?? request.headers.authorization).replace(
        'Bearer ',
        '',
      ),
      body,
    }
  },
  write(text, stop, counted, model) {
    const message: Pick<
      Anthropic.Message,
      'id' | 'type' | 'role' | 'model' | 'content' | 'stop_reason' | 'stop_sequence'
    > & { usage: Partial<Anthropic.Usage> } = {
      id: 'msg_double',
      type: 'message',
      role: 'assistant',
      model,
      content: [{ type: 'text', text, citations: null }],
      stop_reason: stop === 'end' ? 'end_turn' : stop === 'length' ? 'max_tokens' : 'refusal',
      stop_sequence: null,
      usage: {
        input_tokens: counted.input,
        output_tokens: counted.output,
        cache_read_input_tokens: counted.cacheRead,
        cache_creation_input_tokens: counted.cacheWrite,
      },
    }
    return message
  },
  error: (status) => ({
    type: 'error',
    error: { type: ERRORS[status] ?? 'api_error', message: `the double answers ${status}` },
    request_id: 'req_double',
  }),
}
