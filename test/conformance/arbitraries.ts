import * as fc from 'fast-check'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { DraftMessage, DraftThread } from '../../src/domain/thread/build-thread.ts'
import type { ContentPart } from '../../src/domain/thread/content-part.ts'
import type { JsonValue } from '../../src/domain/values/json.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'

/** One seed for all: a failure comes again. */
export const SEED = 20250310
let isLong = process.env['TEST_LONG'] === '1'
let isFar = false

/** For a server on which the full numbers would take hours. */
export function keepToFew(): void {
  isLong = false
  isFar = true
}

/** A number beyond what one request holds: object stores and our pages end at 1,000. */
export function beyondOneRequest(): number {
  return isFar ? 1050 : 3000
}

/** How often a property is tried: a few times by default, the full number when `TEST_LONG=1`. */
export function runs(few: number, full: number): { seed: number; numRuns: number } {
  return { seed: SEED, numRuns: isLong ? full : few }
}

/** Seeded examples of an arbitrary. */
export function sample<T>(arbitrary: fc.Arbitrary<T>, few: number, full: number): T[] {
  return fc.sample(arbitrary, runs(few, full))
}

export const WORDS = [
  'mix Mixing STRASSE straße café cafe\u0301 naïve ﬁle Ｗｉｄｅ 2025',
  'שלום שָׁלוֹם מיקס בעברית مرحبا Привет ёлка Σίσυφος',
  '音乐 混音 音 音楽を作る ดนตรี ผสมเสียง ສະບາຍດີ',
  "🎵 👩🏽‍🎤 \u202Eabc a.b it's C# 100%",
].flatMap((line) => line.split(' '))

export const AWKWARD_TEXTS = [
  '',
  ' ',
  '\n',
  '\r\n',
  '\0',
  'a\0b',
  '\uD800',
  '\uDC00\uD800',
  'x\uDFFF',
  '\uD7FF',
  '\uFFFD',
  '\u0001',
  '\u0001\u0001',
  '\u200F',
  '\u202E',
  '\uFEFF',
  '\u2028',
  '👩‍👩‍👧‍👦',
  '\\u0000',
  '\\',
  '"',
  "'",
  '$set',
  'a.b',
  '__proto__',
  'constructor',
  'toString',
  '{}',
  'null',
  'undefined',
  'NaN',
  'é',
  'e\u0301',
  'İ',
  'ı',
  'ß',
  '%00',
  "'; DROP TABLE threads; --",
  '\t',
  '\u007F',
  '\u0085',
]

export const AWKWARD_IDS = [
  '../x',
  '..',
  '.',
  '/',
  '\\',
  'CON',
  'con',
  'NUL',
  'aux.json',
  'a/b',
  'a\\b',
  'a b',
  ' ',
  '\0',
  '\n',
  'id',
  'ID',
  'Id',
  'é',
  'e\u0301',
  '\uD800',
  '\uDC00',
  '\uD83C\uDFB5',
  '\uFFFD',
  '\uE000',
  '\uD7FF',
  '__proto__',
  '$set',
  'a.b',
  'x=',
  'x='.padEnd(66, '0'),
  'h:',
  'chatgpt:1',
  '\u0001',
  '~',
  '-',
  '_',
  'x'.repeat(200),
  'x'.repeat(201),
  'X'.repeat(200),
  'y'.repeat(1000),
  'ש'.repeat(333),
  "'",
  '"',
  '%',
  '*',
]

const TIMES = ['2025-03-10T10:00:00.000Z', '2025-03-10T10:00:00.500Z', '2025-03-10T10:00:01.000Z']

export const codeUnits: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x7f }),
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0xd7fe, max: 0xe001 }),
    ),
    { maxLength: 12 },
  )
  .map((units) => String.fromCharCode(...units))

export const speech: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(' '))

export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: speech },
  { weight: 2, arbitrary: fc.constantFrom(...AWKWARD_TEXTS) },
  { weight: 1, arbitrary: codeUnits },
)

export const anyId: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...AWKWARD_IDS) },
  { weight: 1, arbitrary: codeUnits.filter((id) => id !== '') },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 999 }).map(String) },
)

export const anyTime: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TIMES) },
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc
      .integer({ min: 0, max: 253_402_300_799_999 })
      .map((time) => new Date(time).toISOString()),
  },
)

export const anyJson: fc.Arbitrary<JsonValue> = fc.oneof(
  { weight: 4, arbitrary: anyText },
  fc.constantFrom(0, 1, 1.5, -1e-7, 1e21, 5e-324, Number.MAX_VALUE, true, false, null),
  fc.constant({ $number: '12345678901234567890.5' }),
  fc.array(anyText, { maxLength: 3 }),
  fc
    .array(fc.tuple(anyText, anyText), { maxLength: 4 })
    .map((pairs): JsonValue => Object.fromEntries(pairs)),
  fc.integer({ min: 1, max: 300 }).map(nested),
  fc.integer({ min: 1, max: 50_000 }).map((size): JsonValue => ({ big: 'ש'.repeat(size) })),
)

/** Lists in objects, `depth` of them. */
export function nested(depth: number): JsonValue {
  let value: JsonValue = 'end'
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { '': value }
  return value
}

const anyPart: fc.Arbitrary<ContentPart> = fc.oneof(
  { weight: 4, arbitrary: anyText.map((text): ContentPart => ({ type: 'text', text })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('error', 'song_rendering', '__proto__', 'item:text'), anyJson)
      .map(([type, raw]): ContentPart => ({ type, raw })),
  },
  { weight: 1, arbitrary: fc.constant<ContentPart>({ type: 'upload_request' }) },
)

const anyMessage: fc.Arbitrary<DraftMessage> = fc
  .record({
    id: fc.option(anyId, { nil: undefined, freq: 2 }),
    role: fc.constantFrom('user', 'assistant', 'tool', 'unknown', '\uD800'),
    userId: fc.option(anyText, { nil: undefined }),
    createdAt: anyTime,
    editedAt: fc.option(fc.constantFrom(...TIMES), { nil: undefined, freq: 1 }),
    content: fc.array(anyPart, { maxLength: 3 }),
    sourceTime: fc.option(anyText, { nil: undefined, freq: 1 }),
  })
  .map((message) => defined(message))

const anyAttributes = fc
  .array(fc.tuple(anyText, anyJson), { maxLength: 3 })
  .map((pairs) => Object.fromEntries(pairs))

export interface ThreadShape {
  readonly id?: fc.Arbitrary<string | undefined>
  /** A source that states the title among the other attributes, as a text or as something else. */
  readonly titleAsAttribute?: boolean
}

/** One export's form of a thread: awkward in every field. */
export function anyThread(shape: ThreadShape = {}): fc.Arbitrary<Thread> {
  return fc
    .record({
      id: shape.id ?? fc.option(anyId, { nil: undefined, freq: 5 }),
      title: fc.option(anyText, { nil: undefined }),
      attributes:
        shape.titleAsAttribute === true
          ? fc.tuple(anyAttributes, anyJson).map(([rest, title]) => Object.assign(rest, { title }))
          : anyAttributes,
      messages: fc.array(anyMessage, { maxLength: 5 }),
      asOf: fc.option(fc.constantFrom(...TIMES), { nil: undefined }),
      format: fc.constantFrom('hitcraft-json', 'hitcraft-text'),
    })
    .map(({ asOf, format, ...draft }) =>
      buildThread(defined<DraftThread>(draft), defined({ format, asOf })),
    )
}

/** The object without its members that are undefined. */
export function defined<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
