import type { ApiFailureKind, ApiSignalKind, ThreadRow } from '../../../src/http/api-schemas.ts'

/** What people read for each kind of failure. */
export const FAILURES: Readonly<Record<ApiFailureKind, string>> = {
  refusal: 'Refusal',
  'feature-unavailable': 'Feature unavailable',
  inaccurate: 'Inaccurate',
  'technical-error': 'Technical error',
  'not-specific': 'Not specific',
  'wrong-language': 'Wrong language',
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
