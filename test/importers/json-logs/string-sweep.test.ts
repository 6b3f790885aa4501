import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../../src/domain/values/json.ts'
import { isHitCraftError } from '../../../src/errors/hitcraft-error.ts'
import { detectFormat } from '../../../src/importers/detect/detect-format.ts'
import { ID_NAMES, plainName } from '../../../src/importers/kit/members.ts'
import type { FormatName } from '../../../src/importers/importer.ts'
import { JsonSplitter } from '../../../src/importers/json/json-splitter.ts'
import { readBytes, sourceOf } from '../import-bytes.ts'
import { lostStrings } from './strings-of.ts'

const DATA = process.env['HITCRAFT_DATA']
const RUNS = process.env['TEST_LONG'] === '1' ? 20_000 : 300
const FORMATS = ['hitcraft-json', 'openai-messages'] as const satisfies FormatName[]
/** Larger files hold more of the same. */
const MOST_BYTES = 8 * 1024 * 1024

/** Names that the readers look for, in some spellings, and names that nobody looks for. */
const NAMES =
  `_id id messageId uuid threadId thread_id conversation_id sessionId topicId chat role author
  sender from type isUser content parts text value message body data kwargs refusal transcript audio
  tool_calls toolCalls function_call metadata userId user user_id created createdAt created_at timestamp
  time date ts editedAt updated_at edited deleted title threadTitle messages response choices completion
  output answer result index finish_reason annotations cache_control name odd other __proto__`.split(
    /\s+/,
  )

const word = fc.integer({ min: 0, max: 1e6 }).map((n) => `said ${n}`)
const leaf = fc.oneof(
  { weight: 6, arbitrary: word },
  fc.constantFrom<JsonValue>(
    null,
    true,
    42,
    1_767_600_000,
    'user',
    'AIMessage',
    'text',
    'tool_use',
  ),
  fc.constantFrom<JsonValue>('2026-01-05T09:00:00+02', 'input_audio', 'https://a.example/b', ''),
  fc.constantFrom<JsonValue>(
    { $oid: '67cc00000000000000000001' },
    { $date: '2026-02-30T09:00:00Z' },
  ),
)
const { value: anyValue, object } = fc.letrec<{ value: JsonValue; object: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie('value')), {
      maxLength: 6,
      selector: ([name]) => name,
    })
    .map((entries) => Object.fromEntries(entries)),
}))
const message = fc
  .tuple(object, fc.constantFrom('user', 'assistant', 'Human', 'tool'), anyValue)
  .map(([rest, role, content]): JsonValue => Object.assign({}, rest, { role, content }))
/** Ids tell apart or are absent: what merging makes of one message in two forms is its own matter. */
const conversation = fc
  .tuple(object, fc.array(message, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([rest, messages, named]): JsonValue => {
    const list = messages.map((one, index) => {
      const own = Object.entries(one as object).filter(([name]) => !ID_NAMES.has(plainName(name)))
      return Object.fromEntries(named ? [...own, ['id', `m${index}`]] : own)
    })
    return Object.assign({}, rest, { role: undefined, messages: list })
  })
const document = fc.oneof(message, conversation, object)

describe('each string of a source', () => {
  it.each(FORMATS)(
    'of odd documents is kept by %s, told as passed over, or rejected',
    async (format) => {
      const property = fc.asyncProperty(document, async (one) => {
        const read = await readBytes(format, JSON.stringify(one))
        expect(read.rejects.length > 0 ? [] : lostStrings([one], read)).toEqual([])
      })
      await fc.assert(property, { numRuns: RUNS })
    },
  )

  it.skipIf(DATA === undefined)(
    'of each sample that can be read is kept (needs HITCRAFT_DATA)',
    async ({ skip }) => {
      const files = globSync(
        join(DATA ?? '', '{*.jsonl,formats/**/*.json*,scale/**/*.json*}'),
      ).filter((path) => statSync(path).isFile() && statSync(path).size < MOST_BYTES)
      let read = 0
      for (const path of files) {
        const bytes = readFileSync(path)
        const format = await formatOf(bytes)
        if (format === undefined) continue
        read++
        const splitter = new JsonSplitter()
        const pieces = [...splitter.push(bytes), ...splitter.end()]
        const values = pieces.flatMap(({ value }) => (value === undefined ? [] : [value]))
        expect(lostStrings(values, await readBytes(format, bytes)), path).toEqual([])
      }
      if (read === 0) skip('none of the logs in HITCRAFT_DATA is of a format that is read')
    },
  )
})

async function formatOf(bytes: Buffer): Promise<(typeof FORMATS)[number] | undefined> {
  try {
    const { format } = await detectFormat(sourceOf(bytes))
    return FORMATS.find((one) => one === format)
  } catch (error) {
    if (isHitCraftError(error, 'UNKNOWN_FORMAT')) return undefined
    throw error
  }
}
