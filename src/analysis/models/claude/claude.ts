import { callError } from '../calls/call-error.ts'
import { TIMEOUT } from '../calls/timeout.ts'
import type { AskOptions, ModelAnswer, ModelProvider, ModelRequest } from '../model-provider.ts'
import { keyOf } from '../provider-definition.ts'
import type { ModelSettings, ProviderDefinition } from '../provider-definition.ts'
import type { Anthropic } from './sdk.ts'

const TITLE = 'Anthropic'
const KEY = 'ANTHROPIC_API_KEY'

/** Claude by Anthropic's Messages API, with its structured output and its prompt cache. */
export const claude = {
  name: 'claude',
  title: TITLE,
  defaultModel: 'claude-sonnet-5-5',
  settings: {
    ANTHROPIC_API_KEY: { fallback: '', about: 'key of the analyzer claude', shown: 'never' },
    CLAUDE_API_KEY: { fallback: '', about: 'the same by its older name', shown: 'never' },
    ANTHROPIC_BASE_URL: { fallback: '', about: 'of a gateway before Anthropic', shown: 'as a URL' },
  },
  open,
} satisfies ProviderDefinition

async function open(model: string, settings: ModelSettings): Promise<ModelProvider> {
  const apiKey = keyOf(TITLE, KEY, settings[KEY] || settings['CLAUDE_API_KEY'])
  const { Anthropic } = await import('./sdk.ts')
  const client = new Anthropic({
    apiKey,
    // What is not set must not come from the environment behind the settings' back.
    authToken: null,
    baseURL: settings['ANTHROPIC_BASE_URL'] || 'https://api.anthropic.com',
    maxRetries: 0,
    timeout: TIMEOUT,
    logLevel: 'off',
  })
  const called = { title: TITLE, model, keyVariable: KEY }
  const call = async <T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      throw callError(error, called, signal)
    }
  }
  return {
    name: 'claude',
    model,
    async ask(request, { signal }: AskOptions = {}) {
      const { maxOutputTokens: max_tokens } = request
      const body = { ...contentOf(model, request), max_tokens }
      return answerOf(await call(signal, client.messages.create(body, optionsOf(signal))))
    },
    async countTokens(request, { signal }: AskOptions = {}) {
      const counting = client.messages.countTokens(contentOf(model, request), optionsOf(signal))
      return (await call(signal, counting)).input_tokens
    },
  }
}

function optionsOf(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { signal }
}

function contentOf(model: string, { fixed, transcript, schema }: ModelRequest) {
  const system: Anthropic.TextBlockParam[] = [
    { type: 'text', text: fixed, cache_control: { type: 'ephemeral' } },
  ]
  const messages: Anthropic.MessageParam[] = [{ role: 'user', content: transcript }]
  const format: Anthropic.JSONOutputFormat = { type: 'json_schema', schema: { ...schema } }
  return { model, system, messages, output_config: { format } }
}

function answerOf({ content, stop_reason: stop, usage }: Anthropic.Message): ModelAnswer {
  const texts = content.flatMap((block) => (block.type === 'text' ? block.text : []))
  return {
    text: texts.join(''),
    stop:
      stop === 'refusal'
        ? 'refusal'
        : stop === 'max_tokens' || stop === 'model_context_window_exceeded'
          ? 'length'
          : 'end',
    usage: {
      input: usage.input_tokens,
      output: usage.output_tokens,
      cacheRead: usage.cache_read_input_tokens ?? 0,
      cacheWrite: usage.cache_creation_input_tokens ?? 0,
    },
  }
}
