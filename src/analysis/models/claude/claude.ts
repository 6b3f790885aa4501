import { isCount, partsOf } from '../calls/answer-parts.ts'
import { baseUrlOf, otherUrl } from '../calls/base-url.ts'
import { callError } from '../calls/call-error.ts'
import { lazily } from '../calls/lazily.ts'
import { malformed } from '../calls/malformed.ts'
import { TIMEOUT } from '../calls/timeout.ts'
import type { ModelProvider } from '../model-provider.ts'
import { keyOf } from '../provider-definition.ts'
import type { ModelSettings, ProviderDefinition } from '../provider-definition.ts'
import { claudeBatches } from './batches.ts'
import type { Call } from './batches.ts'
import { answerOf, contentOf, messageParams, TITLE } from './message.ts'
import type { Anthropic } from './sdk.ts'

const KEY = 'ANTHROPIC_API_KEY'
const URL_SETTING = 'ANTHROPIC_BASE_URL'
const DEFAULT_URL = 'https://api.anthropic.com'

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
  const called = {
    title: TITLE,
    model,
    keyVariable: KEY,
    otherUrl: otherUrl(URL_SETTING, settings[URL_SETTING] || DEFAULT_URL, DEFAULT_URL),
  }
  const call: Call = async ({ signal }, work) => {
    try {
      return await work(await client(), signal === undefined ? {} : { signal })
    } catch (error) {
      throw callError(error, called, signal)
    }
  }
  return {
    name: 'claude',
    model,
    isElsewhere: !isOwnHost(settings[URL_SETTING] || DEFAULT_URL),
    async ready() {
      await client()
    },
    async ask(request, asking = {}) {
      const body = messageParams(model, request)
      return call(asking, async ({ messages }, options) =>
        answerOf(await messages.create(body, options)),
      )
    },
    async countTokens(request, asking = {}) {
      const body = contentOf(model, request)
      return call(asking, async ({ messages }, options) => {
        const { input_tokens: count } = partsOf(await messages.countTokens(body, options), TITLE)
        if (!isCount(count)) throw malformed(`${TITLE} sent no count of tokens`)
        return count
      })
    },
    batches: claudeBatches(model, call),
  }
}

async function openClient(settings: ModelSettings): Promise<Anthropic> {
  const apiKey = keyOf(TITLE, KEY, settings[KEY] || settings['CLAUDE_API_KEY'])
  const url = settings[URL_SETTING] || DEFAULT_URL
  // The SDK puts its path behind it as it stands.
  baseUrlOf(URL_SETTING, url, DEFAULT_URL)
  const { Anthropic } = await import('./sdk.ts')
  return new Anthropic({
    apiKey,
    // What is not set must not come from the environment behind the settings' back.
    authToken: null,
    baseURL: url,
    maxRetries: 0,
    timeout: TIMEOUT,
    logLevel: 'off',
  })
}

/** Whether it is the maker that is asked, whose prices are the list's. */
function isOwnHost(url: string): boolean {
  return URL.canParse(url) && /(?:^|\.)anthropic\.com$/.test(new URL(url).hostname)
}
