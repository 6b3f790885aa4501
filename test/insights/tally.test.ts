import { expect, it } from 'vitest'
import type { EvidenceRole } from '../../src/domain/analysis/evidence.ts'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
import { Tally } from '../../src/insights/counting/tally.ts'
import { oneLine } from '../conformance/check.ts'

it('keeps of many quotes of a thread those that each play another part, in their order', () => {
  const roles: EvidenceRole[] = ['request', 'answer', 'answer', 'reaction']
  const evidence = roles.map((role, n) => ({
    threadId: 't',
    messageId: `m${n}`,
    part: 0,
    start: 0,
    end: 1,
    quote: 'x',
    role,
  }))
  const tally = new Tally()
  tally.add({ summary: summarize(oneLine('t', 'x')), users: [] }, { evidence })
  expect(tally.evidence.map(({ messageId }) => messageId)).toEqual(['m0', 'm1', 'm3'])
})
