import { describe, expect, it } from 'vitest'
import { labelsOf } from '../../src/domain/analysis/analysis.ts'
import type { Failure, Finding } from '../../src/domain/analysis/analysis.ts'
import type { Evidence } from '../../src/domain/analysis/evidence.ts'
import { summarize } from '../../src/domain/thread/thread-summary.ts'
import { given } from '../../src/domain/values/given.ts'
import { Problems } from '../../src/insights/counting/problems.ts'
import type { CountedThread } from '../../src/insights/counting/tally.ts'
import type { Reading } from '../../src/insights/counting/reading.ts'
import { TopicNames } from '../../src/insights/counting/topic-names.ts'
import { unmetNeeds } from '../../src/insights/sections/unmet-needs.ts'
import { analyzed, oneLine, topicModel, topicOf } from '../conformance/check.ts'

interface Said {
  readonly needs: readonly string[]
  /** The group that the first of them is in. */
  readonly group?: string
  readonly day?: string
  readonly failure?: Failure['kind']
}

function quoteOf(threadId: string, messageId: string, quote: string, role: Evidence['role']) {
  const where = { threadId, messageId, part: 0, start: 0, end: quote.length, quote }
  return role === undefined ? where : { ...where, role }
}

function threadOf(id: string, { needs, group, day, failure }: Said): CountedThread {
  const answer = (at: number) => quoteOf(id, `${id}-a${at}`, 'no', 'answer')
  const unmet = needs.map((label, at): Finding => ({
    label,
    certainty: 'shown',
    evidence: [quoteOf(id, `${id}-r${at}`, label, 'request'), answer(at)],
  }))
  const failures = failure === undefined ? [] : needs.map((_, at) => failureOf(failure, answer(at)))
  const thread = oneLine(id, 'a thread')
  const { analysis } = analyzed(thread, {
    outcome: 'unresolved',
    failures,
    unmetNeeds: unmet,
    language: 'en',
  })
  const placed = group === undefined ? [] : [{ id: group, messageId: `${id}-r0` }]
  const summary = {
    ...summarize(thread),
    ...(day === undefined ? {} : { lastMessageAt: `${day}T10:00:00.000Z` }),
    analysis: { state: 'analyzed' as const, ...labelsOf(analysis), topics: [], needs: placed },
  }
  return { summary, analysis, users: [] }
}

function failureOf(kind: Failure['kind'], said: Evidence): Failure {
  return { kind, certainty: 'shown', noticedBy: 'nobody', evidence: [said] }
}

const NEEDS = [topicOf([], { id: 'n1', title: 'a group' })]

function toldOf(threads: readonly CountedThread[]) {
  const problems = new Problems()
  for (const thread of threads) problems.add(thread)
  const reading: Reading = {
    analyzed: 9,
    problems,
    days: problems.days,
    periods: undefined,
    names: new TopicNames({ ...topicModel('m'), needs: NEEDS }),
    language: 'en',
    heldOf: () => undefined,
    measured: false,
  }
  return unmetNeeds.count().result(reading)
}

it('a need of a thread that has one in a shown group is not told beside it', () => {
  const inGroup = [
    threadOf('a', { needs: ['make a cover image', 'the real picture'], group: 'n1' }),
    threadOf('b', { needs: ['draw a cover'], group: 'n1' }),
  ]
  const other = threadOf('c', { needs: ['a tuner'] })
  const labels = (threads: readonly CountedThread[]) => toldOf(threads).map(({ label }) => label)
  expect(labels([...inGroup, other])).toEqual(['a group', 'a tuner'])
  // The same words in a thread that has no group are a need of its own.
  const again = threadOf('d', { needs: ['the real picture'] })
  expect(labels([...inGroup, again]).toSorted()).toEqual(['a group', 'the real picture'])
  // A group that the model does not have any more is not shown.
  const former = threadOf('e', { needs: ['a drum', 'the real picture'], group: 'n9' })
  expect(labels([former, threadOf('f', { needs: ['x'], group: 'n9' })])).toContain(
    'the real picture',
  )
})

it.each([
  ['refused', 'declined'],
  ['does-not-know', 'declined'],
  ['broke', 'not served'],
  [undefined, 'not served'],
] as const)('a need whose answer %s was asked for and %s', (failure, became) => {
  const [told] = toldOf([threadOf('a', { needs: ['a tuner'], ...given({ failure }) })])
  expect(told?.statement).toMatch(new RegExp(`^“a tuner” was asked for and ${became} in 1 of 9`))
})

describe('needs that one thread alone has', () => {
  const letters = Array.from('abcdefghijklmnopqrst')

  it('are five of all beginnings where no time is known', () => {
    const threads = letters.map((letter) => threadOf(`t-${letter}`, { needs: [`${letter} tuner`] }))
    const labels = toldOf(threads).map(({ label }) => label)
    expect(labels).toHaveLength(5)
    expect(labels.some((label) => label > 'f')).toBe(true)
    expect(toldOf(threads.toReversed()).map(({ label }) => label)).toEqual(labels)
    expect(unmetNeeds.about).not.toMatch(/latest/)
  })

  it('are the latest where times are known', () => {
    const threads = letters.map((letter, at) =>
      threadOf(`t-${letter}`, { needs: [`${letter} tuner`], day: `2025-03-${10 + at}` }),
    )
    const labels = toldOf(threads).map(({ label }) => label)
    expect(labels).toEqual(['t', 's', 'r', 'q', 'p'].map((letter) => `${letter} tuner`))
  })
})
