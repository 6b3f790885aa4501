import { expect, it } from 'vitest'
import { highestNumbers, idsFor } from '../../../src/analysis/topics/fit/match-topics.ts'

it('a new topic gets a number that none has had, also where that one is gone', () => {
  const topics = new Map([
    ['a', ['t2']],
    ['b', ['t2']],
  ])
  const ids = idsFor(
    [
      ['c', 'd'],
      ['a', 'b'],
    ],
    't',
    { numbers: { t: 7, g: 9 }, topics },
  )
  expect(ids).toEqual(['t8', 't2'])
})

it('the numbers that were used are kept by letter, whatever the newest model holds', () => {
  expect(highestNumbers({ t: 7, s: 3 }, [{ id: 't2' }, { id: 's4' }, { id: 'g1' }])).toEqual({
    t: 7,
    s: 4,
    g: 1,
  })
})
