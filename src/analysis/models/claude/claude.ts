import { callError } from '../calls/call-error.ts'
import { lazily } from '../calls/lazily.ts'
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

function open(model: string, settings: ModelSettings): ModelProvider {
  const client = lazily(() => openClient(settings))
  const called = { title: TITLE, model, keyVariable: KEY }
  const call = async <T>(
    { signal }: AskOptions,
    work: (client: Anthropic, options: AskOptions) => Promise<T>,
  ): Promise<T> => {
    try {
      return await work(await client(), signal === undefined ? {} : { signal })
    } catch (error) {
      throw callError(error, called, signal)
    }
  }
  return {
    name: 'claude',
    model,
    async ask(request, asking = {}) {
      const body = { ...contentOf(model, request), max_tokens: request.maxOutputTokens }
      return answerOf(await call(asking, ({ messages }, options) => messages.create(body, options)))
    },
    async countTokens(request, asking = {}) {
      const body = contentOf(model, request)
      const counted = await call(asking, ({ messages }, options) =>
        messages.countTokens(body, options),
      )
      return counted.input_tokens
    },
  }
}

async function openClient(settings: ModelSettings): Promise<Anthropic> {
  const apiKey = keyOf(TITLE, KEY, settings[KEY] || settings['CLAUDE_API_KEY'])
  const { Anthropic } = await import('./sdk.ts')
  return new Anthropic({
    apiKey,
    // What is not set must not come from the environment behind the settings' back.
    authToken: null,
    baseURL: settings['ANTHROPIC_BASE_URL'] || 'https://api.anthropic.com',
    maxRetries: 0,
    timeout: TIMEOUT,
    logLevel: 'off',
  })
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
