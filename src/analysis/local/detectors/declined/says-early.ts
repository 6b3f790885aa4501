import type { Turn } from '../../text/read-thread.ts'

/** UTF-16 units of each text of a turn that are looked at. */
const REACH = 4000

/** Whether a text of a user's turn says what a pattern tells, in its first 4,000 units. */
export function saysEarly({ texts }: Turn, pattern: RegExp): boolean {
  return texts.some(({ text }) => pattern.test(text.slice(0, REACH)))
}
