import { percentOfBound } from '../values/percent.ts'

/** What readers found who judged findings of a kind, and the share that is right at least. */
export interface Judged {
  readonly judged: number
  readonly true: number
  readonly atLeast: number
  /** What was judged, where it is not all that stands there. */
  readonly of?: string | undefined
}

/** `checked by readers: 27 of 29 were right (at least 78 %)`. */
export function heldText(held: Judged): string {
  return `${readText(held)} (at least ${percentOfBound(held.atLeast)})`
}

/** The same without the bound. */
export function readText({ judged, true: found, of }: Omit<Judged, 'atLeast'>): string {
  return `${of === undefined ? '' : `${of} `}checked by readers: ${found} of ${judged} were right`
}
