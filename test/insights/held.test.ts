import { expect, it } from 'vitest'
import { percentOfBound } from '../../src/domain/values/percent.ts'
import { heldText } from '../../src/domain/written/held.ts'

it('a bound is never told as more than it is, and not as less than its whole percent', () => {
  expect([0.57, 0.58, 0.29, 0.569, 0.799, 0].map(percentOfBound)).toEqual([
    '57 %',
    '58 %',
    '29 %',
    '56 %',
    '79 %',
    '0 %',
  ])
  expect(heldText({ judged: 29, true: 27, atLeast: 0.78 })).toBe(
    'readers checked this kind in other logs: 27 of 29 right (at least 78 %)',
  )
  expect(heldText({ judged: 29, true: 27, atLeast: 0.78, of: 'single needs' })).toBe(
    'readers checked single needs in other logs: 27 of 29 right (at least 78 %)',
  )
})
