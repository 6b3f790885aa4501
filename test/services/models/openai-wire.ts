import type { OpenAI } from 'openai'
import type { Wire } from './wire.ts'

/** `POST /v1/chat/completions`. */
export const openaiWire: Wire = {
  read(request, body) {
    const asked = JSON.parse(body) as OpenAI.ChatCompletionCreateParamsNonStreaming
    const textOf = (role: string) =>
      asked.messages.find((message) => message.role === role)?.content as string
    const format = asked.response_format as OpenAI.ResponseFormatJSONSchema | undefined
    return {
      wire: 'openai',
      model: asked.model,
      fixed: textOf('system'),
      transcript: textOf('user'),
      schema: format?.json_schema.schema,
      maxOutputTokens: asked.max_completion_tokens ?? asked.max_tokens ?? 0,
      key: String(request.headers.authorization).replace('Bearer ', ''),
      body,
    }
  },
  write(text, stop, counted, model) {
    const isRefusal = stop === 'refusal'
    const completion: OpenAI.ChatCompletion = {
      id: 'chatcmpl-double',
      object: 'chat.completion',
      created: 0,
      model,
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: stop === 'length' ? 'length' : 'stop',
          message: {
            role: 'assistant',
            content: isRefusal ? null : text,
            refusal: isRefusal ? text : null,
          },
        },
      ],
      usage: {
        prompt_tokens: counted.input + counted.cacheRead + counted.cacheWrite,
        completion_tokens: counted.output,
        total_tokens: counted.input + counted.cacheRead + counted.cacheWrite + counted.output,
        prompt_tokens_details: {
          cached_tokens: counted.cacheRead,
          cache_write_tokens: counted.cacheWrite,
        },
      },
    }
    return completion
  },
  error: (status) => ({
    error: {
      message: `the double answers ${status}`,
      type: status === 429 ? 'requests' : 'invalid_request_error',
      param: null,
      code: status === 401 ? 'invalid_api_key' : status === 429 ? 'rate_limit_exceeded' : null,
    },
  }),
}
