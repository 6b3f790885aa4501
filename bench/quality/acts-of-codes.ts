import type { Act, AssistantAct, UserAct } from '../../src/analysis/local/acts/act.ts'

/** The user acts behind the letters of the labels. */
export const USER_CODES: Readonly<Record<string, UserAct>> = {
  N: 'request',
  D: 'detail',
  S: 'same-again',
  C: 'correction',
  X: 'complaint',
  E: 'does-not-work',
  K: 'continue',
  T: 'thanks',
  G: 'gives-up',
  M: 'small-talk',
  Q: 'asks-for-person',
}

/** The assistant acts; `Z` (plainly wrong) is none, it takes a judge who knows the matter. */
export const ASSISTANT_CODES: Readonly<Record<string, AssistantAct>> = {
  A: 'answers',
  V: 'delivers',
  P: 'promises',
  Q: 'asks-back',
  R: 'refuses',
  U: 'cannot',
  W: 'does-not-know',
  M: 'admits',
  H: 'hands-over',
  F: 'cut-off',
  O: 'beside-the-point',
  L: 'loops',
  I: 'drops-instruction',
  Y: 'other-language',
  B: 'broke',
  G: 'small-talk',
}

const DECLINED = /[RUW]/u

/** The acts that a reader's code of a turn stands for. */
export function actsOfCode(speaker: 'user' | 'assistant', code: string): Act[] {
  const table = speaker === 'user' ? USER_CODES : ASSISTANT_CODES
  const acts: Act[] = code.split('').flatMap((letter) => table[letter] ?? [])
  return speaker === 'assistant' && DECLINED.test(code) ? [...acts, 'declines'] : acts
}
