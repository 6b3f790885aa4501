import { expect, test } from 'vitest'
import { MEASURED } from '../../src/analysis/local/certainty.ts'
import { groupVerdicts } from '../../bench/quality/reading/group-verdicts.ts'
import { readVerdicts, truthOf } from '../../bench/quality/reading/verdict.ts'
import type { Verdict } from '../../bench/quality/reading/verdict.ts'

const one = (set: string, place: string, kind = 'need-group'): Verdict => ({
  set,
  kind,
  place,
  readings: [{ isTrue: 'y', isProved: true }],
})

test('a group of our own sample counts for nothing, and one place counts once', () => {
  const arena = one('arena', 'a 0 title')
  const sheets = new Map([
    [
      'first',
      [one('sample', 's 0 t'), one('sample-2', 's 0 t'), arena, one('hh', 'h 0 t', 'need')],
    ],
    ['second', [one('arena', 'a 0 title'), one('arena', 'a 0 other')]],
    ['third-before-mending', [one('uss', 'u 0 t')]],
  ])
  const counted = groupVerdicts(sheets)
  expect(counted.map(({ set, place }) => `${set} ${place}`)).toEqual([
    'arena a 0 title',
    'arena a 0 other',
  ])
  expect(counted[0]).toBe(arena)
})

test('what stands in the analyzer of groups of needs is what the verdicts say', () => {
  const counted = groupVerdicts(readVerdicts())
  const truths = counted.reduce((sum, verdict) => sum + truthOf(verdict), 0)
  expect(MEASURED['need-group']).toEqual({ judged: counted.length, true: Math.floor(truths) })
})
