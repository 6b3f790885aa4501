import { isCount, partsOf, usageOf } from '../calls/answer-parts.ts'
import { baseUrlOf } from '../calls/base-url.ts'
import { callError } from '../calls/call-error.ts'
import { lazily } from '../calls/lazily.ts'
import { malformed } from '../calls/malformed.ts'
import { TIMEOUT } from '../calls/timeout.ts'
import type { ModelAnswer, ModelProvider, ModelRequest } from '../model-provider.ts'
import { keyOf } from '../provider-definition.ts'
import type { ModelSettings, ProviderDefinition } from '../provider-definition.ts'
import type { OpenAI } from './sdk.ts'

const KEY = 'OPENAI_API_KEY'
const DEFAULT_URL = 'https://api.openai.com/v1'
/** Hosts that know the newer members of a request; many compatible servers do not. */
const NEWER = /(?:^|\.)(?:openai|azure)\.com$/
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** OpenAI, and any server that speaks its Chat Completions with structured output. */
export const openai = {
  name: 'openai',
  title: 'OpenAI',
  defaultModel: 'gpt-6-luna',
  settings: {
    OPENAI_API_KEY: { fallback: '', about: 'key of the analyzer openai', shown: 'never' },
    OPENAI_BASE_URL: {
      fallback: '',
      about: 'of a compatible server (Ollama: http://localhost:11434/v1)',
      shown: 'as a URL',
    },
  },
  open,
} satisfies ProviderDefinition

function open(model: string, settings: ModelSettings): ModelProvider {
  const client = lazily(() => openClient(settings))
  return {
    name: 'openai',
    model,
    async ready() {
      await client()
    },
    async ask(request, { signal } = {}) {
      const title = titleOf(settings)
      try {
        const { chat, baseURL } = await client()
        const isNewer = NEWER.test(new URL(baseURL).hostname)
        const body = { ...contentOf(model, request), ...limitsOf(request, isNewer) }
        const options = signal === undefined ? {} : { signal }
        return answerOf(await chat.completions.create(body, options), title)
      } catch (error) {
        throw callError(error, { title, model, keyVariable: KEY }, signal)
      }
    },
  }
}

async function openClient(settings: ModelSettings): Promise<OpenAI> {
  const { href, hostname } = urlOf(settings)
  // Servers on one's own machine want no key, and the SDK wants one.
  const apiKey = LOOPBACK.test(hostname)
    ? settings[KEY] || 'none'
    : keyOf(titleOf(settings), KEY, settings[KEY])
  const { OpenAI } = await import('./sdk.ts')
  return new OpenAI({
    apiKey,
    // What is not set must not come from the environment behind the settings' back.
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: href,
    maxRetries: 0,
    timeout: TIMEOUT,
    logLevel: 'off',
  })
}

/** As messages name who was asked. */
function titleOf(settings: ModelSettings): string {
  const isOther = Boolean(settings['OPENAI_BASE_URL'])
  return isOther ? `the server at ${urlOf(settings).hostname}` : 'OpenAI'
}

function urlOf(settings: ModelSettings): URL {
  const url = settings['OPENAI_BASE_URL'] || DEFAULT_URL
  return baseUrlOf('OPENAI_BASE_URL', url, 'http://localhost:11434/v1')
}

function contentOf(model: string, { fixed, transcript, schema }: ModelRequest) {
  const messages: OpenAI.ChatCompletionMessageParam[] = [
    { role: 'system', content: fixed },
    { role: 'user', content: transcript },
  ]
  const json_schema = { name: 'analysis', strict: true, schema: { ...schema } }
  return { model, messages, response_format: { type: 'json_schema' as const, json_schema } }
}

/** Models that reason refuse `max_tokens`, and compatible servers know nothing else. */
function limitsOf({ maxOutputTokens }: ModelRequest, isNewer: boolean) {
  return isNewer
    ? { max_completion_tokens: maxOutputTokens, store: false }
    : { max_tokens: maxOutputTokens }
}

/** A server that only claims to be compatible may answer anything. */
function answerOf(sent: OpenAI.ChatCompletion, title: string): ModelAnswer {
  const { choices, usage: told } = partsOf(sent, title)
  const choice = Array.isArray(choices) ? choices[0] : undefined
  if (!choice?.message) throw malformed(`${title} sent no message`)
  const { finish_reason: reason, message } = choice
  const isRefusal = Boolean(message.refusal) || reason === 'content_filter'
  const cacheRead = told?.prompt_tokens_details?.cached_tokens ?? 0
  const cacheWrite = told?.prompt_tokens_details?.cache_write_tokens ?? 0
  const prompt = told?.prompt_tokens
  const usage = usageOf({
    input: isCount(prompt) ? Math.max(0, prompt - cacheRead - cacheWrite) : undefined,
    output: told?.completion_tokens,
    cacheRead,
    cacheWrite,
  })
  return {
    text: message.content ?? '',
    stop: isRefusal ? 'refusal' : reason === 'length' ? 'length' : 'end',
    ...usage,
  }
}
