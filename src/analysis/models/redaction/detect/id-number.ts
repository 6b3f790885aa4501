import type { Found } from '../redacted.ts'
import { matchesOf } from './matches.ts'

/** A United States social security number: no area 000, 666 or 9xx, no group 00, no serial 0000 (SSA, POMS RM 10201). */
const SSN = /(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/g

/** Numbers by which a state knows a person. */
export function findIdNumbers(text: string): Found[] {
  return matchesOf('ID', text, SSN)
}
