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
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length))
    const given = buildThread(
      {
        id: 't',
        messages: ['user', 'assistant', 'user'].map((role) => ({
          role,
          content: [{ type: 'text' as const, text }],
        })),
      },
      { format: 'test' },
    )
    const began = performance.now()
    await openLocalAnalyzer().analyze(given)
    expect(performance.now() - began).toBeLessThan(3000)
  })
})
