import { describe, expect, it } from 'vitest'
import { Case } from '../../src/insights/counting/cases.ts'
import { Distinct } from '../../src/insights/counting/distinct.ts'
import { DayCounts } from '../../src/insights/counting/time/day-counts.ts'
import { lowerBound } from '../../src/analysis/local/certainty.ts'
import { addDays, periodsOf } from '../../src/insights/counting/time/periods.ts'
import { trendOf } from '../../src/insights/counting/time/trend.ts'

const SPAN = { from: '2025-02-01', to: '2025-03-31' }

describe('the periods of a report', () => {
  it.each([
    [{}, '2025-03-25', '2025-03-31', '2025-03-18'],
    [{ since: '2025-03-30' }, '2025-03-30', '2025-03-31', '2025-03-28'],
    [
      { from: '2025-03-01T00:00:00.000Z', to: '2025-03-11T00:00:00.000Z' },
      '2025-03-01',
      '2025-03-10',
      '2025-02-19',
    ],
  ])('%j are as long as the one before', (choice, from, to, before) => {
    const periods = periodsOf(choice, SPAN)
    expect(periods?.now).toEqual({ from, to })
    expect(periods?.before).toEqual({ from: before, to: addDays(from, -1) })
    expect(periods?.earlier.to).toBe(addDays(before, -1))
  })

  it('are none where all lies on one day, or the range begins within one', () => {
    expect(periodsOf({}, { from: '2025-03-01', to: '2025-03-01' })).toBeUndefined()
    expect(periodsOf({ from: '2025-03-01T10:00:00.000Z' }, SPAN)).toBeUndefined()
  })
})

/** Threads on a day, of which some are of the case. */
interface Day {
  readonly day: string
  readonly all: number
  readonly ours: number
}

function changeOf(days: readonly Day[]): string | undefined {
  const all = new DayCounts()
  const one = new Case({ failure: 'cut-off' })
  for (const { day, all: n, ours } of days) {
    for (let i = 0; i < n; i++) all.add(day)
    for (let i = 0; i < ours; i++) one.days.add(day)
  }
  const periods = periodsOf({}, SPAN)
  const trend = trendOf(one, all, periods)
  return trend === undefined ? undefined : `${trend.change}${trend.few ? ', few' : ''}`
}

describe('what changed', () => {
  const EARLIER = '2025-03-15'
  const BEFORE = '2025-03-20'
  const NOW = '2025-03-30'
  it.each([
    ['new', [0, 0, 12]],
    ['new', [0, 0, 5]],
    ['steady, few', [0, 0, 4]],
    ['back', [4, 0, 12]],
    ['rising', [9, 10, 40]],
    ['steady', [9, 10, 13]],
    ['falling', [9, 40, 10]],
    ['gone', [9, 10, 0]],
    ['steady, few', [9, 4, 0]],
    ['steady, few', [0, 1, 3]],
  ])(
    'is told as %s of %j threads of 100 in each period',
    (change, [earlier = 0, before = 0, now = 0]) => {
      expect(
        changeOf([
          { day: EARLIER, all: 100, ours: earlier },
          { day: BEFORE, all: 100, ours: before },
          { day: NOW, all: 100, ours: now },
        ]),
      ).toBe(change)
    },
  )

  it('is not told as new where the period before is too short to have shown it', () => {
    const days = [
      { day: BEFORE, all: 20, ours: 0 },
      { day: NOW, all: 180, ours: 9 },
    ]
    expect(changeOf(days)).toBe('steady')
  })

  it('is not told where there is no period before', () => {
    expect(changeOf([{ day: NOW, all: 100, ours: 5 }])).toBeUndefined()
  })
})

it('the lower bound of a share is that of Wilson', () => {
  expect(lowerBound(29, 27)).toBeCloseTo(0.78, 2)
  expect(lowerBound(0, 0)).toBe(0)
  expect(lowerBound(16, 16)).toBeCloseTo(0.806, 2)
})

it('distinct numbers are counted once each, whenever they come', () => {
  const distinct = new Distinct()
  const set = new Set<number>()
  let number = 7
  for (const more of [1, 40, 3000, 2000]) {
    for (let n = 0; n < more; n++) {
      number = (number * 1103 + 12_345) % 1777
      distinct.add(number)
      set.add(number)
    }
    expect(distinct.size).toBe(set.size)
  }
})
