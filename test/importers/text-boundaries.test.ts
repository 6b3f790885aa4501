import { describe, expect, it } from 'vitest'
import { readBytes } from './import-bytes.ts'
import type { ReadResult } from './import-bytes.ts'
import { exportText, messageText, someThreads, threadText, timeOf } from './text-export.ts'
import type { WrittenMessage, WrittenThread } from './text-export.ts'

const RUNS = process.env['TEST_LONG'] === '1' ? 300 : 12

/** Who said what in each thread, in the order of the file. */
function saidIn({ threads }: ReadResult): Record<string, string[]> {
  return Object.fromEntries(
    threads.map(({ id, messages }) => [
      id,
      messages
        .toSorted((a, b) => a.origin.place - b.origin.place)
        .map(({ role, content }) => `${role.toLowerCase()}: ${JSON.stringify(content)}`),
    ]),
  )
}

function written(threads: readonly WrittenThread[]): Record<string, string[]> {
  return Object.fromEntries(
    threads.map(({ id, messages }) => [
      id,
      messages.map(({ role, items }) => {
        const content = items.map(([type, text]) =>
          text === undefined ? { type } : { type, text },
        )
        return `${role}: ${JSON.stringify(content)}`
      }),
    ]),
  )
}

const HEADER = /\n+(?=\[\d+\] Role)/g

/** What people, editors and programs do to an export without touching a word of it. */
const VARIATIONS: readonly (readonly [string, (text: string) => string])[] = [
  ['as it was written', (text) => text],
  ['with CRLF', (text) => text.replaceAll('\n', '\r\n')],
  [
    'with a byte order mark before each thread',
    (text) => text.replaceAll('========== THREAD', '\uFEFF$&'),
  ],
  [
    'with marks without width',
    (text) => text.replace(/^(?=\[\d+\] Role|UserId|Content Items)/gm, '\u200E\u200B'),
  ],
  ['indented by tabs', (text) => text.replace(/^ {2}(?=Content #|"|\[)/gm, '\t')],
  ['indented by hard spaces', (text) => text.replace(/^ {2}(?=Content #|"|\[)/gm, '\u00A0 ')],
  ['without indentation', (text) => text.replace(/^ {2}(?=Content #|"|\[)/gm, '')],
  [
    'indented deeper',
    (text) => text.replace(/^(?=\[\d+\] Role|UserId|Content Items|==)/gm, '    '),
  ],
  [
    'with spaces behind',
    (text) => text.replace(/(?<=^(?:\[\d+\] Role|UserId|Content Items|==).*)$/gm, ' \t'),
  ],
  [
    'with other spaces in headers',
    (text) => text.replace(/^\[(\d+)\] Role: (\w+) \| /gm, '[ $1 ]  Role:$2|\u00A0'),
  ],
  [
    'with roles in capitals',
    (text) => text.replace(/(?<=Role: )\w+/g, (role) => role.toUpperCase()),
  ],
  ['without end banners', (text) => text.replaceAll('========== END THREAD ==========\n', '')],
  ['with banners right behind each other', (text) => text.replace(/(?<=END THREAD =+)\n+/g, '\n')],
  ['without blank lines before headers', (text) => text.replace(HEADER, '\n')],
  ['with more blank lines', (text) => text.replace(HEADER, '\n\n\n\n')],
  [
    'with curly quotes',
    (text) =>
      text.replace(/^ {2}"|"(?=\n+(?:\[\d+\] Role|={10}| {2}Content #))/gm, (quote) =>
        quote.startsWith(' ') ? '  “' : '”',
      ),
  ],
]

describe.each(VARIATIONS)('a text export %s', (_, vary) => {
  it('is the same threads', async () => {
    for (let seed = 1; seed <= RUNS; seed++) {
      const threads = someThreads(seed)
      const read = await readBytes('hitcraft-text', vary(exportText(threads)))
      expect(saidIn(read), `seed ${seed}`).toEqual(written(threads))
      expect(read.rejects, `seed ${seed}`).toEqual([])
    }
  })
})

/** Damage of a whole file that leaves every message with its words. */
const DAMAGES: readonly (readonly [string, (text: string) => string])[] = [
  ['end banners are glued', (text) => text.replace(/\n\n(?==+ END)/g, '')],
  ['banners are glued', (text) => text.replace(/(?<=END THREAD =+)\n+/g, '')],
  ['headers are glued', (text) => text.replace(/\n\n(?=\[\d+\] Role)/g, '')],
  ['heads are glued', (text) => text.replace(/(?<=Status: active)\n/g, '')],
  ['quotes are missing', (text) => text.replaceAll('"', '')],
  ['closing quotes are missing', (text) => text.replaceAll('"\n', '\n')],
  ['counts of items are missing', (text) => text.replace(/^Content Items.*\n/gm, '')],
  ['users are missing', (text) => text.replace(/^UserId.*\n/gm, '')],
  ['numbers of messages are missing', (text) => text.replace(/^Messages:.*\n/gm, '')],
  ['banners are shorter', (text) => text.replaceAll('==========', '===')],
]

it.each(DAMAGES)('finds every message where %s', async (_, damage) => {
  const threads = [4, 3, 6].map((count, thread) => ({
    id: String(thread).repeat(24),
    title: `T${thread}`,
    messages: Array.from({ length: count }, (__, at) => ({
      role: at % 2 === 0 ? 'user' : 'assistant',
      time: timeOf(at),
      items: [['text', `words ${at}`], ['error']] as const,
    })),
  }))
  const read = await readBytes('hitcraft-text', damage(exportText(threads)))
  expect(saidIn(read)).toEqual(written(threads))
})

describe('a header that is damaged', () => {
  const message = (n: number, number = n): WrittenMessage => ({
    role: n % 2 === 1 ? 'user' : 'assistant',
    time: timeOf(n),
    items: [['text', `words ${n}`]],
    number,
  })
  const thread = (messages: readonly WrittenMessage[], stated?: number): WrittenThread => ({
    id: 'a'.repeat(24),
    title: 'T',
    messages,
    ...(stated === undefined ? {} : { stated }),
  })
  const texts = (read: ReadResult) => Object.values(saidIn(read))[0] ?? []

  it('is found where it is glued to the text before, with or without its closing quote', async () => {
    const all = thread(Array.from({ length: 20 }, (_, at) => message(at + 1)))
    for (const before of ['words 13"\n\n', '"\n\n']) {
      const glued = threadText(all).replace(`${before}[14]`, `${before.slice(0, -3)}[14]`)
      expect(glued).not.toBe(threadText(all))
      const read = await readBytes('hitcraft-text', glued)
      expect(texts(read)).toHaveLength(20)
      expect(texts(read)[12]).toContain('words 13')
      expect(texts(read)[13]).toContain('words 14')
    }
  })

  it.each([
    ['jumps', [1, 2, 4, 5, 9]],
    ['repeats', [1, 2, 2, 3]],
    ['begins anew', [1, 2, 1, 2]],
    ['begins late', [53, 55, 56]],
    ['falls', [3, 2, 1]],
  ])('is a header though its number %s', async (_, numbers) => {
    const all = thread(numbers.map((number, at) => message(at + 1, number)))
    const read = await readBytes('hitcraft-text', threadText(all))
    expect(saidIn(read)).toEqual(written([all]))
    expect(read.rejects).toEqual([])
  })

  it('keeps its neighbours, and the sums tell of it', async () => {
    const all = thread([1, 2, 3].map((n) => message(n)))
    const broken = threadText(all).replace('[2] Role: assistant | Time', '{2) Rle assistant, Tme')
    const { rejects, threads } = await readBytes('hitcraft-text', broken)
    expect(threads[0]?.messages.map(({ content }) => JSON.stringify(content)).join('')).toContain(
      'words 3',
    )
    expect(rejects.map(({ reason }) => reason)).toContain(
      "the thread's head states 3 messages, 2 follow",
    )
  })

  it('is counted a thread: a difference is told with its place, and the messages are kept', async () => {
    const first = { ...thread([message(1), message(2)], 5), id: 'b'.repeat(24) }
    const second = thread([message(1)], 2)
    const text = `${threadText(first)}${threadText(second)}`
    const { rejects, messages } = await readBytes('hitcraft-text', text)
    expect(messages).toBe(3)
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [1, "the thread's head states 5 messages, 2 follow"],
      [
        text.split('\n').indexOf(`ThreadId: ${second.id}`),
        "the thread's head states 2 messages, 1 follow",
      ],
    ])
  })

  it('tells of a message that states another number of items', async () => {
    const all = threadText(thread([message(1), message(2)])).replace(
      'Content Items: 1',
      'Content Items: 3',
    )
    const { rejects, messages } = await readBytes('hitcraft-text', all)
    expect(messages).toBe(2)
    expect(rejects).toMatchObject([
      { reason: 'a message that states 3 items, 1 follow; kept as it stands' },
    ])
  })
})

describe('a log that somebody pasted into a message', () => {
  const said = (role: string, second: number, text: string): WrittenMessage => ({
    role,
    time: timeOf(second),
    items: [['text', text]],
  })
  const inner = (count: number): WrittenThread => ({
    id: 'f'.repeat(24),
    title: 'Inner',
    messages: Array.from({ length: count }, (_, at) => said('user', at, `inner ${at}`)),
  })
  const header = messageText(said('assistant', 1, 'fake'), 2)
  const PASTES: readonly (readonly [string, string])[] = [
    ['a whole thread', `look:\n${threadText(inner(2))}that is all`],
    ['a long thread', `look:\n${threadText(inner(60))}that is all`],
    ['several threads', `look:\n${threadText(inner(2))}${threadText(inner(3))}end`],
    ['a thread at its end', `look:\n${threadText(inner(2)).trimEnd()}`],
    ['nothing but a thread', threadText(inner(3)).trimEnd()],
    ['the next header', `in my file:\n${header}\nis that right?`],
    ['the next header with a blank line before', `in my file:\n\n${header}\nis that right?`],
    ['another header', `in my file:\n${messageText(said('user', 3, 'hm'), 17)}\nwhy?`],
    ['a header alone', 'what is\n[2] Role: user | Time: never\nhere?'],
    ['an end banner', 'before\n========== END THREAD ==========\nafter'],
    ['a beginning banner', 'before\n========== THREAD: X ==========\nafter'],
    ['an item head', 'before\n  Content #2 (text):\n  "x"\nafter'],
  ]

  it.each(PASTES)('stays in it: %s', async (_, paste) => {
    for (const place of [0, 1, 2]) {
      const messages = [
        said('user', 1, 'one'),
        said('assistant', 2, 'two'),
        said('user', 3, 'three'),
      ]
      messages[place] = said('user', 4, paste)
      const threads = [
        { id: 'a'.repeat(24), title: 'Outer', messages },
        { id: 'b'.repeat(24), title: 'Next', messages: [said('user', 1, 'next')] },
      ]
      const read = await readBytes('hitcraft-text', exportText(threads))
      expect(saidIn(read), `place ${place}`).toEqual(written(threads))
      expect(read.rejects).toEqual([])
    }
  })
})
