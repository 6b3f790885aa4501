import { describe, expect, it } from 'vitest'
import { detectFormat } from '../../src/importers/detect/detect-format.ts'
import { readBytes, sourceOf } from './import-bytes.ts'
import { exportText, someThreads } from './text-export.ts'

const TIME = 'Mon Mar 10 2025 20:15:20 GMT+0200 (Israel Standard Time)'
const HEAD =
  '{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Arial;}{\\f1\\fnil\\fcharset177 Arial;}}\n'

/** A document of one message; `words` is rich text between the message's quotes. */
function document(words: string | Buffer, head = HEAD): Buffer {
  const lines = [
    '========== THREAD: T ==========',
    `ThreadId: ${'a'.repeat(24)}`,
    'Status: active',
    'Messages: 1',
    '',
    `[1] Role: user | Time: ${TIME}`,
    `UserId: ${'b'.repeat(24)}`,
    'Content Items: 1',
    '  Content #1 (text):',
  ]
  const before = `${head}\\f0 ${lines.map((line) => `${line}\\par\n`).join('')}  "`
  const behind = '"\\par\n\\par\n========== END THREAD ==========\\par\n}'
  return Buffer.concat([Buffer.from(before), Buffer.from(words), Buffer.from(behind)])
}

async function wordsOf(rtf: Buffer, sizes?: readonly number[]) {
  const { threads, rejects, notes } = await readBytes('hitcraft-rtf', rtf, sizes)
  const words = threads.flatMap(({ messages }) =>
    messages.flatMap(({ content }) =>
      content.map((part) => ('text' in part ? part.text : part.type)),
    ),
  )
  return { words, rejects, notes }
}

const hex = (bytes: readonly number[]) =>
  bytes.map((byte) => `\\'${byte.toString(16).padStart(2, '0')}`).join('')
const fonts = (...definitions: readonly string[]) =>
  `{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 A;}${definitions.map((font) => `{${font} B;}`).join('')}}\n`

const SAID: readonly (readonly [
  what: string,
  words: string | Buffer,
  expected: string,
  head?: string,
])[] = [
  ['a Hebrew font in a Latin document', `a {\\f1 ${hex([0xf9, 0xec, 0xe5, 0xed])}} b`, 'a שלום b'],
  [
    'a font that goes on over groups',
    `\\f1 {\\b ${hex([0xf9])}}${hex([0xec])}\\f0 ${hex([0xe9])}`,
    'שלé',
  ],
  ['bytes of the code page as they are', Buffer.from([0x61, 0xe9, 0x62]), 'aéb'],
  ['\\plain back to the main font', `\\f1 ${hex([0xf9])}\\plain ${hex([0xe9])}`, 'שé'],
  ['a Cyrillic font', `\\f2 ${hex([0xcf, 0xf0, 0xe8])}`, 'При', fonts('\\f2\\fcharset204')],
  ['a Greek font', `\\f2 ${hex([0xe1, 0xe2])}`, 'αβ', fonts('\\f2\\fcharset161')],
  ['a Polish font', `\\f2 ${hex([0xb3, 0xf3])}`, 'łó', fonts('\\f2\\fcharset238')],
  ['a Japanese font', `\\f2 ${hex([0x93, 0xfa, 0x96, 0x7b])}`, '日本', fonts('\\f2\\fcharset128')],
  ['two bytes of which the second is plain', "\\f2 \\'83A", 'ア', fonts('\\f2\\fcharset128')],
  [
    'two bytes of which the second is a backslash',
    "\\f2 \\'83\\\\",
    'ソ',
    fonts('\\f2\\fcharset128'),
  ],
  ['a Chinese font', `\\f2 ${hex([0xc4, 0xe3])}`, '你', fonts('\\f2\\fcharset134')],
  ['a Taiwanese font', `\\f2 ${hex([0xa7, 0x41])}`, '你', fonts('\\f2\\fcharset136')],
  ['a Korean font', `\\f2 ${hex([0xb0, 0xa1])}`, '가', fonts('\\f2\\fcharset129')],
  ['a font with a code page', `\\f2 ${hex([0xf9])}`, 'ש', fonts('\\f2\\fcharset0\\cpg1255')],
  [
    'a document in Hebrew without charsets',
    hex([0xf9]),
    'ש',
    '{\\rtf1\\ansi\\ansicpg1255{\\fonttbl\\f0 A;}',
  ],
  ['a document of a Macintosh', hex([0x8e]), 'é', '{\\rtf1\\mac{\\fonttbl\\f0 A;}'],
  ['a document of DOS', hex([0x82]), 'é', '{\\rtf1\\pc{\\fonttbl\\f0 A;}'],
  ['plain bytes', Buffer.from([0x7b, 0x5c, 0x66, 0x31, 0x20, 0xf9, 0x7d]), 'ש'],
  ['Unicode with a fallback', "\\u1513?\\u1500\\'3f x", 'של x'],
  [
    'Unicode with no fallback',
    '\\uc0\\u1513 \\u-10179 \\u-8690 x',
    'ש😎x'.replace('😎', '\uD83D\uDE0E'),
  ],
  ['Unicode with a fallback of two', "\\uc2\\u26085\\'93\\'fa x", '日 x'],
  ['a text in two forms', "{\\upr{\\'3f}{\\*\\ud{\\u1513?}}}", 'ש'],
  ['a field', '{\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt here}} b', 'here b'],
  [
    'a field without a star',
    '{\\field{\\fldinst{HYPERLINK "http://x"}}{\\fldrslt{\\ul here}}} b',
    'here b',
  ],
  ['a picture and its bytes', 'a{\\pict\\bin5 }{\\}}}b', 'ab'],
  ['groups nobody knows', 'a{\\*\\unknown {x} y}b', 'ab'],
  ['an object and its result', 'a{\\object\\objemb{\\*\\objdata 00}{\\result{b}}}', 'ab'],
  [
    'special characters',
    'a\\~b\\_c\\-d\\emdash e\\bullet\\lquote x\\rquote',
    'a\u00A0b\u2011c\u00ADd—e•‘x’',
  ],
  ['braces and backslashes', '\\{a\\}\\\\', '{a}\\'],
  ['lines of every kind', 'a\\line b\\par c\\\nd\\tab e', 'a\nb\nc\nd\te'],
  ['rows and cells', '\\par\\trowd\\intbl x\\cell y\\cell\\row z', '\nx\ty\nz'],
  ['quotes that Word turned', '\\ldblquote a\\rdblquote', '“a”'],
  ['a line end of the file within words', 'a\nb\r\nc', 'abc'],
]

describe('rich text', () => {
  it.each(SAID.map(([what, words, expected, head = HEAD]) => ({ what, words, expected, head })))(
    'reads $what',
    async ({ words, expected, head }) => {
      const rtf = document(words, head)
      expect(await wordsOf(rtf)).toEqual({ words: [expected], rejects: [], notes: [] })
      expect(await wordsOf(rtf, [1])).toEqual({ words: [expected], rejects: [], notes: [] })
    },
  )

  it('tells of a code page that it does not know, and makes up no letter', async () => {
    const { words, rejects, notes } = await wordsOf(
      document(`\\f2 a${hex([0xe9])}`, fonts('\\f2\\cpg1')),
    )
    expect(words).toEqual(['a\uFFFD'])
    expect(rejects).toHaveLength(1)
    expect(notes).toEqual([expect.stringContaining('code page 1,')])
  })

  it('passes over page headers, footnotes and comments, and tells how much', async () => {
    const { words, notes } = await wordsOf(
      document('a{\\header page}{\\footnote note}{\\*\\annotation x}b'),
    )
    expect(words).toEqual(['ab'])
    expect(notes).toEqual([expect.stringMatching(/^9 characters in page headers/)])
  })

  it('keeps what is whole where its groups are not closed, or closed too often', async () => {
    const open = document('a{\\b b')
    expect(await wordsOf(open)).toMatchObject({
      words: ['ab'],
      notes: [expect.stringContaining('ends before')],
    })
    const closed = document('a}}}b')
    expect(await wordsOf(closed)).toMatchObject({
      words: ['ab'],
      notes: [expect.stringContaining('closes more')],
    })
    const hidden = Buffer.concat([document('a').subarray(0, -1), Buffer.from('{\\*\\x lost words')])
    const { words, rejects } = await wordsOf(hidden)
    expect(words).toEqual(['a'])
    expect(rejects).toMatchObject([{ offset: hidden.indexOf('{\\*\\x') }])
  })

  it('reads two documents behind each other', async () => {
    const two = Buffer.concat([
      document('one'),
      document(hex([0xf9]), '{\\rtf1\\ansi\\ansicpg1255'),
    ])
    expect((await wordsOf(two)).words.toSorted()).toEqual(['one', 'ש'])
  })
})

/** Rich text as Word writes it: a group for each run, every character beyond ASCII in Unicode. */
function asWord(text: string): string {
  const lines = text.split('\n').map((line) => {
    const plain = line
      .replace(/[\\{}]/g, '\\$&')
      .replace(/[^\0-\x7F]/g, (unit) => `\\u${(unit.charCodeAt(0) << 16) >> 16}\\'3f`)
    return `{\\rtlch\\fcs1 \\af0 \\ltrch\\fcs0 \\insrsid1 ${plain}}{\\insrsid1 \\par }`
  })
  return `{\\rtf1\\adeflang1037\\ansi\\ansicpg1252\\uc1\\deff0{\\fonttbl{\\f0\\fcharset0{\\*\\panose 02}Times;}}{\\stylesheet{\\ql Normal;}}{\\info{\\author X}}\\pard\\plain ${lines.join('\n')}}`
}

it('is the same threads as the plain text it was made of', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const text = exportText(someThreads(seed))
    const plain = await readBytes('hitcraft-text', text)
    const rich = await readBytes('hitcraft-rtf', asWord(text))
    expect(rich.rejects).toEqual([])
    const said = (read: typeof rich) => read.threads.map(({ id, contentHash }) => [id, contentHash])
    expect(said(rich), `seed ${seed}`).toEqual(said(plain))
  }
})

it('rich text that is UTF-8 behind a byte order mark is read, and told', async () => {
  const rtf = Buffer.concat([Buffer.from('\uFEFF'), document(Buffer.from('a שלום, é'))])
  for (const sizes of [[1], [7, 3], [1 << 20]]) {
    const { words, notes } = await wordsOf(rtf, sizes)
    expect(words).toEqual(['a שלום, é'])
    expect(notes).toEqual(['2 pieces of text that are UTF-8, and no rich text, were read as UTF-8'])
  }
  expect((await detectFormat(sourceOf(rtf))).format).toBe('hitcraft-rtf')
})
