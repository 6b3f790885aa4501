import { expect, it } from 'vitest'
import { checkEvidence } from '../../src/analysis/evidence/check-evidence.ts'
import { analyze, threadOf } from './thread-of.ts'

it('keeps the quotes of a finding in the order in which they were said', async () => {
  const lines = [
    'u: which key is it?',
    'a: It is C.',
    "u: that's wrong",
    'a: Sorry for the error, it is A minor.',
  ]
  const [analysis, thread] = [await analyze(...lines), threadOf(lines)]
  const failures = analysis.failures.map((failure) =>
    Object.assign({}, failure, { evidence: failure.evidence.toReversed() }),
  )
  const [checked] = checkEvidence({ ...analysis, failures }, thread).failures
  expect(checked?.evidence.map(({ messageId }) => messageId)).toEqual(['m1', 'm2', 'm3'])
})
