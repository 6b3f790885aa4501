import { partsOf, usageOf } from '../calls/answer-parts.ts'
import { malformed } from '../calls/malformed.ts'
import type { ModelAnswer, ModelRequest } from '../model-provider.ts'
import type { Anthropic } from './sdk.ts'

export const TITLE = 'Anthropic'

/** A request as the Messages API takes it. */
export function messageParams(model: string, request: ModelRequest) {
  return { ...contentOf(model, request), max_tokens: request.maxOutputTokens }
}

/** What of it has tokens to be counted. */
export function contentOf(model: string, { fixed, transcript, schema }: ModelRequest) {
  const system: Anthropic.TextBlockParam[] = [
    { type: 'text', text: fixed, cache_control: { type: 'ephemeral' } },
  ]
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: transcript }]
  const format: Anthropic.JSONOutputFormat = { type: 'json_schema', schema: { ...schema } }
  return { model, system, messages, output_config: { format } }
}

/** @throws HitCraftError ANSWER_MALFORMED for what is no message */
export function answerOf(sent: Anthropic.Message): ModelAnswer {
  const { content, stop_reason: stop, usage: told } = partsOf(sent, TITLE)
  if (!Array.isArray(content)) throw malformed(`${TITLE} sent no message`)
  const texts = content.flatMap((block) => (block.type === 'text' ? block.text : []))
  const usage = usageOf({
    input: told?.input_tokens,
    output: told?.output_tokens,
    cacheRead: told?.cache_read_input_tokens ?? 0,
    cacheWrite: told?.cache_creation_input_tokens ?? 0,
  })
  return {
    text: texts.join(''),
    stop:
      stop === 'refusal'
        ? 'refusal'
        : stop === 'max_tokens' || stop === 'model_context_window_exceeded'
          ? 'length'
          : 'end',
    ...usage,
  }
}
