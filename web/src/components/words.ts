import type { ApiFailureKind, ApiSignalKind, ThreadRow } from '../../../src/http/api-schemas.ts'

/** What people read for each kind of failure. */
export const FAILURES: Readonly<Record<ApiFailureKind, string>> = {
  refused: 'Refused',
  cannot: 'Cannot do it',
  'does-not-know': 'Does not know',
  'cannot-open': 'Cannot open it',
  wrong: 'Wrong answer',
  'not-delivered': 'Promised, not delivered',
  broke: 'Error',
  'asked-again': 'Had to ask again',
  'cut-off': 'Cut off',
  'beside-the-point': 'Beside the point',
  loops: 'Same answer twice',
  'instruction-dropped': 'Instruction not kept',
  'other-language': 'Other language',
  'handed-over': 'Handed over',
  refusal: 'Refused',
  'feature-unavailable': 'Cannot do it',
  inaccurate: 'Wrong answer',
  'technical-error': 'Error',
  'not-specific': 'Too general',
  'wrong-language': 'Other language',
  'repeated-question': 'Had to ask again',
  'promised-not-delivered': 'Promised, not delivered',
  'ignored-request': 'Ignored request',
}

export const OUTCOMES: Readonly<Record<NonNullable<ThreadRow['outcome']>, string>> = {
  resolved: 'Resolved',
  partly: 'Partly resolved',
  unresolved: 'Unresolved',
  abandoned: 'Abandoned',
  unknown: 'Unknown',
}

export const SIGNALS: Readonly<Record<ApiSignalKind, string>> = {
  thanks: 'Thanks',
  complaint: 'A complaint',
}

export function failureTitle(kind: string): string {
  return Object.hasOwn(FAILURES, kind) ? FAILURES[kind as ApiFailureKind] : kind
}
