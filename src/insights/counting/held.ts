import measured from '../../analysis/local/measured.json' with { type: 'json' }
import type { Held } from '../figures.ts'

/** What readers judged of each kind of finding. */
const JUDGED: Readonly<Record<string, Omit<Held, 'atLeast'>>> = measured

/** 95 %, on both sides. */
const Z = 1.959964

/** The lower end of the interval of a share (Wilson 1927), to three decimals; 0 of none. */
export function lowerBound(of: number, found: number): number {
  if (of === 0) return 0
  const share = found / of
  const z2 = Z * Z
  const middle = share + z2 / (2 * of)
  const spread = Z * Math.sqrt((share * (1 - share) + z2 / (4 * of)) / of)
  return Math.round(Math.max(0, (middle - spread) / (1 + z2 / of)) * 1000) / 1000
}

/** `held: 27 of 29 read were true, at least 78 %`. */
export function heldText({ judged, true: found, atLeast }: Held): string {
  return `held: ${found} of ${judged} read were true, at least ${Math.floor(atLeast * 100)} %`
}

/** Fewer judged findings tell nothing of a kind, and a lower bound below this does not hold it. */
const [FEWEST_JUDGED, LEAST_BOUND] = [16, 0.8]

/** How well a kind is held that is held at all; undefined for one that is shown for what its items say. */
export function heldOf(kind: string): Held | undefined {
  const held = judgedOf(kind)
  if (held === undefined) return undefined
  return held.judged >= FEWEST_JUDGED && held.atLeast >= LEAST_BOUND ? held : undefined
}

/** What readers judged of a kind; undefined for one that nobody judged. */
export function judgedOf(kind: string): Held | undefined {
  const judged = Object.hasOwn(JUDGED, kind) ? JUDGED[kind] : undefined
  if (judged === undefined || judged.judged === 0) return undefined
  return { ...judged, atLeast: lowerBound(judged.judged, judged.true) }
}

/** Why findings of a kind are not counted. */
export function unheldText(held: Held | undefined): string {
  if (held === undefined) return 'not judged yet'
  return `${held.true} of ${held.judged} read were true, at least ${Math.floor(held.atLeast * 100)} %: too few to count on`
}
