import { percentOfBound } from '../values/percent.ts'

/** What readers found who judged findings of a kind, and the share that is right at least. */
export interface Judged {
  readonly judged: number
  readonly true: number
  readonly atLeast: number
  /** What was judged, where it is not all that stands there. */
  readonly of?: string | undefined
}

/** `readers checked this kind in other logs: 27 of 29 right (at least 78 %)`. */
export function heldText(held: Judged): string {
  return `${readText(held)} (at least ${percentOfBound(held.atLeast)})`
}

/** The same without the bound. */
export function readText({ judged, true: found, of }: Omit<Judged, 'atLeast'>): string {
  return `readers checked ${of ?? 'this kind'} in other logs: ${found} of ${judged} right`
}
