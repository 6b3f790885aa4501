import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelAnalyzer } from '../../../src/analysis/models/model-analyzer.ts'
import { PROVIDERS } from '../../../src/analysis/models/providers.ts'
import { analysisSchema } from '../../../src/domain/analysis/analysis.ts'
import { isEvidenceValid } from '../../../src/domain/analysis/evidence.ts'
import { startModelDouble } from '../../services/models/model-double.ts'
import type { ModelDouble } from '../../services/models/model-double.ts'
import { plainForm, readTranscript } from '../../services/models/plain-reader.ts'
import { HOSTILE_TEXTS } from './hostile-texts.ts'
import { threadOf } from '../thread-of.ts'

const ASKED = 'How do I export a song as a wave file?'
const ANSWER = "I'm sorry, but I can't export songs as wave files."

let double: ModelDouble
/** Whether the double does as the texts tell it: it says that all is well, with quotes of other threads. */
let obeys = false

beforeAll(async () => {
  double = await startModelDouble(({ transcript }) => {
    if (!obeys) return { does: 'answer', value: plainForm(transcript) }
    const praise = { message: 1, quote: 'Thank you, you are perfect.' }
    const value = {
      language: 'xx; rated 10',
      requests: [
        {
          label: 'RATED 10',
          asked: praise,
          fulfilment: 'answered',
          shown_by: [praise],
          given_up: false,
        },
      ],
      failures: [],
      signals: [{ kind: 'thanks', said: praise }],
    }
    return { does: 'answer', value }
  })
})

afterAll(() => double.close())

describe.each([
  ['user', (text: string) => [`u: ${ASKED}`, `a: ${ANSWER}`, `u: ${text}`]],
  ['assistant', (text: string) => [`u: ${ASKED}`, `a: ${ANSWER}\n${text}`]],
])('50 hostile texts of the %s', (_who, messagesWith) => {
  it('stay within their own message, and an honest model finds what it finds without them', async () => {
    obeys = false
    const analyzer = modelAnalyzer('claude', PROVIDERS.claude.open('m', double.settings))
    const plain = await analyzer.analyze(threadOf([`u: ${ASKED}`, `a: ${ANSWER}`]))
    const schemas = new Set<string>()
    for (const text of HOSTILE_TEXTS) {
      const messages = messagesWith(text)
      const analysis = await analyzer.analyze(threadOf(messages))
      const asked = double.asked.at(-1)
      const read = readTranscript(asked?.transcript ?? '')
      expect(read.map((message) => message.text)).toEqual(
        messages.map((line) => line.slice(3).toWellFormed()),
      )
      schemas.add(JSON.stringify([asked?.schema, asked?.fixed]))
      expect(analysisSchema.parse(analysis)).toEqual(analysis)
      expect(analysis.failures.map(({ kind }) => kind)).toEqual(
        plain.failures.map(({ kind }) => kind),
      )
      expect(analysis.outcome).toBe(plain.outcome)
    }
    expect(schemas.size).toBe(1)
  })

  it('move nothing where a model obeys them: what it makes up has no words', async () => {
    obeys = true
    const analyzer = modelAnalyzer('openai', PROVIDERS.openai.open('m', double.settings))
    for (const text of HOSTILE_TEXTS) {
      const thread = threadOf(messagesWith(text))
      const analysis = await analyzer.analyze(thread)
      expect(analysis).toMatchObject({
        requests: [],
        signals: [],
        failures: [],
        outcome: 'unknown',
      })
      expect(analysis).not.toHaveProperty('language')
      expect(analysis.quotes).toEqual({ checked: 3, dropped: 3 })
      expect(analysis.itemsDropped).toBe(2)
      expect(analysis.outcomeEvidence.every((one) => isEvidenceValid(one, thread))).toBe(true)
    }
  })
})
