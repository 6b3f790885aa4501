import type { Certainty } from '../../domain/analysis/analysis.ts'
import { wilsonInterval } from '../../domain/values/wilson.ts'
import measured from './measured.json' with { type: 'json' }

/** How many findings of a kind were read against their threads, and how many were true. */
export interface Measured {
  readonly judged: number
  readonly true: number
}

/** A kind is shown from this lower bound of its share of true findings on, at 95 %. */
export const LEAST_BOUND = 0.8
/** Fewer tell nothing. */
export const FEWEST_JUDGED = 16

/** By kind of finding, as `measured.json` holds them. */
export const MEASURED: Readonly<Record<string, Measured>> = measured

/** Whether findings of a kind are shown; those of others are maybes, however sure each of them is. */
export function isHeld(kind: string): boolean {
  const worth = MEASURED[kind]
  return (
    worth !== undefined &&
    worth.judged >= FEWEST_JUDGED &&
    lowerBound(worth.judged, worth.true) >= LEAST_BOUND
  )
}

/** The lower end of the 95 % interval of a share, to three decimals; 0 of none. */
export function lowerBound(of: number, found: number): number {
  return Math.round(wilsonInterval(found, of).low * 1000) / 1000
}

/** A finding as certain as its kind allows. */
export function held<T extends { readonly certainty: Certainty }>(kind: string, finding: T): T {
  return isHeld(kind) ? finding : { ...finding, certainty: 'maybe' }
}
