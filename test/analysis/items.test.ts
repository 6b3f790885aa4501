import { describe, expect, it } from 'vitest'
import { analyze, kindsOf } from './thread-of.ts'

describe('works of the product', () => {
  it('a start without completion is promised and not delivered, and names the item', async () => {
    const analysis = await analyze('u: mix it please', 'a: <mixing_start>', 'u: and?')
    expect(analysis.failures).toMatchObject([
      {
        kind: 'not-delivered',
        evidence: [{ messageId: 'm0', quote: 'mix it please' }],
        items: [{ messageId: 'm1', part: 0, type: 'mixing_start' }],
      },
    ])
    expect(analysis.features).toEqual([{ feature: 'mixing', started: 1, completed: 0 }])
  })

  it('a completion later, under whichever role, delivers', async () => {
    const analysis = await analyze(
      'u: תעשה מיקס',
      'a: <mixing_start>',
      'u: מחכה',
      'u: <mixing_complete>',
    )
    expect(kindsOf(analysis)).toEqual([])
    expect(analysis.features).toEqual([{ feature: 'mixing', started: 1, completed: 1 }])
  })

  it('one of two starts is left open', async () => {
    const analysis = await analyze(
      'u: haz la mezcla',
      'a: <mixing_start>',
      'a: <mixing_complete>',
      'a: <mixing_start>',
    )
    expect(analysis.failures.map(({ items }) => items?.[0]?.messageId)).toEqual(['m3'])
  })

  it('an error item is a technical error; a song of that name is none', async () => {
    const broken = await analyze('u: render it', 'a: <error>')
    expect(kindsOf(broken)).toEqual(['broke'])
    const named = await analyze('u: my song is called "Error 404"', 'a: Great title, let us begin.')
    expect(kindsOf(named)).toEqual([])
  })

  it('a finding without any words at all still has its item', async () => {
    const analysis = await analyze('a: <song_rendering_start>')
    expect(analysis.failures).toMatchObject([{ evidence: [], items: [{ part: 0 }] }])
  })
})
