import { meansSame } from './read-need.ts'
import type { NeedWord, ReadNeed } from './read-need.ts'

/** The needs whose wish says a word, or one that means the same, by their place in the list. */
export type Sayers = (word: NeedWord) => ReadonlySet<number>

/** Each asked word takes time with the words of all, once. */
export function sayersAmong(needs: readonly ReadNeed[]): Sayers {
  const words = new Map<string, { word: NeedWord; rows: number[] }>()
  for (const [row, { wish }] of needs.entries()) {
    for (const word of wish) {
      const known = words.get(word.stem)
      if (known === undefined) words.set(word.stem, { word, rows: [row] })
      else known.rows.push(row)
    }
  }
  const known = new Map<string, ReadonlySet<number>>()
  return (asked) => {
    const before = known.get(asked.stem)
    if (before !== undefined) return before
    const alike = [...words.values()].filter(({ word }) => meansSame(word, asked))
    const sayers = new Set(alike.flatMap(({ rows }) => rows))
    known.set(asked.stem, sayers)
    return sayers
  }
}
