import { dotRows } from '../space/matrix.ts'
import { isWholeNeed } from './missed-things.ts'
import { says } from './read-need.ts'
import type { NeedWord, ReadNeed } from './read-need.ts'

/** What a group of needs is held together by: its title. */
export interface NeedTitle {
  /** Words of the title that every member's wish says. */
  readonly words: readonly NeedWord[]
  /** Where the title lies. */
  readonly place: Float32Array
}

/** The cosine to a title that a need has with its decline, and that its wish has alone. */
const NEAR_TITLE = 0.35
const WISH_NEAR = 0.25

/**
 * How near a need is to a title that it asks for; undefined where it does not. Its wish says each word of the title, in whatever
 * language; what its decline says is missing is among them; and it is near, with the decline and without. One word alone is
 * enough only where it is all that the decline names, and says all where it is a need by itself.
 */
export function asksFor(title: NeedTitle, need: ReadNeed): number | undefined {
  const { words, place } = title
  if (words.length === 0 || !words.every((word) => says(need.wish, word))) return undefined
  const { missing, place: lies, wished } = need
  const named = missing.filter((word) => says(words, word)).length
  const near = cosine(place, lies)
  if (words.length === 1 && words.every(({ thing }) => isWholeNeed(thing)))
    return named > 0 ? near : undefined
  const isNamed =
    words.length === 1 ? named > 0 && named === missing.length : named > 0 || missing.length === 0
  if (!isNamed) return undefined
  return near >= NEAR_TITLE && cosine(place, wished) >= WISH_NEAR ? near : undefined
}

/** To three decimals. */
function cosine(a: Float32Array, b: Float32Array): number {
  return Math.round(dotRows(a, 0, b, 0, a.length) * 1000) / 1000
}
