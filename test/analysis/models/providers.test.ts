import { afterEach, describe, expect, it } from 'vitest'
import type { ModelProvider, ModelRequest } from '../../../src/analysis/models/model-provider.ts'
import { otherUrl } from '../../../src/analysis/models/calls/base-url.ts'
import { callError } from '../../../src/analysis/models/calls/call-error.ts'
import { callParams } from '../../../src/analysis/models/openai/completion.ts'
import { ModelRefusal } from '../../../src/errors/model-refusal.ts'
import { PROVIDERS } from '../../../src/analysis/models/providers.ts'
import type { ProviderName } from '../../../src/analysis/models/providers.ts'
import { HitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { Behave, Behaviour, ModelDouble } from '../../services/models/model-double.ts'

const REQUEST: ModelRequest = {
  fixed: 'What to do.',
  transcript: 'What was said.',
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  maxOutputTokens: 123,
}
const NAMES = Object.keys(PROVIDERS) as ProviderName[]
/** Words that must be in no error: the key, and what was sent. */
const SECRET = /sk-|key-of-a-test|What was said/

let double: ModelDouble | undefined

afterEach(() => double?.close())

async function openOn(name: ProviderName, behave: Behave): Promise<ModelProvider> {
  double = await startModelDouble(behave)
  return PROVIDERS[name].open('a-model', double.settings)
}

async function failure(name: ProviderName, behaviour: Behaviour): Promise<HitCraftError> {
  const provider = await openOn(name, () => behaviour)
  const error: unknown = await provider.ask(REQUEST).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(HitCraftError)
  const { message, remedy, details, cause } = error as HitCraftError
  expect(JSON.stringify([message, remedy, details])).not.toMatch(SECRET)
  expect(cause).toBeUndefined()
  return error as HitCraftError
}

describe.each(NAMES)('the provider %s', (name) => {
  it('sends the request and returns the answer with its tokens', async () => {
    const provider = await openOn(name, () => ({ does: 'answer', value: { a: 1 } }))
    const first = await provider.ask(REQUEST)
    const second = await provider.ask(REQUEST)
    expect(first).toEqual({
      text: '{"a":1}',
      stop: 'end',
      usage: { input: 4, output: 2, cacheRead: 0, cacheWrite: 3 },
    })
    expect(second.usage).toEqual({ input: 4, output: 2, cacheRead: 3, cacheWrite: 0 })
    expect(double?.asked).toHaveLength(2)
    expect(double?.asked[0]).toMatchObject({ model: 'a-model', ...REQUEST })
    expect(double?.asked[0]?.key).toContain('double-key')
  })

  it.each(['refusal', 'length'] as const)('tells a %s', async (stop) => {
    const provider = await openOn(name, () => ({ does: 'answer', value: 'No.', stop }))
    expect((await provider.ask(REQUEST)).stop).toBe(stop)
  })

  it.each([408, 409, 429, 500, 503, 529])('may be asked again after %i', async (status) => {
    const error = await failure(name, { does: 'status', status })
    expect(error).toMatchObject({ code: 'UNAVAILABLE', retryable: true, details: { status } })
    expect(error.details).not.toHaveProperty('retryAfterMs')
    expect(double?.asked).toHaveLength(1)
  })

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '7', 'retry-after-ms': '1500' }, 1500],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
  ])('tells how long to wait: %j', async (headers, retryAfterMs) => {
    const error = await failure(name, { does: 'status', status: 429, headers })
    expect(error.details).toMatchObject({ retryAfterMs })
  })

  it('does not believe a wait that makes no sense', async () => {
    const headers = { 'retry-after': 'soon' }
    const error = await failure(name, { does: 'status', status: 429, headers })
    expect(error.details).not.toHaveProperty('retryAfterMs')
  })

  it('names the variable of a wrong key, and nothing that the service wrote', async () => {
    const body = { error: { message: 'Incorrect API key provided: sk-doub***test' } }
    const error = await failure(name, { does: 'status', status: 401, body })
    expect(error.code).toBe('PERMISSION')
    expect(error.message).toMatch(/ANTHROPIC_API_KEY|OPENAI_API_KEY/)
  })

  it.each([
    [400, { error: { type: 'invalid_request_error', message: 'Your credit balance is too low' } }],
    [402, {}],
    [429, { error: { code: 'insufficient_quota', type: 'insufficient_quota', message: 'quota' } }],
  ])('tells that there is no credit left: %i', async (status, body) => {
    const error = await failure(name, { does: 'status', status, body })
    expect(error).toMatchObject({ code: 'PERMISSION', retryable: false })
    expect(error.message).toContain('no credit')
  })

  it.each([
    [401, 'PERMISSION', 'machine'],
    [402, 'PERMISSION', 'machine'],
    [403, 'PERMISSION', 'machine'],
    // The double is at a base URL of this machine's own.
    [404, 'INVALID_CONFIG', 'machine'],
    [400, 'INVALID_INPUT', undefined],
    [413, 'INVALID_INPUT', undefined],
  ] as const)('answers %i with %s, and says whose fault it is', async (status, code, blames) => {
    const error = await failure(name, { does: 'status', status })
    expect(error.code).toBe(code)
    expect(error instanceof ModelRefusal ? error.blames : undefined).toBe(blames)
  })

  it.each([
    ['a page of a gateway', '<html>Sign in</html>', 'text/html'],
    ['nothing', 'null', 'application/json'],
    ['another object', '{"ok":true}', 'application/json'],
    ['no list', '{"content":7,"choices":null}', 'application/json'],
  ])('takes %s for no answer', async (_what, body, type) => {
    const headers = { 'content-type': type }
    const error = await failure(name, { does: 'status', status: 200, body, headers })
    expect(error.code).toBe('ANSWER_MALFORMED')
  })

  it.each([
    ['none', undefined],
    ['half of it', { input_tokens: 5, prompt_tokens: 5 }],
    ['words', { input_tokens: '5', output_tokens: 1, prompt_tokens: '5', completion_tokens: 1 }],
    ['less than nothing', { input_tokens: 5, output_tokens: -1, completion_tokens: -1 }],
    [
      'nothing at all',
      { input_tokens: 0, output_tokens: 0, prompt_tokens: 0, completion_tokens: 0 },
    ],
  ])('makes up no tokens where the service tells %s', async (_what, usage) => {
    const body = {
      content: [{ type: 'text', text: '{}' }],
      choices: [{ message: { content: '{}' }, finish_reason: 'stop' }],
      usage,
    }
    const provider = await openOn(name, () => ({ does: 'status', status: 200, body }))
    expect(await provider.ask(REQUEST)).toEqual({ text: '{}', stop: 'end' })
  })

  it('may be asked again after an answer that broke off', async () => {
    expect((await failure(name, { does: 'break off' })).code).toBe('UNAVAILABLE')
  })

  it('may be asked again where nobody listens', async () => {
    const provider = await openOn(name, () => ({ does: 'hang' }))
    await double?.close()
    await expect(provider.ask(REQUEST)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
      details: { sent: false },
    })
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const provider = await openOn(name, () => {
      stop.abort()
      return { does: 'hang' }
    })
    await expect(provider.ask(REQUEST, { signal: stop.signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    })
  })
})

describe('a model that is not there', () => {
  const gone = Object.assign(new Error('not found'), { status: 404 })
  const called = { title: 'A service', model: 'a-model', keyVariable: 'A_KEY' }

  it('is to blame at the address of the service, and the machine at one of its own', () => {
    expect(callError(gone, called, undefined)).toMatchObject({
      blames: 'model',
      details: { setting: 'ANALYZER_MODEL' },
    })
    expect(callError(gone, { ...called, otherUrl: 'A_BASE_URL' }, undefined)).toMatchObject({
      blames: 'machine',
      message: expect.stringContaining('A_BASE_URL'),
      details: { setting: 'A_BASE_URL' },
    })
  })

  it.each([
    ['https://api.openai.com/v1', undefined],
    ['https://api.openai.com/v1/', undefined],
    ['https://api.openai.com/v2', 'OPENAI_BASE_URL'],
    ['https://models.example/v1', 'OPENAI_BASE_URL'],
  ])("%s is the service's own address or not", (url, other) => {
    expect(otherUrl('OPENAI_BASE_URL', url, 'https://api.openai.com/v1')).toBe(other)
  })
})

describe('a provider without a key', () => {
  it('names the variable', async () => {
    await expect(PROVIDERS.claude.open('m', {}).ask(REQUEST)).rejects.toMatchObject({
      code: 'PERMISSION',
      message: expect.stringContaining('ANTHROPIC_API_KEY'),
      blames: 'machine',
      details: { sent: false },
    })
    const elsewhere = { OPENAI_BASE_URL: 'https://models.example/v1' }
    for (const settings of [{}, elsewhere]) {
      await expect(PROVIDERS.openai.open('m', settings).ask(REQUEST)).rejects.toMatchObject({
        code: 'PERMISSION',
        message: expect.stringContaining('OPENAI_API_KEY'),
      })
    }
  })

  it.each([
    ['claude', { ANTHROPIC_BASE_URL: 'localhost', ANTHROPIC_API_KEY: 'sk-a-key-of-a-test' }],
    ['openai', { OPENAI_BASE_URL: 'localhost', OPENAI_API_KEY: 'sk-a-key-of-a-test' }],
  ] as const)('tells that a base URL is none: %s', async (name, settings) => {
    await expect(PROVIDERS[name].open('m', settings).ask(REQUEST)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining('BASE_URL'),
      blames: 'machine',
      details: { sent: false },
    })
  })

  it('needs none for a server on this machine', async () => {
    double = await startModelDouble(() => ({ does: 'answer', value: {} }))
    const { OPENAI_BASE_URL } = double.settings
    const provider = PROVIDERS.openai.open('m', { OPENAI_BASE_URL })
    expect((await provider.ask(REQUEST)).text).toBe('{}')
  })
})

it.each([
  ['claude', 'ANTHROPIC_BASE_URL'],
  ['openai', 'OPENAI_BASE_URL'],
] as const)('%s sends no key in the clear over a network', async (name, setting) => {
  const keys = { ANTHROPIC_API_KEY: 'k', OPENAI_API_KEY: 'k' }
  const open = (url: string) => PROVIDERS[name].open('a-model', { ...keys, [setting]: url })
  const refused = open('http://gateway.example/v1').ask(REQUEST)
  await expect(refused).rejects.toMatchObject({
    code: 'INVALID_CONFIG',
    details: { setting, sent: false },
  })
  await expect(refused).rejects.toThrow(setting)
  for (const url of ['http://127.0.0.1:9/v1', 'http://[::1]:9/v1', 'https://gateway.example/v1']) {
    await expect(open(url).ready?.()).resolves.toBeUndefined()
  }
})

it('knows who is not the maker, whose prices may be others', () => {
  const isElsewhere = (name: ProviderName, url?: string) =>
    PROVIDERS[name].open('m', { ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: url }).isElsewhere
  for (const name of NAMES) {
    expect(isElsewhere(name)).toBe(false)
    expect(isElsewhere(name, 'https://gateway.example/v1')).toBe(true)
    expect(isElsewhere(name, 'https://api.openai.com.example/v1')).toBe(true)
  }
})

it('counts tokens by the service that counts', async () => {
  const provider = await openOn('claude', () => ({ does: 'hang' }))
  expect(await provider.countTokens?.(REQUEST)).toBeGreaterThan(10)
  expect(double?.countings).toBe(1)
})

it('sends nothing to a compatible server that only newer ones know', async () => {
  const provider = await openOn('openai', () => ({ does: 'answer', value: {} }))
  await provider.ask(REQUEST)
  const body = JSON.parse(double?.asked[0]?.body ?? '') as object
  expect(Object.keys(body).sort()).toEqual(['max_tokens', 'messages', 'model', 'response_format'])
})

it('asks OpenAI itself for the tier that its list is of', () => {
  const own = callParams('m', REQUEST, 'https://api.openai.com/v1')
  expect(own).toMatchObject({ service_tier: 'default', store: false, max_completion_tokens: 123 })
  const azure = callParams('m', REQUEST, 'https://name.openai.azure.com/openai/v1')
  expect(azure).toMatchObject({ store: false })
  expect(azure).not.toHaveProperty('service_tier')
})
