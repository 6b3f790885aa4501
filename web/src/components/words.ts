import type {
  ApiEvidence,
  ApiFailureKind,
  ApiSignalKind,
} from '../../../src/http/schemas/report.ts'
import type { ApiAnalysis, ThreadRow } from '../../../src/http/schemas/threads.ts'

/** What people read for each kind of failure; the first are those that are found today. */
export const FAILURES: Readonly<Record<string, string>> = {
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
} satisfies Partial<Record<ApiFailureKind, string>>

/** Kinds of analyses that were made by an earlier version. */
const FORMER: Readonly<Record<string, string>> = {
  refusal: 'Refused',
  'feature-unavailable': 'Cannot do it',
  inaccurate: 'Wrong answer',
  'technical-error': 'Error',
  'not-specific': 'Too general',
  'wrong-language': 'Other language',
  'repeated-question': 'Had to ask again',
  'promised-not-delivered': 'Promised, not delivered',
  'ignored-request': 'Ignored request',
} satisfies Partial<Record<ApiFailureKind, string>>

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

/** Messages of a thread, by the classes of the facet `length`. */
export const LENGTHS: Readonly<Record<string, string>> = {
  '0-1': '0 or 1 message',
  '2-5': '2 to 5 messages',
  '6-20': '6 to 20 messages',
  '21-100': '21 to 100 messages',
  'over-100': 'More than 100 messages',
}

export function failureTitle(kind: string): string {
  return FAILURES[kind] ?? FORMER[kind] ?? kind
}

/** What quoted words are to the claim that they prove. */
export const ROLES: Readonly<Record<NonNullable<ApiEvidence['role']>, string>> = {
  request: 'Asked',
  answer: 'Answered',
  reaction: 'Then',
  item: 'In the log',
}

/** What became of a request. */
export const FULFILMENTS: Readonly<Record<ApiAnalysis['requests'][number]['fulfilment'], string>> =
  {
    answered: 'Answered',
    partly: 'Answered in part',
    declined: 'Declined',
    'handed-over': 'Handed over',
    broke: 'Broke on an error',
    'taken-back': 'Taken back or called wrong',
    'not-served': 'Not served',
    unknown: 'Not known what became of it',
  }

/** Who made an analysis, by its key. */
export function analyzerTitle(key: string): string {
  const name = /^[a-z]+/.exec(key)?.[0] ?? ''
  return ANALYZERS[name] ?? key
}

export function isLocal(analyzerKey: string): boolean {
  return analyzerKey.startsWith('local')
}

const ANALYZERS: Readonly<Record<string, string>> = {
  local: 'Local analyzer',
  claude: 'Claude',
  openai: 'OpenAI or compatible',
}

/** Why a thread could not be analyzed, by the code of the error. */
const THREAD_FAILURES: Readonly<Record<string, string>> = {
  ANSWER_REFUSED: 'the model would not answer',
  ANSWER_CUT: 'the answer was cut',
  ANSWER_MALFORMED: 'the answer could not be read',
  UNAVAILABLE: 'no answer, tried several times',
  INVALID_INPUT: 'the service would not take it',
  CORRUPT: 'the stored thread is damaged',
  INTERNAL: 'a defect of this program',
}

export function threadFailure(code: string): string {
  return THREAD_FAILURES[code] ?? code
}
