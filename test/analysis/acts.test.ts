import { describe, expect, it } from 'vitest'
import type { Act } from '../../src/analysis/local/acts/act.ts'
import { readActs } from '../../src/analysis/local/acts/read-acts.ts'
import { ThreadReader } from '../../src/analysis/local/read-cues.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'

const reader = new ThreadReader()

/** The acts of a thread of turns `u: …` and `a: …`. */
function actsOf(...lines: readonly string[]) {
  const messages = lines.map((line, i) => ({
    id: `m${i}`,
    role: line.startsWith('u') ? 'user' : 'assistant',
    content: [{ type: 'text' as const, text: line.slice(3) }],
  }))
  return readActs(reader.read(buildThread({ id: 't', messages }, { format: 'test' })))
}

const QUESTION = 'u: Can you plot the data of this table as a bar chart for me?'
const ANSWER = 'a: The chart has one bar a year, with the total on top of each of them.'

describe('what the last turn does', () => {
  it.each<[Act, ...string[]]>([
    ['refuses', QUESTION, "a: I'm sorry, but I can't help with that request."],
    ['declines', QUESTION, "a: I'm sorry, I'm not able to open links or files that you share."],
    [
      'admits',
      QUESTION,
      ANSWER,
      'u: 2019 is missing',
      'a: You are right, I apologize for my mistake.',
    ],
    ['continue', QUESTION, ANSWER, 'u: continue'],
    ['thanks', QUESTION, ANSWER, 'u: Perfect, thank you so much!'],
    [
      'correction',
      QUESTION,
      ANSWER,
      "u: No, that's wrong. I asked for one bar a month, not a year.",
    ],
    ['request', QUESTION],
  ])('%s', (act, ...lines) => {
    const last = actsOf(...lines).at(-1)
    expect(last?.probability(act)).toBeGreaterThan(0.5)
  })
})

it('the sentence that decides is not simply the first', () => {
  const text =
    'Here is the list. It has ten rows. I apologize for the mistake in my previous answer.'
  const last = actsOf(QUESTION, ANSWER, 'u: row 3 is wrong', `a: ${text}`).at(-1)
  const span = last?.deciding('admits')
  expect(text.slice(span?.start, span?.end)).toMatch(/^I apologize/)
})

it('an answer that breaks off is shown by its end', () => {
  const text = 'The first step is to open the file. Then you add the following line to the'
  const span = actsOf(QUESTION, `a: ${text}`).at(-1)?.deciding('cut-off')
  expect(text.slice(span?.start, span?.end)).toMatch(/to the$/)
})

it('a turn has no act of the other speaker, and none without text', () => {
  const [asked] = actsOf(QUESTION, ANSWER)
  expect(asked?.probability('refuses')).toBe(0)
  const [silent] = actsOf('u: ', ANSWER)
  expect(silent?.probability('request')).toBe(0)
  expect(silent?.deciding('request')).toBeUndefined()
})

it('is read in time however long a turn is', { timeout: 20_000 }, () => {
  const started = performance.now()
  actsOf(QUESTION, `a: ${'a (b [c '.repeat(130_000)}`, `u: ${'error 1: '.repeat(110_000)}`)
  expect(performance.now() - started).toBeLessThan(5000)
})

it('the end of an answer is quoted in whole characters', () => {
  for (const before of ['a', 'aa']) {
    const text = `${before}${'🎵'.repeat(401)}.`
    const span = actsOf(QUESTION, `a: ${text}`).at(-1)?.deciding('cut-off')
    expect(text.slice(span?.start, span?.end).isWellFormed()).toBe(true)
  }
})
