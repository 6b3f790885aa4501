import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startModelDouble } from '../services/models/model-double.ts'
import type { Behave, ModelDouble } from '../services/models/model-double.ts'
import { plainForm, plainReader } from '../services/models/plain-reader.ts'
import { runHere } from './in-process.ts'

/** Written for this test. */
const LOG = [
  [
    'Please change the mail of my account to ana.ruiz@example.net now. I moved.',
    "I'm sorry, but I can't change your mail address. Is there more?",
    'You are no help with ana.ruiz@example.net either.',
  ],
  ['How long may a chorus be?', 'Most are eight or sixteen bars long.', 'Thank you, that helps.'],
  ['Name three keys that suit a sad song.', 'A minor, D minor and E minor.'],
]
  .map((texts) =>
    JSON.stringify({
      messages: texts.map((content, at) => ({
        role: at % 2 === 0 ? 'user' : 'assistant',
        content,
      })),
    }),
  )
  .join('\n')

let cwd: string
let double: ModelDouble | undefined

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-models-'))
  await writeFile(join(cwd, 'log.jsonl'), LOG)
  await runHere(['import', 'log.jsonl'], { cwd })
})

afterEach(async () => {
  await double?.close()
  double = undefined
  await rm(cwd, { recursive: true, force: true })
})

async function withModel(name: string, behave: Behave) {
  double = await startModelDouble(behave)
  const env = { ANALYZER: name, ...double.settings }
  return (...argv: string[]) => runHere(argv, { cwd, env })
}

async function idOf(run: Awaited<ReturnType<typeof withModel>>, words: string): Promise<string> {
  const { items } = (await run('threads', 'search', words, '--json')).json() as {
    items: { id: string }[]
  }
  return items[0]?.id ?? ''
}

describe.each(['claude', 'openai'])('analyze with %s', (name) => {
  it('takes what the quotes prove, and says that nobody has judged it', async () => {
    const run = await withModel(name, plainReader)
    const done = await run('analyze', '--json')
    expect(done.json()).toMatchObject({ analyzed: 3, failed: 0, pending: 0 })
    expect(done.exit).toBe(0)
    const report = (await run('report', '--json')).json()
    expect(report).toMatchObject({ evidence: { dropped: 0 } })
    expect(JSON.stringify(report)).not.toContain('"held"')
    const told = (await run('report')).out
    expect(told).toContain('not measured')
    expect(told).toContain("I can't change your mail address")
    expect((await run('analyze', '--json')).json()).toMatchObject({ analyzed: 0, pending: 0 })
    expect(double?.asked).toHaveLength(3)
  })

  it('sends no personal data, and stores the words as they are', async () => {
    const run = await withModel(name, plainReader)
    const shown = await run('analyze', '--show-sent', await idOf(run, 'account'), '--json')
    expect(double?.asked).toHaveLength(0)
    await run('analyze')
    const sent = double?.asked.map(({ body }) => body).join('\n') ?? ''
    expect(sent).not.toContain('ana.ruiz')
    expect(sent).toContain('[MAIL_1]')
    const [request] = shown.json()['requests'] as { fixed: string; transcript: string }[]
    const asked = double?.asked.find(({ transcript }) => transcript === request?.transcript)
    expect(asked?.fixed).toBe(request?.fixed)
    const report = (await run('report', '--format', 'html')).out
    expect(report).toContain('ana.ruiz@example.net now.')
    expect(report).not.toContain('MAIL_1')
  })

  it('drops and counts what the messages do not hold', async () => {
    const run = await withModel(name, ({ transcript }) => {
      const form = plainForm(transcript)
      const invented = { message: 2, quote: 'I refuse to help you with that.' }
      const altered = { message: 2, quote: 'Most are eight or sixteen bars  long.' }
      return {
        does: 'answer',
        value: {
          ...form,
          failures: [
            ...form.failures,
            { kind: 'refused', shown_by: [invented] },
            { kind: 'loops', shown_by: [altered] },
          ],
        },
      }
    })
    await run('analyze')
    const report = (await run('report', '--json')).json()
    // Of the three threads one holds the altered words, where white space alone differs.
    expect(report['evidence']).toMatchObject({ dropped: 5 })
    expect(JSON.stringify(report)).not.toContain('I refuse')
    expect(JSON.stringify(report)).toContain('"failure:loops"')
  })

  it.each([
    ['a refusal', { does: 'answer', value: 'No.', stop: 'refusal' }, 'ANSWER_REFUSED'],
    ['a cut answer', { does: 'answer', value: '{"language":"e', stop: 'length' }, 'ANSWER_CUT'],
    ['no JSON', { does: 'answer', value: '{"language":"e' }, 'ANSWER_MALFORMED'],
    ['another form', { does: 'answer', value: { rating: 10 } }, 'ANSWER_MALFORMED'],
    ['a request that is not taken', { does: 'status', status: 400 }, 'INVALID_INPUT'],
  ] as const)('leaves a thread pending after %s', async (_what, behaviour, code) => {
    const run = await withModel(name, (asked) =>
      asked.transcript.includes('sad song') ? behaviour : plainReader(asked),
    )
    const done = await run('analyze', '--json')
    expect(done.exit).toBe(1)
    expect(done.json()).toMatchObject({
      analyzed: 2,
      failed: 1,
      pending: 1,
      errors: [{ threadId: await idOf(run, 'sad song'), code }],
    })
    expect(done.out + done.err).not.toMatch(/sad song|sk-/)
  })

  it('says how to see what it found, where another analyzer is set', async () => {
    const run = await withModel('local', plainReader)
    const done = await run('analyze', '--analyzer', name)
    expect(done.err).toContain(`ANALYZER=${name}`)
    expect(double?.billed).toHaveLength(3)
  })

  it('without a key names its variable and marks nothing', async () => {
    const variable = name === 'claude' ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY'
    const done = await runHere(['analyze', '--analyzer', name], { cwd })
    expect(done.exit).toBe(1)
    expect(done.err).toContain(variable)
    const { runs } = (await runHere(['history', '--json'], { cwd })).json()
    expect(runs).toEqual([])
    const env = { ANALYZER: name }
    const pending = await runHere(['threads', 'list', '--state', 'pending', '--json'], { cwd, env })
    expect(pending.json()['items']).toHaveLength(3)
  })

  it('without a key says so although nothing is pending', async () => {
    const run = await withModel(name, plainReader)
    await run('analyze')
    const done = await runHere(['analyze', '--analyzer', name, '--json'], { cwd })
    expect(done.exit).toBe(1)
    expect(done.out + done.err).toContain('PERMISSION')
    expect((await run('history', '--json')).json()['runs']).toHaveLength(1)
  })

  it('writes its key nowhere', async () => {
    const run = await withModel(name, () => ({ does: 'status', status: 401 }))
    const told = [
      await run('analyze'),
      await run('config'),
      await run('history', '--json'),
      await run('doctor'),
    ]
    expect(told[0]?.exit).toBe(1)
    const files = await readdir(cwd, { recursive: true, withFileTypes: true })
    const kept = await Promise.all(
      files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
    )
    for (const text of [...told.flatMap(({ out, err }) => [out, err]), ...kept]) {
      expect(text.includes('double-key')).toBe(false)
    }
  })
})
