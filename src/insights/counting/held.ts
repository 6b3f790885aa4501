import { isHeld, lowerBound, MEASURED } from '../../analysis/local/certainty.ts'
import type { Held } from '../figures.ts'

/** `held: 27 of 29 read were true, at least 78 %`. */
export function heldText({ judged, true: found, atLeast }: Held): string {
  return `held: ${found} of ${judged} read were true, at least ${Math.floor(atLeast * 100)} %`
}

/** How well a kind is held that is held at all; undefined for one that is shown for what its items say. */
export function heldOf(kind: string): Held | undefined {
  return isHeld(kind) ? judgedOf(kind) : undefined
}

/** What readers judged of a kind; undefined for one that nobody judged. */
export function judgedOf(kind: string): Held | undefined {
  const judged = Object.hasOwn(MEASURED, kind) ? MEASURED[kind] : undefined
  if (judged === undefined || judged.judged === 0) return undefined
  return { ...judged, atLeast: lowerBound(judged.judged, judged.true) }
}

/** Why findings of a kind are not counted. */
export function unheldText(held: Held | undefined): string {
  if (held === undefined) return 'not judged yet'
  return `${held.true} of ${held.judged} read were true, at least ${Math.floor(held.atLeast * 100)} %: too few to count on`
}
