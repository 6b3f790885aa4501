import { describe, expect, it } from 'vitest'
import type { FormatName } from '../../../src/importers/importer.ts'
import { readBytes } from '../import-bytes.ts'

const FORMATS = ['hitcraft-json', 'openai-messages'] as const satisfies FormatName[]
const MESSAGES = [
  { role: 'user', content: 'Louder please' },
  { role: 'assistant', content: 'Done.' },
]
const KEYED = MESSAGES.map((message, n) => ({ id: `m${n}`, thread_id: 't1', ...message }))
const THREAD = { _id: 't1', threadId: 't1', messages: MESSAGES }

describe.each(FORMATS)('%s', (format) => {
  const read = async (value: object) => await readBytes(format, JSON.stringify(value))

  it.each<[string, object]>([
    ['messages', KEYED],
    ['messages in an envelope', { messages: KEYED }],
    ['messages in data', { object: 'list', data: KEYED, has_more: false }],
    ['a thread', THREAD],
    ['threads', [THREAD]],
    ['threads in an envelope', { total: 1, page: 1, threads: [THREAD] }],
    ['conversations in data', { success: true, data: { conversations: [THREAD] } }],
    ['conversations in an export', { export: { version: 1, items: [THREAD] } }],
    ['messages in the body of a request', { thread_id: 't1', body: { messages: MESSAGES } }],
    ['turns by another name', { conversation_id: 't1', turns: MESSAGES }],
    ['messages as JSON text', { ...THREAD, messages: JSON.stringify(MESSAGES) }],
    ['a list in a list', [[KEYED[0], KEYED[1]]]],
  ])('reads %s as one conversation', async (_name, value) => {
    const { threads, rejects } = await read(value)
    expect(rejects).toEqual([])
    expect(threads).toHaveLength(1)
    expect(threads[0]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
  })

  it('reads every list of an envelope, and conversations that lie by their ids', async () => {
    const other = { ...THREAD, _id: 't2', threadId: 't2' }
    expect((await read({ threads: [THREAD], archived: [other] })).threads).toHaveLength(2)
    const keyed = {
      conversations: { t1: { messages: MESSAGES }, t2: { turns: MESSAGES.slice(1) } },
    }
    const { threads, rejects } = await read({ conversations: { t3: THREAD, t4: other } })
    expect(threads.map(({ id }) => id)).toEqual(['t1', 't2'])
    expect(rejects).toEqual([])
    expect((await read(keyed)).threads).toHaveLength(2)
  })

  it('takes each document as a state of its conversation', async () => {
    const grown = { ...THREAD, messages: [...MESSAGES, { role: 'user', content: 'Thanks' }] }
    const { threads } = await read([THREAD, THREAD, grown, THREAD])
    expect(threads).toHaveLength(1)
    expect(threads[0]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  })

  it('reads a list of messages beside an envelope in one object', async () => {
    const { threads } = await read({
      threads: [THREAD],
      prompts: [{ role: 'system', content: 'x' }],
    })
    expect(threads).toHaveLength(2)
    expect(threads.flatMap(({ messages }) => messages)).toHaveLength(3)
  })

  it('keeps every message whose id is the one of all', async () => {
    for (const list of [KEYED, MESSAGES]) {
      const rows = list.map((message) => Object.assign({}, message, { id: 'c1' }))
      const { threads, notes } = await read(rows)
      expect(threads.map(({ messages }) => messages.length)).toEqual([2])
      expect(notes).toContain(
        'messages whose id is that of another role too, read as messages without one: 2',
      )
    }
  })

  it('tells what else could have put messages together', async () => {
    const rows = MESSAGES.map((message) => Object.assign({ run_id: 'r1' }, message))
    expect((await read(rows)).notes).toContain('members "run_id" that put no messages together: 2')
  })

  it('tells of messages beside those that are read', async () => {
    const { threads, notes } = await read({ ...THREAD, drafts: MESSAGES })
    expect(threads[0]?.attributes['drafts']?.value).toEqual(MESSAGES)
    expect(notes).toEqual(['lists of messages beside the one that is read, kept: 1'])
  })

  it('tells what of an envelope was passed over', async () => {
    const { notes } = await read({ total: 1, next: null, links: ['a', 'b'], threads: [THREAD] })
    expect(notes).toContain('values of the envelope around the conversations, passed over: 4')
  })

  it('says which of the conversations of an envelope is none', async () => {
    const { threads, rejects } = await read({ data: { threads: [THREAD, { name: 'a' }, 7] } })
    expect(threads).toHaveLength(1)
    expect(rejects.map(({ reason }) => reason)).toEqual([
      'data.threads[1]: an object without role and content',
      'data.threads[2]: not an object',
    ])
  })

  it('reads a bare list of messages as one conversation, and tells it', async () => {
    for (const text of [
      JSON.stringify(MESSAGES),
      MESSAGES.map((m) => JSON.stringify(m)).join('\n'),
    ]) {
      const { threads, notes } = await readBytes(format, text)
      expect(threads.map(({ messages }) => messages.length)).toEqual([2])
      expect(notes).toEqual([
        'messages that name no conversation and no id, read as one conversation: 2',
      ])
    }
  })

  it('puts messages without a thread id together by another key, and tells it', async () => {
    const keys = { threadId: null, topicId: 'tpc_1', sessionId: 'ssn_1' }
    const rows = MESSAGES.map((message, n) => Object.assign({ id: `m${n}` }, keys, message))
    const { threads, notes } = await read(rows)
    expect(threads).toMatchObject([{ id: 'tpc_1' }])
    expect(threads[0]?.messages).toHaveLength(2)
    expect(notes).toEqual(['messages put together by their "topicId": 2'])
  })

  it('takes nothing for a chat that is none', async () => {
    const post = { title: 'Post', author: { role: 'editor' }, content: '<p>About mixing</p>' }
    const posts = ['p1', 'p2'].map((_id) => Object.assign({ _id }, post))
    const { threads, rejects } = await read(posts)
    expect(threads).toEqual([])
    expect(rejects).toHaveLength(2)
  })

  it('orders messages by their times, wherever they stand', async () => {
    const rows = [3, 2, 1].map((n) => ({
      id: `msg_${n}`,
      object: 'thread.message',
      thread_id: 't1',
      created_at: 1_767_600_000 + n,
      role: n % 2 === 1 ? 'user' : 'assistant',
      content: [{ type: 'text', text: { value: `text ${n}`, annotations: [] } }],
    }))
    const { threads } = await read(rows)
    expect(threads[0]?.messages.map(({ id }) => id)).toEqual(['msg_1', 'msg_2', 'msg_3'])
  })

  it('keeps messages that are marked as deleted, and tells it', async () => {
    const [first, second] = KEYED
    const { threads, notes } = await read([first, { ...second, deleted: true }])
    expect(threads[0]?.messages).toHaveLength(2)
    expect(threads[0]?.messages[1]?.origin.fields).toEqual({ deleted: true })
    expect(notes).toEqual(['messages that are marked as deleted, kept like the others: 1'])
  })

  it('gives the user of a thread to what users say', async () => {
    for (const user of [
      { userId: { $oid: 'a1' } },
      { user: 'a1' },
      { metadata: { user_id: 'a1' } },
    ]) {
      const { threads } = await read({ ...THREAD, ...user })
      expect(threads[0]?.messages.map(({ userId }) => userId)).toEqual(['a1', undefined])
    }
  })
})
