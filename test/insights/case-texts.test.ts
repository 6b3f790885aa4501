import { describe, expect, it } from 'vitest'
import { caseInsight, weightOf } from '../../src/insights/counting/case-texts.ts'
import { Case } from '../../src/insights/counting/cases.ts'
import type { CasePart } from '../../src/insights/counting/cases.ts'

const SINGLE = { judged: 50, true: 48, atLeast: 0.87 }
const GROUP = { judged: 60, true: 54, atLeast: 0.8 }
const both = (kind: string) => ({ need: SINGLE, 'need-group': GROUP })[kind]
const single = (kind: string) => (kind === 'need' ? SINGLE : undefined)

function caseOf(part: CasePart, n: number): Case {
  return Object.assign(new Case(part), { n })
}

describe('how well a need is held', () => {
  const heldOf = (one: Case, worth: typeof both) =>
    caseInsight(one, 'a label', 'A claim', { analyzed: 90, heldOf: worth }).held

  it('is said of groups beside a group, also where one thread of it is in the range', () => {
    for (const n of [1, 2])
      expect(heldOf(caseOf({ need: 'n1' }, n), both)?.of).toBe('threads of such groups')
  })

  it('names single needs beside a group where groups are not held', () => {
    for (const n of [1, 2])
      expect(heldOf(caseOf({ need: 'n1' }, n), single)).toEqual({ ...SINGLE, of: 'single needs' })
  })

  it('is that of needs beside one in the words of who asked', () => {
    expect(heldOf(caseOf({ needed: 'a tuner' }, 1), both)).toEqual(SINGLE)
  })
})

it('a group weighs less than single needs where groups are not held', () => {
  const weights = [caseOf({ need: 'n1' }, 1), caseOf({ needed: 'a tuner' }, 1)].map((one) =>
    weightOf(one, { heldOf: single }),
  )
  expect(weights).toEqual([0.696, 0.87])
})
