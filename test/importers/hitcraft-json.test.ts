import { describe, expect, it } from 'vitest'
import { contentOf, importBytes, readBytes } from './import-bytes.ts'

const oid = (n: number) => ({ $oid: n.toString(16).padStart(24, '0') })
const DOCUMENTS = [0, 1, 2, 3].map((n) => ({
  _id: oid(100 + n),
  threadId: oid(n % 2),
  userId: oid(7),
  role: n < 2 ? 'user' : 'assistant',
  content: [`words "of" ${n} שלום {[,]}`, { type: 'text', text: '\n\\"' }, { type: 'error' }],
  createdAt: { $date: `2025-03-10T10:00:0${n}.000Z` },
}))
const LINES = DOCUMENTS.map((document) => JSON.stringify(document)).join('\n')
const FORMS: Readonly<Record<string, string | Buffer>> = {
  'an array': JSON.stringify(DOCUMENTS),
  'an array, one a line': `[${DOCUMENTS.map((document) => JSON.stringify(document)).join(',\n')}]\n`,
  'one a line': `${LINES}\n`,
  'one a line, without a last newline': LINES,
  CRLF: LINES.replaceAll('\n', '\r\n'),
  'a byte order mark': `\uFEFF${LINES}`,
  'a pretty array': JSON.stringify(DOCUMENTS, null, 2),
  'a pretty array with tabs and CRLF': JSON.stringify(DOCUMENTS, null, '\t').replaceAll(
    '\n',
    '\r\n',
  ),
  'one after another, pretty': DOCUMENTS.map((document) => JSON.stringify(document, null, 1)).join(
    '\n',
  ),
  'an envelope': JSON.stringify({ messages: DOCUMENTS }),
  'a pretty envelope': JSON.stringify({ messages: DOCUMENTS }, null, 2),
  'UTF-16LE': Buffer.from(`\uFEFF${LINES}`, 'utf16le'),
  'UTF-16BE': Buffer.from(`\uFEFF${LINES}`, 'utf16le').swap16(),
  'canonical Extended JSON': DOCUMENTS.map((document) => {
    const milliseconds = String(Date.parse(document.createdAt.$date))
    return JSON.stringify({ ...document, createdAt: { $date: { $numberLong: milliseconds } } })
  }).join('\n'),
}

const one = async (document: object) => {
  const { threads, rejects } = await readBytes('hitcraft-json', JSON.stringify(document))
  expect(rejects).toEqual([])
  return threads[0]
}

describe('HitCraft JSON', () => {
  it.each(Object.entries(FORMS))('reads %s as the same threads', async (_name, content) => {
    const { threads, records } = await importBytes(content)
    const expected = await importBytes(LINES)
    expect(expected.threads.map(({ messages }) => messages.length)).toEqual([2, 2])
    expect(contentOf(threads)).toBe(contentOf(expected.threads))
    expect(records[0]).toMatchObject({ status: 'done', messages: 4, added: 2, rejected: 0 })
    expect(threads[0]?.asOf).toBe('2025-03-10T10:00:03.000Z')
  })

  it.each(Object.entries(FORMS).filter(([, form]) => typeof form === 'string'))(
    'reads %s in chunks of any size',
    async (_name, content) => {
      const whole = await readBytes('hitcraft-json', content)
      for (const sizes of [[1], [7], [3, 1, 64, 11], [100, 1]]) {
        const read = await readBytes('hitcraft-json', content, sizes)
        expect(contentOf(read.threads)).toBe(contentOf(whole.threads))
        expect(read.rejects).toEqual(whole.rejects)
        expect(read.messages).toBe(whole.messages)
      }
    },
  )

  it('takes content that is null, a text, a list, or something else', async () => {
    const base = { _id: 'm', threadId: 't', role: 'user' }
    const contentWith = async (content: unknown) =>
      (await one({ ...base, content }))?.messages[0]?.content
    expect(await contentWith(null)).toEqual([])
    expect(await contentWith('')).toEqual([{ type: 'text', text: '' }])
    expect(await contentWith('a')).toEqual([{ type: 'text', text: 'a' }])
    expect(await contentWith([{ type: 'text' }])).toEqual([{ type: 'item:text', raw: {} }])
    expect(await contentWith([{ type: 'x', n: 1 }, 5, null])).toEqual([
      { type: 'x', raw: { n: 1 } },
      { type: 'unknown', raw: 5 },
      { type: 'unknown', raw: null },
    ])
  })

  it('reads thread ids of every kind, and makes a message without one its own thread', async () => {
    const base = { _id: 'm', role: 'user', content: 'a' }
    const idWith = async (threadId?: unknown) => (await one({ ...base, threadId }))?.id
    expect(await idWith(12)).toBe('12')
    expect(await idWith({ $numberInt: '12' })).toBe('12')
    expect(await idWith({ $numberLong: '9007199254740993' })).toBe('9007199254740993')
    expect(await idWith(oid(1))).toBe(oid(1).$oid)
    expect(await idWith()).toBe('m')
    expect(await idWith({ $binary: { base64: 'AA==', subType: '04' } })).toContain('AA==')
    const big = '{"_id":"m","role":"user","content":"a","threadId":9007199254740993}'
    expect((await readBytes('hitcraft-json', big)).threads[0]?.id).toBe('9007199254740993')
  })

  it('keeps numbers that a double would round, and times that cannot be read', async () => {
    const text =
      '{"_id":"m","threadId":"t","role":"user","createdAt":"soon","content":[{"type":"x","n":12345678901234567890}]}'
    const { threads } = await readBytes('hitcraft-json', text)
    expect(threads[0]?.messages[0]).toMatchObject({
      content: [{ type: 'x', raw: { n: { $number: '12345678901234567890' } } }],
      origin: { fields: { createdAt: 'soon' } },
    })
  })

  it('reads thread documents, and keeps what is whole of one', async () => {
    const message = { id: 'm1', role: 'user', createdAt: '2025-03-10T10:00:00.000Z', content: 'a' }
    const text = JSON.stringify({
      _id: oid(9),
      threadId: 't',
      threadTitle: 'A',
      threadStatus: 'active',
      messages: [message, 5, { ...message, id: 'm2', content: 'b' }],
    })
    const { threads, rejects } = await readBytes('hitcraft-json', text)
    expect(threads[0]).toMatchObject({ id: 't', title: 'A' })
    expect(threads[0]?.messages.map(({ id }) => id)).toEqual(['m1', 'm2'])
    expect(rejects).toHaveLength(1)
  })

  it('keeps what is whole of an envelope', async () => {
    const text = JSON.stringify({ messages: [DOCUMENTS[0], null, DOCUMENTS[1]] })
    const { threads, rejects } = await readBytes('hitcraft-json', text)
    expect(threads).toHaveLength(2)
    expect(rejects).toHaveLength(1)
  })

  it('takes a message that comes again once', async () => {
    const { threads } = await readBytes('hitcraft-json', `${LINES}\n${LINES}`)
    expect(threads.map(({ messages }) => messages.length)).toEqual([2, 2])
  })

  it('rejects a broken value on a line of many and keeps the others', async () => {
    const [a, b, c] = DOCUMENTS.map((document) => JSON.stringify(document))
    const { threads, rejects } = await readBytes('hitcraft-json', `[${a},{"x":tru},${b},{},${c}]`)
    expect(threads.flatMap(({ messages }) => messages)).toHaveLength(3)
    expect(rejects).toHaveLength(2)
  })

  it('counts the bytes of every part that it gives up', async () => {
    const [a = '', b = ''] = DOCUMENTS.map((document) => JSON.stringify(document))
    const broken = `${a}\n${b.replace('"role"', '"role')}\nnonsense\nmore`
    const { threads, rejects } = await readBytes('hitcraft-json', broken)
    expect(threads).toHaveLength(1)
    const given = rejects.reduce((sum, { length }) => sum + length, 0)
    expect(given).toBeGreaterThanOrEqual(Buffer.byteLength(broken) - Buffer.byteLength(a) - 4)
  })
})
