import { expect, it } from 'vitest'
import { upperGroups } from '../../../src/analysis/topics/fit/upper-groups.ts'
import { matrixOf } from '../../../src/analysis/topics/space/matrix.ts'

/** Rows of unit length at some angles. */
const rowsAt = (...degrees: number[]) =>
  matrixOf(
    degrees.map((one) => {
      const angle = (one / 180) * Math.PI
      return Float32Array.of(Math.cos(angle), Math.sin(angle))
    }),
    2,
  )
const TOPICS = [
  [0, 1],
  [2, 3],
  [4, 5],
]

it('topics whose texts are near are one group, and one that is near to no other is in none', () => {
  const groups = upperGroups(TOPICS, rowsAt(0, 5, 20, 25, 90, 95), 0.6)
  expect(groups).toEqual([{ topics: [0, 1], members: [0, 1, 2, 3] }])
})

it('a topic between two others joins the nearer, and does not make one group of all', () => {
  const groups = upperGroups(TOPICS, rowsAt(0, 2, 40, 42, 78, 80), 0.9)
  expect(groups.map(({ topics }) => topics)).toEqual([[1, 2]])
})
