import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openLocalAnalyzer } from '../../src/analysis/local/local-analyzer.ts'
import { analysisSchema } from '../../src/domain/analysis/analysis.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { isEvidenceValid } from '../../src/domain/analysis/evidence.ts'
import type { Evidence } from '../../src/domain/analysis/evidence.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'

const RUNS = process.env['TEST_LONG'] === '1' ? 5000 : 300

/** Milliseconds. */
const IN_TIME = 3000

const PIECES = [
  "I can't help with that",
  'not supported yet',
  'forget it',
  'thanks!',
  'this is useless',
  'why in English?',
  'how do I export it again?',
  'אני לא יכול',
  'תודה',
  'no sirve',
  '“quote',
  '```code',
  '> quoted',
  '[Chorus]',
  '\n\n',
  '\u202e',
  '\0',
  '\ud83d',
  '😀',
  "'''",
  '"',
  'ﷺ',
  'e\u0301\u0301',
  'İ',
  '谢谢你',
  '…?!',
]
const words = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary' })), { maxLength: 8 })
  .map((pieces) => pieces.join(' '))
const part = fc.oneof(
  { weight: 4, arbitrary: words.map((text) => ({ type: 'text' as const, text })) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('error', 'mixing_start', 'mixing_complete', '_start', '__proto__', 'x_start')
      .map((type) => ({ type })),
  },
)
const thread = fc
  .array(
    fc.record({
      role: fc.constantFrom('user', 'assistant', 'system', 'tool', 'human', '__proto__'),
      content: fc.array(part, { maxLength: 3 }),
    }),
    { maxLength: 10 },
  )
  .map((messages) => buildThread({ id: 't', messages }, { format: 'test' }))

function evidenceOf(analysis: Analysis): Evidence[] {
  const findings = [
    ...analysis.failures,
    ...analysis.unmetNeeds,
    ...analysis.improvements,
    ...analysis.strengths,
    ...analysis.signals,
    ...analysis.requests,
  ]
  return [
    ...findings.flatMap(({ evidence }) => evidence),
    ...analysis.outcomeEvidence,
    ...(analysis.satisfaction?.evidence ?? []),
  ]
}

// Two of them: the second must say the same, whatever the first has read before.
const analyzers = [openLocalAnalyzer(), openLocalAnalyzer()] as const

async function check(given: Thread): Promise<void> {
  const analysis = await analyzers[0].analyze(given)
  expect(analysisSchema.safeParse(analysis).error).toBeUndefined()
  for (const evidence of evidenceOf(analysis)) expect(isEvidenceValid(evidence, given)).toBe(true)
  expect(analysis.quotes).toEqual({ checked: evidenceOf(analysis).length, dropped: 0 })
  const again = await analyzers[1].analyze(given)
  expect(canonicalJson(again)).toBe(canonicalJson(analysis))
}

/** A million units of one text again and again. */
function long(unit: string): string {
  return unit.repeat(Math.ceil(1_000_000 / unit.length))
}

/** Milliseconds in which a thread of these messages is read. */
async function timeOf(...texts: readonly string[]): Promise<number> {
  const messages = texts.map((text, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: [{ type: 'text' as const, text }],
  }))
  const given = buildThread({ id: 't', messages }, { format: 'test' })
  const began = performance.now()
  await openLocalAnalyzer().analyze(given)
  return performance.now() - began
}

describe('any thread', () => {
  it('has a valid analysis, its quotes word for word, the same twice', async () => {
    await fc.assert(fc.asyncProperty(thread, check), { numRuns: RUNS, seed: 20_250_310 })
  })

  // The worst texts for matching: long, and made of what begins a pattern, a quotation or a word.
  it.each([
    'a',
    'can ',
    "I can't ",
    '"',
    '\n',
    '> ',
    '`',
    "'",
    'no no no ',
    'אני לא ',
    '不',
    'aaaa aaaa\n',
    'how how ',
  ])('is read in time however long: %j', async (unit) => {
    const text = long(unit)
    expect(await timeOf(text, text, text)).toBeLessThan(IN_TIME)
  })

  // Such units inside an answer that declines, or asks back, are met by the patterns of what follows from that.
  it.each([
    'as an AI ',
    'I understand ',
    'anything else ',
    'could you provide more information ',
    'I can but ',
    'cannot be refunded, ',
    '(',
  ])('is read in time however long a part of an answer that declines is: %j', async (unit) => {
    const asked = 'open the file of our rehearsals and draw a chart of it'
    const declines = 'I am not able to draw charts of rehearsals.'
    const fill = '-'.repeat(1600)
    const asksBack = `${'-'.repeat(455)} Can you tell me which one you mean?`
    for (const [answer, after] of [
      [`As an ${long(unit)}, ${declines}`, 'that is the same answer'],
      [`${declines} ${long(unit)}. Which file is it?`, 'not what I asked'],
      [`I don't know that song.\n${fill}${long(unit)}. ${asksBack}`, 'hm'],
    ] as const)
      expect(await timeOf(asked, answer, after)).toBeLessThan(IN_TIME)
  })
})
