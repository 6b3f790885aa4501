import { deflateRawSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { detectFormat } from '../../src/importers/detect/detect-format.ts'
import { runs } from '../conformance/arbitraries.ts'
import { importBytes, sourceOf } from './import-bytes.ts'

/** The format of some bytes, or what the refusal says of them. */
async function seen(content: string | Uint8Array, sizes?: readonly number[]): Promise<string> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  try {
    return (await detectFormat(sourceOf(bytes, sizes))).format
  } catch (error) {
    if (isHitCraftError(error, 'UNKNOWN_FORMAT'))
      return error.message.replace('test looks like ', '')
    throw error
  }
}

const SAID = [
  { role: 'user', content: 'Is the bass too loud?' },
  { role: 'assistant', content: 'A little.' },
]
const TOOL = { type: 'function', function: { parameters: { properties: { thread_id: {} } } } }
const OIDS = {
  _id: { $oid: '67cc00000000000000000001' },
  threadId: { $oid: '67aa00000000000000000001' },
}
const spoken = { message: { role: 'user', content: 'x' } }

/** Values of each format, and what they are called. */
const VALUES: readonly (readonly [name: string, value: unknown])[] = [
  ['openai-messages', { messages: SAID }],
  ['openai-messages', { messages: SAID, tools: [TOOL] }],
  ['openai-messages', { messages: SAID, metadata: { thread_id: 't', user_id: 'u' } }],
  ['openai-messages', { custom_id: 'r', body: { model: 'm', messages: SAID } }],
  ['openai-messages', { conversations: SAID }],
  ...[
    { ticket_id: 't' },
    { sessionId: 's', traceId: 't', spanId: 'p' },
    { trace_id: 's', span_id: 't' },
    { ts: '2026-01-05T09:00:00Z', user: 'u', text: 'x' },
    { model: 'm', turn: 3, redacted: false, visitor: { id: 'v' }, conversation_rating: 5 },
  ].map((beside): [string, unknown] => ['openai-messages', { messages: SAID, ...beside }]),
  ['openai-messages', { type: 'chat', timestamp: '2026-01-05', payload: { messages: SAID } }],
  ['openai-messages', { version: 1, history: SAID }],
  ['an Open WebUI export', { messages: [{ role: 'user', content: 'x', childrenIds: ['b'] }] }],
  ['a HuggingChat export', { messages: [{ from: 'user', content: 'x', ancestors: [] }] }],
  ['Langfuse traces', { traceId: 't', type: 'GENERATION', input: SAID }],
  ['Braintrust logs', { span_id: 's', root_span_id: 's', input: SAID }],
  ['logs of Amazon Bedrock', { schemaType: 'ModelInvocationLog', input: { messages: SAID } }],
  ['LangChain messages', { lc: 1, kwargs: { content: 'x' } }],
  ['runs of the OpenAI Assistants API', { object: 'thread.run', thread_id: 't' }],
  ['answers of the OpenAI API without', { object: 'chat.completion', choices: [spoken] }],
  ['a Dify export', { query: 'x', answer: 'y', conversation_id: 'c' }],
  ['a Matrix export', { messages: [{ origin_server_ts: 1, content: { body: 'x' } }] }],
  ['a Telegram export', { ok: true, result: [{ update_id: 1 }] }],
  ['openai-messages', { request: { body: { messages: SAID } }, response: {} }],
  ['openai-messages', { messages: [{ role: 'user', message: 'x' }] }],
  ['openai-messages', { chats: [{ messages: SAID }], prompts: [{ role: 'x' }] }],
  ['openai-messages', { object: 'list', data: [{ messages: SAID }] }],
  [
    'openai-messages',
    { id: 'c', messages: [{ role: 'user', parts: [{ type: 'text', text: 'x' }] }] },
  ],
  ['hitcraft-json', { ...OIDS, role: 'user', content: [{ type: 'text', text: 'x' }] }],
  ['hitcraft-json', { id: 'm', role: 'user', content: 'one', createdAt: '2026-01-05T09:00:00Z' }],
  ['hitcraft-json', { threadId: 't', threadTitle: 'Loud', messages: SAID }],
  ['hitcraft-json', { total: 1, threads: [{ threadId: 't', messages: SAID }] }],
  ['hitcraft-json', { success: true, data: SAID.map((one) => ({ ...OIDS, ...one })) }],
  ['a ChatGPT export', { title: 'T', mapping: { r: { id: 'r', parent: null, message: null } } }],
  ['a DeepSeek export', { mapping: { r: { message: { fragments: [{ content: 'x' }] } } } }],
  ['a Claude export', { uuid: 'c', name: '', chat_messages: [{ sender: 'human', text: 'x' }] }],
  ['a Grok export', { conversations: [{ conversation: {}, responses: [{ response: {} }] }] }],
  ['an Open WebUI export', { history: { currentId: 'b', messages: {} }, messages: SAID }],
  [
    'a LibreChat export',
    { conversationId: 'c', messages: [{ messageId: 'm', isCreatedByUser: true }] },
  ],
  ['ShareGPT conversations', { id: 'c', conversations: [{ from: 'human', value: 'x' }] }],
  ['OpenTelemetry traces', { resourceSpans: [{ scopeSpans: [] }] }],
  ['OpenInference spans', { span_kind: 'LLM', attributes: { llm: { input_messages: [spoken] } } }],
  ['Langfuse traces', { sessionId: 's', observations: [] }],
  [
    'LangSmith runs',
    { run_type: 'llm', extra: { metadata: { thread_id: 't' } }, inputs: { messages: SAID } },
  ],
  ['an Intercom export', { source: { body: 'x' }, conversation_parts: {} }],
  ['a tawk.to export', { visitor: { name: 'V' }, messages: [{ sender: { t: 'v' }, msg: 'x' }] }],
  ['LMSYS or WildChat rows', { conversation_id: 'c', model: 'm', conversation: SAID }],
  ['a Claude Code session', { isSidechain: false, type: 'user', message: SAID[0] }],
  ['a Codex session', { timestamp: 't', type: 'response_item', payload: SAID[0] }],
  ['a Gemini CLI session', { projectHash: 'x', messages: [{ type: 'gemini', content: 'x' }] }],
  ['a prompt of Google AI Studio', { chunkedPrompt: { chunks: [{ text: 'x', role: 'user' }] } }],
  ['a VS Code Copilot chat', { responderUsername: 'x', requests: [] }],
  ['a SillyTavern chat', { name: 'You', is_user: true, mes: 'x' }],
  ['a Character.AI export', { histories: { histories: [{ msgs: [] }] } }],
  [
    'a Copilot Studio transcript',
    { activities: [{ type: 'message', from: { role: 1 }, text: 'x' }] },
  ],
  ['a Flowise export', { chatflowid: 'c', role: 'userMessage', content: 'x', sessionId: 's' }],
  ['responses of the OpenAI Responses API', { object: 'response', output: [SAID[1]] }],
  ['answers of an OpenAI batch', { custom_id: 'r', response: { body: { choices: [spoken] } } }],
  ['an LM Studio conversation', { createdAt: 1, messages: [{ versions: [SAID[0]] }] }],
  ['a Gemini Takeout', { title: 'Prompted x', safeHtmlItem: [{ html: 'x' }] }],
  ['a Telegram export', { name: 'x', messages: [{ date_unixtime: '1', text: 'x' }] }],
  ['the keys _id, author, content', { _id: 'p', author: { role: 'editor' }, content: '<p>x</p>' }],
  ['the objects of rows have the keys a, b', { page: 1, rows: [{ a: 1, b: 2 }] }],
]

const anyExtra = fc.dictionary(
  fc.constantFrom('x1', 'x2', 'x3', 'x4'),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant({ threadIds: [] })),
)

describe('detection', () => {
  it.each(VALUES)('calls it %s: %j', async (name, value) => {
    expect(await seen(JSON.stringify(value))).toContain(name)
  })

  it.each(VALUES)(
    'does so wherever the names stand and however they are written: %s',
    async (name, value) => {
      const isTold = !name.startsWith('the ')
      const order = fc.infiniteStream(fc.nat())
      await fc.assert(
        fc.asyncProperty(
          anyExtra,
          anyExtra,
          order,
          fc.nat(4),
          async (before, behind, picks, form) => {
            const members = Object.entries(value as object)
            const shuffled = members
              .map((member) => ({ member, rank: picks.next().value ?? 0 }))
              .toSorted((a, b) => a.rank - b.rank)
              .map(({ member }) => member)
            const extra = isTold ? [before, behind] : [{}, {}]
            const one = { ...extra[0], ...Object.fromEntries(shuffled), ...extra[1] }
            const written = [
              JSON.stringify(one),
              JSON.stringify([one, one]),
              JSON.stringify([one, one], null, 2),
              `${JSON.stringify(one)}\n${JSON.stringify(one)}\n`,
              `\uFEFF${JSON.stringify(one, null, '\t')}`,
            ][form]
            const found = await seen(written ?? '', [1 + ((picks.next().value ?? 0) % 50)])
            expect(found).toContain(isTold ? name : 'the key')
          },
        ),
        runs(20, 500),
      )
    },
  )

  it.each(VALUES.filter(([name]) => !name.startsWith('the ')))(
    'does so behind and before a megabyte of something else: %s',
    async (name, value) => {
      const long = 'x'.repeat(1024 * 1024)
      const list = Array.from({ length: 20_000 }, (_, i) => ({ i, text: '"[{' }))
      for (const other of [{ x: long }, { x: list }, { x: { x: { x: long } } }]) {
        expect(await seen(JSON.stringify({ ...other, ...(value as object) }))).toContain(name)
        expect(await seen(JSON.stringify({ ...(value as object), ...other }))).toContain(name)
      }
    },
  )

  it.each([
    ['an empty list', '[]'],
    ['JSON inside a text', JSON.stringify(JSON.stringify([OIDS]))],
    ['lists of objects that have the key a', '[[{"a":1}]]'],
    [
      'the output of a MongoDB shell',
      "[\n  {\n    _id: ObjectId('67cc'),\n    role: 'user',\n    content: 'x'\n  }\n]",
    ],
    [
      'the output of a MongoDB shell',
      '{ "_id" : ObjectId("67cc"), "threadId" : ObjectId("67aa"), "role" : "user", "content" : "x" }\n',
    ],
    ['JSON with comments', `// an export\n${JSON.stringify([OIDS])}`],
    ['JSON text sequences', `\x1E${JSON.stringify(OIDS)}\n`],
    ['a HitCraft text export with', '> ===== THREAD: A =====\n> ThreadId: a1\n'],
    ['XML', '<smses count="1"><sms body="x"/></smses>'],
    ['IRC', '[09:00] <dana> x\n[09:01] <ben> y\n'],
    ['plain text', 'This is prose, and more. Is it?\nAnother line, with a comma, too\n'],
    ['names in single quotes', "{'messages': [{'role': 'user', 'content': 'x'}]}\n"],
    ['a Parquet file', 'PAR1\x15\x04\x15PAR1'],
    ['an SQLite database', 'SQLite format 3\0\0\0'],
    ['a JavaScript assignment', `window.EXPORT = ${JSON.stringify([OIDS])}`],
    ['a JavaScript assignment', `module.exports = ${JSON.stringify([OIDS])}`],
    ['lines of a log with JSON behind a prefix', `2026-01-05 INFO ${JSON.stringify(OIDS)}\n`],
    ['a table (CSV with semicolons)', '\uFEFFthread;role;text\n1;user;"How, then?"\n'],
    ['a table (CSV with tabs)', 'thread\trole\ttext\n1\tuser\tHow?\n'],
    ['a table (CSV)', 'sep=;\nthread;role\n1;user\n'],
    ['a table (CSV)', '"thread","role"\n"1","user"\n'],
    ['a WhatsApp chat', '\u200F[٥/١/٢٠٢٦، ٩:٠٠:٠٠ ص] a: x\n'],
    ['YAML: write JSON', 'messages:\n  - role: user\n    content: How?\n'],
    ['a transcript with names', '# A chat\n\n**User:** How?\n\n**Assistant:** So.\n'],
    ['a transcript with names', 'Human: How?\nAI: So.\nHuman: Thanks\n'],
    ['plain text', `${'user: x\n'.repeat(20_000)}Assistant x\n`],
    ['a Discord export', `${'='.repeat(62)}\nGuild: T\nChannel: g\n\n[1/5/2026 9:00 AM] a\nx\n`],
    ['an HTML page', '<!DOCTYPE html><html></html>'],
    ['nothing: it holds only white space', ' \n\n'],
    ['plain text', 'Dear all,\n\nhow are you?\n'],
  ])('says what else it is: %s', async (name, content) => {
    expect(await seen(content)).toContain(name)
  })

  it('takes no words for the output of a MongoDB shell', async () => {
    for (const content of ['{"_id" : ObjectId("67cc")}', ': ObjectId("67cc")']) {
      expect(await seen(JSON.stringify({ messages: [{ role: 'user', content }] }))).toBe(
        'openai-messages',
      )
    }
  })

  it('says BSON and other binary data', async () => {
    const bson = Buffer.from('\x16\0\0\0\x02role\0\x05\0\0\0user\0\0', 'latin1')
    bson.writeInt32LE(bson.length)
    expect(await seen(bson)).toContain('BSON')
    expect(await seen(Buffer.from([0, 1, 2, 3, 0xff]))).toContain('binary data')
    const packed = deflateRawSync('x y z '.repeat(9) + JSON.stringify(SAID))
    expect(await seen(packed.filter((byte) => byte !== 0))).toContain('binary data')
    const terminal = '\x07N\x08N hello\n'.repeat(9)
    expect(await seen(terminal)).toContain('plain text')
  })

  it('names the format by which the messages of traces can be read', async () => {
    const trace = { traceId: 't', type: 'GENERATION', input: { messages: SAID } }
    await expect(detectFormat(sourceOf(Buffer.from(JSON.stringify(trace))))).rejects.toMatchObject({
      remedy: expect.stringMatching(/^With --format openai-messages the messages in it/) as unknown,
    })
  })

  it('quotes no texts, and no names that may be of people', async () => {
    const told = await seen('{"a secret name":"secret","ok":["secret"],"me@example.org":1}')
    expect(told).toBe('JSON whose objects have the keys ok and 2 more')
  })

  it('knows a value by what has come of it, however long it is', async () => {
    const content = 'x'.repeat(3 * 1024 * 1024)
    expect(await seen(`{"messages":[{"role":"user","content":"${content}`)).toBe('openai-messages')
    expect(await seen(JSON.stringify({ messages: [{ content, role: 'user' }] }))).toBe(
      'openai-messages',
    )
  })

  it('reads a list within an object of any length in its place', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      ...OIDS,
      _id: { $oid: String(i) },
      role: 'user',
      content: `line ${i} ${'x'.repeat(100)}`,
    }))
    const content = JSON.stringify({ success: true, data: rows, page: { next: null } })
    const { records, threads } = await importBytes(content)
    expect(records[0]).toMatchObject({ format: 'hitcraft-json', messages: 3000, rejected: 0 })
    expect(records[0]?.notes).toContain('beside the list, not read: "page", "success"')
    expect(threads).toHaveLength(1)
  })

  it('reads JSON that is not UTF-8 by its letters, and says so', async () => {
    const words = 'Ma chanson est désaccordée, où est la réglette? Voilà, déjà réglé.'
    const content = Buffer.from(
      `${JSON.stringify({ messages: [{ role: 'user', content: words }] })}\n`,
      'latin1',
    )
    const { records, threads } = await importBytes(content)
    expect(threads[0]?.messages[0]?.content).toEqual([{ type: 'text', text: words }])
    expect(records[0]?.notes).toEqual([expect.stringMatching(/not UTF-8.*windows-1252/)])
  })
})
