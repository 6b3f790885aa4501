import { describe, expect, it } from 'vitest'
import type { JsonObject, JsonValue } from '../../../src/domain/values/json.ts'
import { readId } from '../../../src/importers/kit/read-id.ts'
import { readMessage } from '../../../src/importers/kit/read-message.ts'
import { Tally } from '../../../src/importers/kit/tally.ts'
import { readAnyTime } from '../../../src/importers/kit/any-time.ts'
import { readTime } from '../../../src/importers/kit/time.ts'
import { readBytes } from '../import-bytes.ts'

const AT = '2026-01-05T09:00:00.000Z'
const SECONDS = Date.parse(AT) / 1000

function read(value: JsonObject) {
  const tally = new Tally()
  const result = readMessage({ content: 'a', ...value }, tally)
  if (typeof result === 'string') throw new Error(result)
  return { ...result, notes: tally.notes() }
}

describe('a time', () => {
  it.each<JsonValue>([
    AT,
    '2026-01-05T09:00:00Z',
    '2026-01-05 09:00',
    '2026-01-05T11:00:00+02',
    '2026-01-05T11:00:00+0200',
    '2026-01-05T11:00:00.000+02:00',
    '2026-01-05 11:00:00 +0200',
    '2026-01-05T04:00:00-05:00',
    '2026-01-05T09:00:00.000000000Z',
    '2026-01-05 09:00:00 UTC',
    '2026-01-05T11:00:00+02:00[Asia/Jerusalem]',
    '20260105T090000Z',
    'Mon, 05 Jan 2026 09:00:00 GMT',
    'Mon Jan 05 2026 11:00:00 GMT+0200 (Israel Standard Time)',
    'ISODate("2026-01-05T09:00:00Z")',
    SECONDS,
    SECONDS * 1e3,
    SECONDS * 1e6,
    { $number: `${SECONDS}000000000` },
    String(SECONDS),
    `${SECONDS}000`,
    `${SECONDS}.000`,
    ` ${SECONDS}000 `,
    { $date: AT },
    { $date: '2026-01-05T11:00:00+02' },
    { $date: SECONDS * 1e3 },
    { $date: { $numberLong: `${SECONDS}000` } },
    { $date: { $numberLong: SECONDS * 1e3 } },
    { $date: { $numberDouble: `${SECONDS}000.0` } },
    { $numberLong: `${SECONDS}000` },
    { $timestamp: { t: SECONDS, i: 1 } },
    { _seconds: SECONDS, _nanoseconds: 0 },
    { $timestamp: { t: { $numberInt: String(SECONDS) }, i: 1 } },
  ])('is read from %j', (value) => {
    expect(readTime(value)?.iso).toBe(AT)
  })

  it('of the first century is not taken for one of the last', () => {
    expect(readTime('0026-01-05T09:00:00Z')?.iso).toBe('0026-01-05T09:00:00.000Z')
    expect(readTime('0026-02-30T09:00:00Z')).toBeUndefined()
  })

  it.each(['Jan 5, 2026, 9:00 AM', '2026/01/05 09:00:00', 'Monday, January 5, 2026 9:00 AM'])(
    'is read as people write it: %s',
    (text) => {
      expect(readAnyTime(text)).toMatchObject({ iso: AT, source: text })
    },
  )

  it('is not guessed where the day may be the month', () => {
    expect(readAnyTime('05/01/2026, 09:00')).toBeUndefined()
  })

  it('keeps its fraction, and what it was written as where that says more', () => {
    expect(readTime(1767603600.123)).toEqual({ iso: '2026-01-05T09:00:00.123Z' })
    expect(readTime('2026-01-05T09:00:00.123456Z')).toEqual({
      iso: '2026-01-05T09:00:00.123Z',
      source: '2026-01-05T09:00:00.123456Z',
    })
    // Extended JSON counts milliseconds whatever their size.
    expect(readTime({ $date: { $numberLong: '-1000' } })?.iso).toBe('1969-12-31T23:59:59.000Z')
  })

  it.each<JsonValue>([
    '2026-02-30T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-01-05T25:00:00Z',
    '2026-01-05T09:61:00Z',
    '2026-01-05T09:00:00+25:00',
    'Sat Feb 30 2026 09:00:00 GMT+0000',
    'soon',
    '',
    '17',
    0,
    17,
    true,
    null,
    {},
    [AT],
    { $date: '2026-02-30T09:00:00Z' },
    { $date: {} },
    { $timestamp: 5 },
  ])('is not read from %j', (value) => {
    expect(readTime(value)).toBeUndefined()
  })

  it.each(
    `createdAt created_at created createTime create_time timestamp time date ts sentAt sent_at CreatedAt
     dateCreated created-at start_time sentTime event_time received_at logged_at unix_time @timestamp
     messageTime created_utc _createdAt publishedAt at`.split(/\s+/),
  )('is found by the name %s, by the message and by the file', async (name) => {
    expect(read({ [name]: AT }).message).toMatchObject({ createdAt: AT })
    const line = JSON.stringify({ threadId: 't', role: 'user', content: 'a', [name]: SECONDS })
    expect((await readBytes('hitcraft-json', line)).threads[0]?.asOf).toBe(AT)
  })

  it.each(['editedAt', 'edited_at', 'updatedAt', 'updated_at', 'modifiedAt'])(
    'of editing is found by the name %s',
    (name) => {
      expect(read({ [name]: { $date: AT } }).message).toMatchObject({ editedAt: AT })
    },
  )

  it('of a message may stand in its metadata', () => {
    const metadata = { timestamp: AT }
    expect(read({ metadata }).message).toMatchObject({ createdAt: AT, fields: { metadata } })
  })

  it('by another name is told', () => {
    expect(read({ role: 'assistant', arrival_time: AT, readAt: AT }).notes).toEqual([
      'members "arrival_time" that say a time, kept and not read as the message\'s: 1',
    ])
  })

  it('that is none is kept as it is and told', () => {
    const { message, notes } = read({ createdAt: '2026-02-30T09:00:00Z', edited_at: 'soon' })
    expect(message).not.toHaveProperty('createdAt')
    expect(message.fields).toEqual({ createdAt: '2026-02-30T09:00:00Z', edited_at: 'soon' })
    expect(notes).toEqual([
      'times of editing that cannot be read, kept as they are: 1',
      'times that cannot be read, kept as they are: 1',
    ])
  })

  it('that names no zone is read as UTC, and told; a zone that there is not is none', () => {
    for (const createdAt of ['2026-01-05 09:00', '2026/01/05 09:00', 'Jan 5, 2026, 9:00 AM']) {
      const { message, notes } = read({ createdAt })
      expect(message.createdAt).toBe(AT)
      expect(notes).toEqual(['times that name no zone, read as UTC: 1'])
    }
    expect(read({ createdAt: '2026-01-05 09:00 +0000' }).notes).toEqual([])
    for (const createdAt of ['2026-01-05T09:00:00+25:00', 'Mon Jan 5 2026 09:00:00 GMT+2500']) {
      expect(read({ createdAt }).message).toMatchObject({ fields: { createdAt } })
    }
  })

  it.each([
    ['2024-07-01T10:00:00[Europe/Paris]', '2024-07-01T08:00:00.000Z'],
    ['2024-01-01T10:00:00.5[Europe/Paris]', '2024-01-01T09:00:00.500Z'],
    ['2024-07-01T10:00:00+09:00[Asia/Tokyo]', '2024-07-01T01:00:00.000Z'],
    ['2024-07-01T23:15:00[Asia/Kathmandu]', '2024-07-01T17:30:00.000Z'],
    ['2024-07-01T10:00:00[UTC]', '2024-07-01T10:00:00.000Z'],
    // Half an hour before and after clocks were changed.
    ['2024-03-31T01:30:00[Europe/Paris]', '2024-03-31T00:30:00.000Z'],
    ['2024-03-31T03:30:00[Europe/Paris]', '2024-03-31T01:30:00.000Z'],
  ])('with the name of its zone is read in it: %s', (createdAt, iso) => {
    const { message, notes } = read({ createdAt })
    expect(message).toMatchObject({ createdAt: iso, sourceTime: createdAt })
    expect(notes).toEqual([])
  })

  it.each([
    '2024-07-01T10:00:00[Mars/Olympus]',
    '2024-02-30T10:00:00[Europe/Paris]',
    // An hour that clocks skipped, and one that they showed twice.
    '2024-03-31T02:30:00[Europe/Paris]',
    '2024-10-27T02:30:00[Europe/Paris]',
  ])('of a zone in which it is none, or two, is kept as it is: %s', (createdAt) => {
    const { message, notes } = read({ createdAt })
    expect(message).not.toHaveProperty('createdAt')
    expect(message).toMatchObject({ fields: { createdAt } })
    expect(notes).toEqual(['times that cannot be read, kept as they are: 1'])
  })

  it('of the file is that of its messages, in every spelling', async () => {
    for (const value of [String(SECONDS * 1e3), { $date: { $numberLong: SECONDS * 1e3 } }, AT]) {
      const line = { threadId: 't', role: 'user', content: 'a', created_at: value }
      const { threads } = await readBytes('hitcraft-json', JSON.stringify(line), [7])
      expect(threads[0]).toMatchObject({ asOf: AT, messages: [{ createdAt: AT }] })
    }
  })
})

describe('an id', () => {
  const uuid = '7b1c0f00-0000-4000-8000-00000000000a'
  it.each<[JsonValue, string | undefined]>([
    ['a', 'a'],
    [12, '12'],
    [{ $number: '123456789012345678901' }, '123456789012345678901'],
    [{ $numberLong: '9007199254740993' }, '9007199254740993'],
    [{ $oid: '67cc00000000000000000001' }, '67cc00000000000000000001'],
    ['ObjectId("67cc00000000000000000001")', '67cc00000000000000000001'],
    [{ $uuid: uuid }, uuid],
    [{ $binary: { base64: 'exwPAAAAQACAAAAAAAAACg==', subType: '04' } }, uuid],
    [{ $binary: 'exwPAAAAQACAAAAAAAAACg==', $type: '04' }, uuid],
    [{ $ref: 'threads', $id: { $oid: 'a1' } }, 'a1'],
    [{ _id: { $oid: 'a1' }, name: 'Dana', email: 'dana@example.com' }, 'a1'],
    [{ id: 7, name: 'Dana' }, '7'],
    [{ name: 'Dana', email: 'dana@example.com' }, undefined],
    [['a'], undefined],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
    [true, undefined],
  ])('%j is %s', (value, id) => {
    expect(readId(value)).toBe(id)
  })

  it.each(['_id', 'id', 'message_id', 'messageId', 'uuid'])('of a message is its %s', (name) => {
    expect(read({ role: 'user', [name]: { $oid: 'a1' } }).message.id).toBe('a1')
  })

  it.each(['userId', 'user_id', 'user', 'uid', 'end_user', 'visitorId', 'customer'])(
    'of a user is its %s',
    (name) => {
      expect(read({ role: 'assistant', [name]: 'u1' }).message.userId).toBe('u1')
    },
  )

  it('of a user by another name is told, by the message and by the conversation', async () => {
    const notes = ['members "account_id" that may name the user, kept and not read as one: 1']
    expect(read({ role: 'user', account_id: 'a1' }).notes).toEqual(notes)
    const log = { account_id: 'a1', messages: [{ role: 'user', content: 'a' }] }
    expect((await readBytes('openai-messages', JSON.stringify(log))).notes).toEqual(notes)
  })

  it('of a conversation is its own before that of a session, which may hold several', async () => {
    const messages = [{ role: 'user', content: 'a' }]
    const threads = ['c1', 'c2'].map((_id) => ({ _id, sessionId: 's', messages }))
    const read = await readBytes('hitcraft-json', JSON.stringify(threads))
    expect(read.threads.map(({ id }) => id)).toEqual(['c1', 'c2'])
    const logs = await readBytes('openai-messages', JSON.stringify(threads))
    expect(logs.threads.map(({ id }) => id)).toEqual(['s'])
    expect(logs.notes).toEqual(['conversations put together by their "sessionId": 2'])
  })

  it('of a user is that of the author who is one, and of no other', () => {
    expect(read({ author: { role: 'user', id: 'u1' } }).message.userId).toBe('u1')
    expect(read({ author: { role: 'assistant', id: 'bot' } }).message.userId).toBeUndefined()
    expect(read({ role: 'user', metadata: { user_id: 'u2' } }).message.userId).toBe('u2')
    expect(read({ role: 'user', userId: ['u1', 'u2'] })).toMatchObject({
      message: { fields: { userId: ['u1', 'u2'] } },
      notes: ['users that cannot be read, kept as they are: 1'],
    })
  })

  it.each(['threadId', 'thread_id', 'conversation_id', 'conversationId', 'sessionId', 'chat_id'])(
    'of a conversation is its %s',
    (name) => {
      expect(read({ role: 'user', [name]: 't1' }).conversation?.id).toBe('t1')
      expect(read({ role: 'user', metadata: { [name]: 't1' } }).conversation?.id).toBe('t1')
    },
  )

  it('of a conversation is no transcript and no title', () => {
    const { conversation, message } = read({ role: 'user', conversation: 'User: hi there, you' })
    expect(conversation).toBeUndefined()
    expect(message.fields).toEqual({ conversation: 'User: hi there, you' })
  })

  it('of a document in its place is its own, whatever else changes in it', async () => {
    const line = (n: number) => ({
      _id: `m${n}`,
      threadId: { _id: { $oid: 'a1' }, title: 'Loud', updatedAt: `2026-01-0${n}T00:00:00Z` },
      userId: { _id: 'u1', email: 'dana@example.com' },
      role: 'user',
      content: `${n}`,
    })
    const { threads } = await readBytes('hitcraft-json', JSON.stringify([line(1), line(2)]))
    expect(threads).toMatchObject([{ id: 'a1', title: 'Loud' }])
    expect(threads[0]?.messages.map(({ userId }) => userId)).toEqual(['u1', 'u1'])
    expect(threads[0]?.messages[0]?.origin.fields).toMatchObject({ userId: line(1).userId })
  })
})

describe('a role', () => {
  it.each([
    [
      'user',
      [
        'User',
        'USER ',
        'human',
        'HumanMessage',
        'human_message',
        'HumanMessageChunk',
        'User:',
        'ROLE_USER',
      ],
    ],
    ['assistant', ['Assistant', 'ai', 'AI', 'AIMessage', 'Bot', 'model', 'gpt']],
    ['system', ['System', 'SystemMessage']],
    ['tool', ['Tool', 'ToolMessage']],
  ])('%s is read from its spellings', (role, words) => {
    for (const word of words) {
      const { message } = read({ role: word })
      expect(message).toMatchObject({ role, fields: { role: word } })
    }
  })

  it('that no chat has is kept and told', () => {
    const { message, notes } = read({ role: 'editor' })
    expect(message.role).toBe('editor')
    expect(notes).toEqual(['messages of a role that no chat has, kept as written: 1'])
  })

  it.each<[JsonObject, string]>([
    [{ author: { role: 'assistant' } }, 'assistant'],
    [{ sender: 'human' }, 'user'],
    [{ from: 'gpt' }, 'assistant'],
    [{ type: 'ai' }, 'assistant'],
    [{ isUser: true }, 'user'],
    [{ is_user: false }, 'assistant'],
    [{ isBot: true }, 'assistant'],
    [{ role: 'editor' }, 'editor'],
    [{ role: 'developer' }, 'developer'],
    [{ role: 'constructor' }, 'constructor'],
    [{ role: { name: 'user' } }, 'user'],
    [{ role: '', from: 'dana' }, 'unknown'],
    [{ role: 3 }, 'unknown'],
  ])('of %j is %s', (value, role) => {
    expect(read(value).message.role).toBe(role)
  })
})
