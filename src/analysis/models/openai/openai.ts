import { baseUrlOf, isThisMachine, otherUrl } from '../calls/base-url.ts'
import { callError } from '../calls/call-error.ts'
import { lazily } from '../calls/lazily.ts'
import { TIMEOUT } from '../calls/timeout.ts'
import type { ModelProvider } from '../model-provider.ts'
import { keyOf } from '../provider-definition.ts'
import type { ModelSettings, ProviderDefinition } from '../provider-definition.ts'
import { openaiBatches } from './batches.ts'
import type { Call } from './batches.ts'
import { answerOf, callParams, isOwnHost } from './completion.ts'
import type { OpenAI } from './sdk.ts'

const KEY = 'OPENAI_API_KEY'
const URL_SETTING = 'OPENAI_BASE_URL'
const DEFAULT_URL = 'https://api.openai.com/v1'

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
  const called = () => ({
    title: titleOf(settings),
    model,
    keyVariable: KEY,
    otherUrl: otherUrl(URL_SETTING, settings[URL_SETTING] || DEFAULT_URL, DEFAULT_URL),
  })
  const call: Call = async ({ signal }, work) => {
    const who = called()
    try {
      return await work(await client(), signal === undefined ? {} : { signal })
    } catch (error) {
      throw callError(error, who, signal)
    }
  }
  return {
    name: 'openai',
    model,
    isElsewhere: !isOwnHost(settings[URL_SETTING] || DEFAULT_URL),
    async ready() {
      await client()
    },
    ask: (request, asking = {}) =>
      call(asking, async ({ chat, baseURL }, options) => {
        const body = callParams(model, request, baseURL)
        return answerOf(await chat.completions.create(body, options), titleOf(settings))
      }),
    batches: openaiBatches(call, called),
  }
}

async function openClient(settings: ModelSettings): Promise<OpenAI> {
  const url = urlOf(settings)
  // Servers on one's own machine want no key, and the SDK wants one.
  const apiKey = isThisMachine(url)
    ? settings[KEY] || 'none'
    : keyOf(titleOf(settings), KEY, settings[KEY])
  const { OpenAI } = await import('./sdk.ts')
  return new OpenAI({
    apiKey,
    // What is not set must not come from the environment behind the settings' back.
    adminAPIKey: null,
    organization: null,
    project: null,
    baseURL: url.href,
    maxRetries: 0,
    timeout: TIMEOUT,
    logLevel: 'off',
  })
}

/** As messages name who was asked. */
function titleOf(settings: ModelSettings): string {
  const isOther = Boolean(settings[URL_SETTING])
  return isOther ? `the server at ${urlOf(settings).hostname}` : 'OpenAI'
}

function urlOf(settings: ModelSettings): URL {
  const url = settings[URL_SETTING] || DEFAULT_URL
  return baseUrlOf(URL_SETTING, url, 'http://localhost:11434/v1')
}
