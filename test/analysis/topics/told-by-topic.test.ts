import { expect, it } from 'vitest'
import { isToldByTopic } from '../../../src/analysis/topics/fit/request-topics.ts'

const TOPICS = { topics: [{ title: 'Give me a recipe' }], members: [[0, 1, 2, 3]] }
const theme = (text: string, members: readonly number[]) => ({
  titles: [{ text, threadId: 'a' }],
  members,
})

it('a small theme is told by a topic that asks for the same, or of which each has half of the other’s members', () => {
  expect(isToldByTopic(theme('write a recipe', [6, 7, 8, 9, 10]), TOPICS)).toBe(true)
  expect(isToldByTopic(theme('boil an egg', [2, 3, 8, 9]), TOPICS)).toBe(true)
  expect(isToldByTopic(theme('boil an egg', [3, 8, 9, 10]), TOPICS)).toBe(false)
  expect(isToldByTopic(theme('boil', [2, 3]), { ...TOPICS, members: [[0, 1, 2, 3, 4]] })).toBe(
    false,
  )
})
