import { expect, it } from 'vitest'
import { categories } from '../../src/insights/sections/categories.ts'

const topic = (id: string, n: number) => ({
  id,
  topic: id,
  label: id,
  statement: id,
  figure: { n, of: 90, users: 9, anecdotal: false, threads: { facets: [] } },
  evidence: [],
})

it('the largest topic is told where it is larger than any other, not where two have as many threads', () => {
  const led = (...counts: readonly number[]) =>
    categories
      .leads?.(counts.map((n, at) => topic(`t${at}`, n)))
      ?.map(({ insight }) => insight.label)
  expect(led(20, 19)).toEqual(['Largest topic: t0'])
  expect(led(20)).toEqual(['Largest topic: t0'])
  expect(led(20, 20, 3)).toEqual([])
})
