import { describe, expect, it } from 'vitest'
import { modelAnalyzer } from '../../../src/analysis/models/model-analyzer.ts'
import type {
  ModelAnswer,
  ModelProvider,
  ModelRequest,
} from '../../../src/analysis/models/model-provider.ts'
import { openModelAnalyzer } from '../../../src/analysis/models/open-model-analyzer.ts'
import { readPrompt } from '../../../src/analysis/models/prompts/prompt.ts'
import { plainForm } from '../../services/models/plain-reader.ts'
import { threadOf } from '../thread-of.ts'

const USAGE = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }

/** A provider in this process, and what it was asked. */
function providerOf(answer: (request: ModelRequest, call: number) => Partial<ModelAnswer>) {
  const asked: ModelRequest[] = []
  const provider: ModelProvider = {
    name: 'claude',
    model: 'm',
    ask(request) {
      asked.push(request)
      const text = JSON.stringify(plainForm(request.transcript))
      return Promise.resolve({ text, stop: 'end', usage: USAGE, ...answer(request, asked.length) })
    },
  }
  return { provider, asked }
}

const long = threadOf([
  'u: Please make the chorus louder.',
  ...Array.from(
    { length: 400 },
    (_, at) => `${at % 2 === 0 ? 'a' : 'u'}: ${'Some words. '.repeat(20)}${at}`,
  ),
  'a: I cannot make it louder.',
])

describe('a thread of several windows', () => {
  it('is asked window by window, and joined', async () => {
    const { provider, asked } = providerOf(() => ({}))
    const analysis = await modelAnalyzer('claude', provider).analyze(long)
    expect(asked.length).toBeGreaterThan(1)
    expect(analysis.failures).toMatchObject([{ kind: 'cannot' }])
    expect(analysis.requests[0]).toMatchObject({ messageId: 'm0' })
    expect(analysis.quotes.dropped).toBe(0)
  })

  it('fails as a whole where one of them does, and asks no more', async () => {
    const { provider, asked } = providerOf((_request, call) =>
      call === 2 ? { stop: 'length' } : {},
    )
    await expect(modelAnalyzer('claude', provider).analyze(long)).rejects.toMatchObject({
      code: 'ANSWER_CUT',
    })
    expect(asked).toHaveLength(2)
  })
})

it('a thread in which nothing was said is asked of nobody', async () => {
  const { provider, asked } = providerOf(() => ({}))
  const analysis = await modelAnalyzer('claude', provider).analyze(threadOf([]))
  expect(asked).toEqual([])
  expect(analysis).toMatchObject({ requests: [], outcome: 'unknown' })
})

it('asks through another provider what it would ask itself, under the same key', async () => {
  const { provider, asked } = providerOf(() => ({ text: 'nothing' }))
  const other = providerOf(() => ({}))
  const analyzer = modelAnalyzer('claude', provider)
  const through = analyzer.asks?.through(other.provider)
  await through?.analyze(long)
  expect(through?.key).toBe(analyzer.key)
  expect(asked).toEqual([])
  expect(other.asked).toEqual(await analyzer.asks?.requestsOf(long))
})

it('has a key of its own for each service and model, whatever the key of the service is', () => {
  const keys = [
    openModelAnalyzer('claude', {}),
    openModelAnalyzer('claude', { ANTHROPIC_API_KEY: 'sk-ant-of-a-test', REDACT_NAMES: 'Ana' }),
    openModelAnalyzer('claude', { ANALYZER_MODEL: 'another' }),
    openModelAnalyzer('openai', {}),
    openModelAnalyzer('openai', { ANALYZER_MODEL: 'another' }),
  ].map(({ key }) => key)
  expect(new Set(keys).size).toBe(4)
  expect(keys[0]).toBe(keys[1])
  expect(keys[0]).toMatch(/^claude-1-[0-9a-f]{12}$/)
})

it('asks by instructions and a form that stay as they are', () => {
  // Another hash is another analyzer key, under which all threads are pending and paid for again: so a change of the
  // instructions is a new file, and one that comes with a formatter or with zod is seen here.
  expect(readPrompt().hash).toBe('7f6c10f2df965ff3')
})

it('sends no name of the list', async () => {
  const thread = threadOf(['u: I am Ana Ruiz, and Bo is my friend.', 'a: Hello Ana Ruiz.'])
  const analyzer = openModelAnalyzer('openai', { REDACT_NAMES: 'Ana Ruiz, Bo,' })
  const [request] = (await analyzer.asks?.requestsOf(thread)) ?? []
  expect(request?.transcript).toContain('I am [NAME_1], and [NAME_2] is my friend.')
  expect(request?.transcript).not.toMatch(/Ruiz|\bBo\b/)
})
