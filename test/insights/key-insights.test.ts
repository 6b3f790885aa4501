import { describe, expect, it } from 'vitest'
import type { Insight } from '../../src/insights/figures.ts'
import { keyInsights } from '../../src/insights/sections/key-insights.ts'

const quote = (threadId: string) => ({
  threadId,
  messageId: 'm',
  part: 0,
  start: 0,
  end: 2,
  quote: 'no',
  role: 'answer' as const,
})
const item = (threadId: string) => ({ threadId, messageId: 'm', part: 1, type: 'Error' })

function insight(id: string, quoted: readonly string[], items: readonly string[]): Insight {
  return {
    id,
    label: id,
    statement: id,
    figure: { n: 9, of: 90, users: 0, anecdotal: false, threads: { facets: [] } },
    evidence: quoted.map(quote),
    items: items.map(item),
  }
}

describe('key insights', () => {
  it('keep what items alone prove, and give each its own proof where there is another', () => {
    const found = keyInsights.compose?.(
      [],
      [
        { insight: insight('quoted', ['a', 'b'], ['a']), weight: 3 },
        { insight: insight('items', [], ['b', 'c']), weight: 2 },
        { insight: insight('the same', ['a'], []), weight: 1 },
        { insight: insight('unproved', [], []), weight: 4 },
      ],
    )
    const proofs = found?.map(({ id, evidence, items = [] }) => [
      id,
      evidence.map(({ threadId }) => threadId),
      items.map(({ threadId }) => threadId),
    ])
    expect(proofs).toEqual([
      ['quoted', ['a', 'b'], ['a']],
      ['items', [], ['c']],
      ['the same', ['a'], []],
    ])
  })

  it('leave out what stands at the head of the report', () => {
    const first = insight('told', ['a'], [])
    const leads = [
      { insight: first, told: true as const },
      { insight: first, weight: 3 },
    ]
    const other = { insight: insight('other', ['b'], []), weight: 1 }
    expect(keyInsights.compose?.([], [...leads, other]).map(({ id }) => id)).toEqual(['other'])
  })
})
