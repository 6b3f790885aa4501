import type { Found } from '../redacted.ts'
import { matchesOf } from './matches.ts'

/** A United States social security number: no area 000, 666 or 9xx, no group 00, no serial 0000 (SSA, POMS RM 10201). */
const SSN = /(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\.\d)/g
/** One that the words before it call so, in whatever groups. */
const CALLED =
  /(?<=(?<![A-Za-z])(?:ssn|social security(?: (?:number|no\.?|#))?)(?: is)?[\s:=#"']{1,4})\d{3}[ .-]?\d{2}[ .-]?\d{4}(?![\w-]|\.\d)/gi

/** Numbers by which a state knows a person. */
export function findIdNumbers(text: string): Found[] {
  return [SSN, CALLED].flatMap((pattern) => matchesOf('ID', text, pattern))
}
