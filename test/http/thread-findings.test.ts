import { expect, it } from 'vitest'
import { findingsOf, spansIn } from '../../web/src/features/thread/api/findings.ts'
import { analyze } from '../analysis/thread-of.ts'

it('names the wrong answer and not the one that takes it back', async () => {
  const analysis = await analyze(
    'u: which key is the relative minor of C major?',
    'a: It is the key of E minor.',
    "u: that's wrong",
    'a: Sorry for the error, it is A minor.',
  )
  const findings = findingsOf(analysis)
  const marks = (messageId: string) =>
    spansIn(findings, messageId, 0).map(({ name, tone }) => [name, tone])
  expect(marks('m1')).toContainEqual(['Wrong answer: answered', 'bad'])
  expect(marks('m2')).toContainEqual(['Wrong answer: then', 'bad'])
  expect(marks('m3')).toEqual([['Then answered', 'plain']])
})

it('calls an answer wrong also where the request is quoted before it', async () => {
  const analysis = await analyze(
    'u: which key is the relative minor of C major?',
    'a: It is the key of E minor.',
    "u: that's wrong",
    'a: Sorry for the error, it is A minor.',
  )
  const [request] = analysis.requests.flatMap(({ evidence }) => evidence)
  if (request === undefined) throw new Error('nothing was asked for')
  const failures = analysis.failures.map((failure) =>
    Object.assign({}, failure, { evidence: [request, ...failure.evidence] }),
  )
  const tones = spansIn(findingsOf({ ...analysis, failures }), 'm1', 0).map(({ tone }) => tone)
  expect(tones).toContain('bad')
})
