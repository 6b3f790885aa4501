import { describe, expect, it } from 'vitest'
import { textsOf } from '../../../src/domain/thread/content-part.ts'
import { summarize } from '../../../src/domain/thread/thread-summary.ts'
import { readBytes } from '../import-bytes.ts'

const ASKED = { role: 'user', content: 'Which chord fits after F?' }
const ANSWERED = { role: 'assistant', content: 'Try a G.' }
const AT = '2026-01-05T09:00:00.000Z'

async function read(...documents: object[]) {
  const lines = documents.map((document) => JSON.stringify(document)).join('\n')
  return await readBytes('openai-messages', lines)
}

/** What is said in the one conversation of these documents. */
async function saidIn(...documents: object[]): Promise<string[]> {
  const { threads, rejects } = await read(...documents)
  expect(rejects).toEqual([])
  expect(threads).toHaveLength(1)
  return (threads[0]?.messages ?? []).map(
    ({ role, content }) => `${role}: ${textsOf(content).join(' ')}`,
  )
}

describe('the answer beside the messages', () => {
  const message = { message: ANSWERED }
  it.each<[string, object]>([
    ['response.choices', { response: { id: 'c', choices: [{ index: 0, ...message }] } }],
    ['response.body.choices', { response: { status_code: 200, body: { choices: [message] } } }],
    ['response.message', { response: message }],
    ['a response that is the message', { response: ANSWERED }],
    [
      'a response of content alone',
      { response: { content: [{ type: 'text', text: 'Try a G.' }] } },
    ],
    ['a response that is a text', { response: 'Try a G.' }],
    ['choices', { choices: [message] }],
    ['choices of text', { choices: [{ text: 'Try a G.', index: 0 }] }],
    ['completion', { completion: { choices: [message] } }],
    ['a completion that is a text', { completion: 'Try a G.' }],
    ['output', { output: ANSWERED }],
    [
      'output of messages',
      {
        output: [
          { type: 'reasoning', summary: [] },
          { ...ANSWERED, id: 'm' },
        ],
      },
    ],
    ['output in a response', { response: { output: [{ type: 'message', ...ANSWERED }] } }],
    ['output_text', { response: { output_text: 'Try a G.' } }],
    ['candidates', { response: { candidates: [{ content: { parts: [{ text: 'Try a G.' }] } }] } }],
    ['a response as JSON text', { response: JSON.stringify({ choices: [message] }) }],
    ['a body as JSON text', { response: { body: JSON.stringify({ choices: [message] }) } }],
    ['a response body', { response_body: { choices: [message] } }],
    ['an output with a text', { output: { text: 'Try a G.' } }],
    ['a response within data', { data: { status: 200, response: { choices: [message] } } }],
    ...[
      'generated_text',
      'modelOutput',
      'assistant_response',
      'llm_response',
      'finalAnswer',
      'response_text',
    ].map((name): [string, object] => [name, { [name]: 'Try a G.' }]),
    ['assistantMessage', { assistantMessage: { content: 'Try a G.' } }],
    ['output_messages', { output_messages: [ANSWERED] }],
  ])('is read from %s', async (_name, beside) => {
    expect(await saidIn({ messages: [ASKED], ...beside })).toEqual([
      'user: Which chord fits after F?',
      'assistant: Try a G.',
    ])
  })

  it('is told where a member may hold it, and is none where a parameter is called alike', async () => {
    const parameters = { response_format: { type: 'text' }, max_output_tokens: 5, output_type: 'x' }
    const said = { messages: [ASKED], prediction: 'Try a G.', ...parameters }
    const { threads, notes } = await read(said)
    expect(threads[0]?.messages).toHaveLength(1)
    expect(notes).toEqual([
      'members "prediction" that may be an answer, kept and not read as a message: 1',
    ])
  })

  it('comes once when the messages end with it', async () => {
    for (const beside of [
      { choices: [message] },
      { response: 'Try a G.' },
      { output: [ANSWERED] },
    ]) {
      expect(await saidIn({ messages: [ASKED, ANSWERED], ...beside })).toHaveLength(2)
    }
  })

  it('is made of the first of several choices; the others are kept and told', async () => {
    const other = { index: 1, message: { role: 'assistant', content: 'Or a D.' } }
    const { threads, notes } = await read({
      messages: [ASKED],
      choices: [other, { index: 0, ...message }],
    })
    expect(threads[0]?.messages.map(({ content }) => textsOf(content).join())).toEqual([
      ASKED.content,
      ANSWERED.content,
    ])
    expect(threads[0]?.attributes['choices']?.value).toEqual([other, { index: 0 }])
    expect(notes).toEqual(['answers beside the first, kept and not read as messages: 1'])
  })

  it('is read where the request is wrapped, beside it or within', async () => {
    for (const log of [
      { request: { messages: [ASKED] }, response: { choices: [message] } },
      { data: { body: { messages: [ASKED] }, response: ANSWERED }, status: 200 },
      { input: { messages: [ASKED] }, output: { messages: [ANSWERED] } },
    ]) {
      expect(await saidIn(log)).toHaveLength(2)
    }
  })

  it('that is JSON itself is a text', async () => {
    const response = '{"chords": ["G"]}'
    expect(await saidIn({ messages: [ASKED], response })).toContain(`assistant: ${response}`)
  })

  it('that is not understood is kept and told', async () => {
    const response = [{ choices: [{ delta: { content: 'Try' } }] }]
    const { threads, notes } = await read({ messages: [ASKED], response })
    expect(threads[0]?.messages).toHaveLength(1)
    expect(threads[0]?.attributes['response']?.value).toEqual(response)
    expect(notes).toEqual(['answers that are not understood, kept and not read as messages: 1'])
  })

  it('is none where the request failed, or where a text says how it went', async () => {
    const failed = { response: { error: { message: 'overloaded' } }, result: 'failure' }
    expect(await saidIn({ messages: [ASKED], ...failed })).toHaveLength(1)
  })

  it('leaves what stands around it among the attributes', async () => {
    const response = { id: 'c', choices: [{ finish_reason: 'stop', ...message }] }
    const { threads } = await read({ model: 'm', messages: [ASKED], response })
    expect(threads[0]?.attributes).toEqual({
      model: { value: 'm' },
      response: { value: { id: 'c', choices: [{ finish_reason: 'stop' }] } },
    })
  })
})

describe('logged requests', () => {
  it('of different users, ids or times are conversations of their own', async () => {
    const messages = [ASKED, ANSWERED]
    const users = ['a', 'b', 'c'].map((user) => ({ messages, user }))
    expect((await read(...users, ...users)).threads).toHaveLength(3)
    const ids = ['a', 'b', 'c'].map((id) => ({ messages, id }))
    expect((await read(...ids, ...ids)).threads).toHaveLength(3)
    const days = [0, 1, 2].map((day) => ({ messages, created: 1_767_600_000 + day * 86_400 }))
    expect((await read(...days, ...days)).threads).toHaveLength(3)
    const { threads, notes } = await read({ messages }, { messages })
    expect(threads).toHaveLength(1)
    expect(notes).toEqual([
      'conversations in the words of one before and told apart by nothing, read once: 1',
    ])
  })

  it('of one conversation that do not repeat it from its beginning are told', async () => {
    const turn = (content: string, response: string) => ({
      thread_id: 't',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content },
      ],
      response,
    })
    const note =
      'documents that begin otherwise than the last of their conversation; what they repeat is read once: 1'
    expect((await read(turn('one', 'a'), turn('two', 'b'))).notes).toEqual([note])
    const turns = ['one', 'two', 'three'].map((content) => turn(content, `about ${content}`))
    expect(await saidIn(...turns)).toEqual([
      'system: Be brief.',
      ...['one', 'two', 'three'].flatMap((said) => [`user: ${said}`, `assistant: about ${said}`]),
    ])
    const grown = { thread_id: 't', messages: [ASKED, ANSWERED, { role: 'user', content: 'Why?' }] }
    expect((await read({ thread_id: 't', messages: [ASKED] }, grown)).notes).toEqual([])
  })

  it('that repeat the conversation so far are one, however their parts are marked', async () => {
    const marked = [{ type: 'text', text: ASKED.content, cache_control: { type: 'ephemeral' } }]
    const requests = [
      { user: 'a', created: 1_767_600_000, messages: [ASKED], choices: [{ message: ANSWERED }] },
      {
        user: 'a',
        created: 1_767_600_060,
        messages: [{ role: 'user', content: marked }, ANSWERED, { role: 'user', content: 'Why?' }],
        choices: [{ message: { role: 'assistant', content: 'It resolves.' } }],
      },
    ]
    expect(await saidIn(...requests)).toHaveLength(4)
    expect(await saidIn(...requests.toReversed())).toHaveLength(4)
  })

  it('give their time to the range of the conversation, and their user to what users say', async () => {
    const times = { created: 1_767_603_600, created_at: AT, startTime: AT, timestamp: AT }
    for (const [name, value] of Object.entries(times)) {
      const { threads } = await read({ messages: [ASKED, ANSWERED], user: 'u1', [name]: value })
      const [thread] = threads
      expect(thread?.asOf).toBe(AT)
      expect(thread === undefined ? {} : summarize(thread)).toMatchObject({
        firstMessageAt: AT,
        lastMessageAt: AT,
        userIds: ['u1'],
      })
    }
  })

  it.each(['metadata', 'response'])('are found by the conversation in %s', async (name) => {
    const first = { thread_id: 't-1', user_id: 'u1' }
    const { threads } = await read(
      { messages: [ASKED], [name]: first },
      { messages: [ASKED, ANSWERED], [name]: first },
      { messages: [ASKED], [name]: { thread_id: 't-2' } },
    )
    expect(threads).toMatchObject([{ id: 't-1' }, { id: 't-2' }])
    expect(threads[0]?.messages).toHaveLength(2)
  })

  it('keep the ids, times and users of their messages', async () => {
    const [first, second] = [AT, '2026-01-05T09:00:09.000Z']
    const conversation = (...messages: object[]) => ({
      id: 'conv-1',
      user: 'u1',
      title: 'F',
      messages,
    })
    const said = [
      { id: 'm1', ...ASKED, timestamp: first },
      { id: 'm2', ...ANSWERED, timestamp: second },
    ]
    const { threads } = await read(
      conversation(...said),
      conversation(...said, { id: 'm3', ...ASKED }),
    )
    expect(threads).toHaveLength(1)
    expect(threads[0]).toMatchObject({
      title: 'F',
      asOf: second,
      messages: [
        { id: 'm1', createdAt: first, userId: 'u1' },
        { id: 'm2', createdAt: second },
        { id: 'm3', userId: 'u1' },
      ],
    })
  })

  it('lose no good message to a bad one, and say where that stands', async () => {
    const { threads, rejects } = await read(
      { messages: [ASKED, { content: 'a note' }, null, 5, ANSWERED] },
      { messages: [] },
      { body: { messages: [ASKED] } },
    )
    expect(new Set(threads.map(({ messages }) => messages.length))).toEqual(new Set([1, 2]))
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'messages[1]: an object without a role'],
      [1, 'messages[2]: not an object'],
      [1, 'messages[3]: not an object'],
      [2, 'a conversation without messages'],
    ])
  })
})
