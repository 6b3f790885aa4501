import { expect, it } from 'vitest'
import { buildReport } from '../../src/insights/build-report.ts'
import { OVERLOOKED } from '../../src/insights/counting/held.ts'
import { describeReport } from '../../src/insights/describe-report.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from '../analysis/thread-of.ts'
import { analyzed } from '../conformance/check.ts'

const SAID = [
  ['u', 'which notes are in the scale', 'request'],
  ['a', 'C, D and F sharp', 'answer'],
  ['u', 'nope, there is no F sharp', 'reaction'],
  ['a', 'You are right, it is F', 'answer'],
] as const

async function reportBy(analyzerKey: string) {
  const thread = threadOf(SAID.map(([who, words]) => `${who}: ${words}`))
  const quote = (n: 0 | 1 | 2 | 3) => {
    const [, words, role] = SAID[n]
    const span = { part: 0, start: 0, end: words.length }
    return { threadId: thread.id, messageId: `m${n}`, ...span, quote: words, role }
  }
  const wrong = { kind: 'wrong', certainty: 'shown', noticedBy: 'user' } as const
  const store = await openMemoryStore()
  await store.mergeThreads([thread])
  await store.putRecords('analysis', [
    analyzed(thread, {
      analyzerKey,
      outcome: 'unresolved',
      outcomeEvidence: [quote(0)],
      failures: [{ ...wrong, evidence: [quote(3), quote(1), quote(2)] }],
      quotes: { checked: 4, dropped: 0 },
    }).analysis,
  ])
  const report = await buildReport(store, { analyzerKey })
  await store.close()
  return report
}

it('quotes of one thread stand in the order in which they were said', async () => {
  const { sections } = await reportBy('local/1')
  const places = (of: { readonly evidence: readonly { messageId: string }[] } | undefined) =>
    of?.evidence.map(({ messageId }) => messageId)
  expect(places(sections.responseQuality.failures[0])).toEqual(['m1', 'm2', 'm3'])
  expect(places(sections.negativeChats.chats[0])).toEqual(['m0', 'm1', 'm2', 'm3'])
})

it('failures are told as the least that there are, where it is known what is overlooked', async () => {
  const report = await reportBy('local/1')
  expect(report.sections.responseQuality.all?.statement).toMatch(
    /^The assistant failed in at least 1 of/u,
  )
  const content = describeReport(report).sections
  expect(content.find(({ id }) => id === 'response-quality')?.about).toContain(OVERLOOKED)
  const key = content.find(({ id }) => id === 'key-insights')
  expect(key?.blocks.at(-1)).toEqual({ kind: 'text', text: OVERLOOKED })
})

it('nothing is said of what a model overlooks, as nobody measured it', async () => {
  const report = await reportBy('claude-x/1')
  expect(report.sections.responseQuality.all?.statement).toMatch(/^The assistant failed in 1 of/u)
  expect(JSON.stringify(describeReport(report))).not.toContain(OVERLOOKED)
})
