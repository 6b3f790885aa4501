import { describe, expect, it } from 'vitest'
import { readLabels } from '../../bench/quality/labels.ts'
import type { LabelledThread, LabelledTurn, Reading } from '../../bench/quality/labels.ts'
import { placesOf, truthAt, wasRead } from '../../bench/quality/truths.ts'

describe('the labels', () => {
  const all = readLabels()

  it('hold both readings of each turn of each thread', () => {
    expect(all).toHaveLength(530)
    for (const { readings } of all) {
      expect([...readings[0].turns.keys()]).toEqual([...readings[1].turns.keys()])
      expect(readings[0].outcome).toMatch(/^[apdhbtnx]$/)
    }
  })

  it('keep for the tests alone what may not be trained on', () => {
    const trained = new Set(readLabels('train', 'tune').map(({ set }) => set))
    expect([...trained].toSorted()).toEqual(['sharegpt', 'smile', 'tau'])
    expect(readLabels('test').length + readLabels('train', 'tune').length).toBe(all.length)
  })
})

describe('what labels say of a finding', () => {
  // The user corrects, the assistant owns it; only one reader sees a loop; a promise that is kept.
  const thread = labelled(
    'u0 N; a1 A; u2 C; a3 MA; u4 N; a5 AL; u6 D; a7 P; u8 D; a9 V',
    'u0 N; a1 A; u2 C; a3 MA; u4 N; a5 A; u6 D; a7 P; u8 D; a9 V',
  )

  it('is true at a turn that both mark, and beside it', () => {
    expect(truthAt(thread, 'wrong', [2])).toBe(1)
    expect(truthAt(thread, 'wrong', [1])).toBe(1)
    expect(truthAt(thread, 'wrong', [0])).toBe(0)
  })

  it('is half true where one reader says so', () => {
    expect(truthAt(thread, 'loops', [5])).toBe(0.5)
  })

  it('knows a promise that was kept', () => {
    expect(placesOf(thread, 'not-delivered')).toEqual([])
  })

  it('says nothing of messages that nobody read', () => {
    expect(wasRead(thread, [9])).toBe(true)
    expect(wasRead(thread, [10])).toBe(false)
  })
})

function labelled(first: string, second: string): LabelledThread {
  const readings = [readingOf(first), readingOf(second)] as const
  return { set: 'made', id: 't', stratum: 'random', split: 'test', readings }
}

function readingOf(turns: string): Reading {
  const entries = turns.split('; ').map((turn): [number, LabelledTurn] => {
    const [mark = '', codes = ''] = turn.split(' ')
    const speaker = mark.startsWith('u') ? 'user' : 'assistant'
    return [Number(mark.slice(1)), { speaker, codes }]
  })
  return { turns: new Map(entries), outcome: 'a', needs: [] }
}
