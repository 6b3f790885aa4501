import { describe, expect, it } from 'vitest'
import { drawEntries } from '../../bench/quality/reading/entry.ts'
import type { Entry } from '../../bench/quality/reading/entry.ts'
import { claimOf } from '../../bench/quality/reading/finding-entries.ts'
import { judgement, proofOf, truthOf } from '../../bench/quality/reading/verdict.ts'

function entries(kind: string, count: number): Entry[] {
  return Array.from({ length: count }, (_, i) => ({
    kind,
    certainty: 'shown',
    claim: kind,
    evidence: [],
    items: [],
    threads: [],
    place: `${kind}-${i}`,
  }))
}

describe('what is drawn for a sheet', () => {
  const all = [...entries('often', 100), ...entries('seldom', 3)]

  it('has as much of what is seldom as of what is often', () => {
    const drawn = drawEntries(all, 20, '1')
    expect(drawn.filter(({ kind }) => kind === 'seldom')).toHaveLength(3)
    expect(drawn).toHaveLength(20)
    expect(new Set(drawn.map(({ place }) => place)).size).toBe(20)
  })

  it('is the same by the same seed, whatever the order, and another by another', () => {
    const places = (some: readonly Entry[], seed: string) =>
      drawEntries(some, 20, seed).map(({ place }) => place)
    expect(places(all.toReversed(), '1')).toEqual(places(all, '1'))
    expect(places(all, '2')).not.toEqual(places(all, '1'))
  })
})

it('asks of a failure what the report prints of it', () => {
  expect(claimOf('wrong')).toBe('Wrong answers. An answer was called wrong or taken back.')
})

describe('what two readers say', () => {
  const verdict = {
    set: 'made',
    kind: 'wrong',
    place: 't 1',
    readings: [judgement('y', 'y'), judgement('?', 'n')] as const,
  }

  it('counts half where one says so, and what cannot be told is not true', () => {
    expect(truthOf(verdict)).toBe(0.5)
    expect(proofOf(verdict)).toBe(0.5)
  })

  it('is refused where it is no verdict', () => {
    expect(() => judgement('yes', 'y')).toThrow('no verdict')
  })
})
