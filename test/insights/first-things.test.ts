import { describe, expect, it } from 'vitest'
import type { FailureKind } from '../../src/domain/analysis/failure-kind.ts'
import { Case } from '../../src/insights/counting/cases.ts'
import type { CasePart } from '../../src/insights/counting/cases.ts'
import { Problems } from '../../src/insights/counting/problems.ts'
import type { Reading } from '../../src/insights/counting/reading.ts'
import { TopicNames } from '../../src/insights/counting/topic-names.ts'
import { firstThings } from '../../src/insights/sections/first-things.ts'
import { topicModel, topicOf } from '../conformance/check.ts'

class Counted extends Problems {
  readonly #all: readonly Case[]

  constructor(all: readonly Case[]) {
    super()
    this.#all = all
  }

  override all(): readonly Case[] {
    return this.#all
  }
}

const TOPICS = ['lyrics', 'mixing', 'plans', 'chords']

function idsOf(counted: readonly (readonly [part: CasePart, n: number])[]): string[] {
  const cases = counted.map(([part, n]) => Object.assign(new Case(part), { n }))
  const topics = TOPICS.map((id) => topicOf([], { id, title: `about ${id}` }))
  const reading: Reading = {
    analyzed: 300,
    problems: new Counted(cases),
    days: new Problems().days,
    periods: undefined,
    names: new TopicNames({ ...topicModel('m'), topics }),
    language: 'en',
    heldOf: () => undefined,
    measured: false,
  }
  return firstThings
    .count()
    .result(reading)
    .map(({ id }) => id)
}

const cells = (failure: FailureKind, ns: readonly number[]) =>
  ns.map((n, at) => [{ failure, topic: TOPICS[at] ?? '' }, n] as const)

describe('what to do first', () => {
  it('tells a kind as a whole where its topics tell less than half of it', () => {
    const counted = [
      [{ failure: 'wrong' }, 12],
      [{ failure: 'cannot' }, 42],
      ...cells('cannot', [5, 4]),
    ] as const
    expect(idsOf(counted)).toEqual(['failure:cannot', 'failure:wrong'])
  })

  it('tells a kind by its topics where those tell at least half of it', () => {
    const counted = [[{ failure: 'cannot' }, 20], ...cells('cannot', [6, 4])] as const
    expect(idsOf(counted)).toEqual(['failure:cannot@lyrics', 'failure:cannot@mixing'])
  })

  it('counts no topics that have no line: of one kind there are two, and five lines in all', () => {
    const three = [[{ failure: 'cannot' }, 20], ...cells('cannot', [4, 4, 4])] as const
    expect(idsOf(three)).toEqual(['failure:cannot'])
    const heavier = (['refused', 'wrong', 'broke', 'asked-again'] as const).map(
      (failure) => [{ failure }, 30] as const,
    )
    const last = [...heavier, [{ failure: 'cannot' }, 20], ...cells('cannot', [9, 9])] as const
    expect(idsOf(last)).toContain('failure:cannot')
  })
})
