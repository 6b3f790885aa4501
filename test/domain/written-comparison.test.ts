import { expect, it } from 'vitest'
import { shareNote, shareText } from '../../src/domain/written/comparison.ts'

it('a share is told with its interval, and as the word of the sample where that alone tells it', () => {
  const share = { share: 0.124, low: 0.031, high: 0.149 }
  expect(shareText({ ...share, by: 'both' })).toBe('12 % (3.1 % to 15 %)')
  expect(shareNote({ ...share, by: 'both' })).toBe('')
  expect(shareNote({ ...share, by: 'sample' })).toBe('by the sample alone: few cases')
})
