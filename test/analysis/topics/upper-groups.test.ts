import { expect, it } from 'vitest'
import { describeGroups, upperGroups } from '../../../src/analysis/topics/fit/upper-groups.ts'
import { matrixOf } from '../../../src/analysis/topics/space/matrix.ts'
import { topicOf } from '../../conformance/check.ts'

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

it('a group is called by its two largest topics, also where words name them', () => {
  const texts = Array.from({ length: 6 }, (_, row) => ({ threadId: `t${row}`, texts: ['a'] }))
  const matrix = rowsAt(0, 2, 4, 6, 8, 10)
  const topic = (title: string, asked: readonly string[]) =>
    topicOf([], {
      id: title,
      title,
      terms: ['diagram'],
      titles: asked.map((text) => ({ text, threadId: 't0' })),
    })
  const [group] = describeGroups(
    { texts, matrix, before: { numbers: {}, topics: new Map() } },
    [{ topics: [0, 1, 2], members: [0, 1, 2, 3, 4, 5] }],
    [topic('diagram', []), topic('give sample data', ['give sample data']), topic('a', ['a'])],
  )
  expect(group?.title).toBe('diagram / give sample data')
  expect(group?.titles.map(({ text }) => text)).toEqual(['give sample data', 'a'])
})
