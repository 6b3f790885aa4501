import { describe, expect, it } from 'vitest'
import { CATALOG_VERSION } from '../../src/storage/objects/catalog/catalog-schema.ts'
import {
  isFoldDue,
  nextNumber,
  planCatchUp,
} from '../../src/storage/objects/bucket/journal/head-plan.ts'
import type { Head } from '../../src/storage/objects/bucket/journal/head.ts'

function head(names: readonly string[], snapshot?: { name: string; last: string }): Head {
  return {
    format: 1,
    catalog: CATALOG_VERSION,
    commit: 'c',
    seq: names.length,
    segments: names.map((name, i) => ({ seq: i + 1, name, bytes: 1, pack: false })),
    ...(snapshot === undefined ? {} : { snapshot: { ...snapshot, parts: 1, bytes: 1, seq: 1 } }),
    conditions: true,
  }
}

const planned = (known: Head | undefined, now: Head) => {
  const { from, segments } = planCatchUp(known, now)
  return [from, ...segments.map(({ name }) => name)]
}

describe('the plan of a journal', () => {
  it('goes on where the catalog stands, and else begins at the snapshot', () => {
    const folded = { name: 's', last: 'b' }
    expect(planned(undefined, head(['a', 'b']))).toEqual(['snapshot', 'a', 'b'])
    expect(planned(head(['a']), head(['a', 'b', 'c']))).toEqual(['here', 'b', 'c'])
    expect(planned(head(['a', 'b']), head(['a', 'b']))).toEqual(['here'])
    // Another line: somebody else's commit stands in the place of one that is known.
    expect(planned(head(['a', 'x']), head(['a', 'b']))).toEqual(['snapshot', 'a', 'b'])
    // Folded up to just where the catalog stands, and not.
    expect(planned(head(['a', 'b']), head(['c'], folded))).toEqual(['here', 'c'])
    expect(planned(head(['a']), head(['c'], folded))).toEqual(['snapshot', 'c'])
    expect(planned(head(['c'], folded), head(['c', 'd'], folded))).toEqual(['here', 'd'])
  })

  it('numbers a commit above the head and above every pack', () => {
    expect(nextNumber(head(['a', 'b']), 0)).toBe(3)
    expect(nextNumber(head(['a', 'b']), 7)).toBe(8)
  })

  it('folds when the segments are many', () => {
    const many = (n: number) => head(Array.from({ length: n }, (_, i) => `${i}`))
    expect(isFoldDue(many(127))).toBe(false)
    expect(isFoldDue(many(128))).toBe(true)
  })
})
