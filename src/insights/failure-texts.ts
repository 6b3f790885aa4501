import type { FailureKind } from '../domain/analysis/failure-kind.ts'

interface FailureText {
  readonly label: string
  /** Goes on with “in 12 of 148 threads”. */
  readonly sentence: string
}

const REFUSED = { label: 'Refusals', sentence: 'The assistant refused' }
const CANNOT = {
  label: 'Things that it cannot do',
  sentence: 'The assistant had to say that it or the product cannot do it',
}
const WRONG = { label: 'Wrong answers', sentence: 'An answer was called wrong or taken back' }
const BROKE = { label: 'Errors', sentence: 'The product or what it gave ran into an error' }
const OTHER_LANGUAGE = {
  label: 'Answers in another language',
  sentence: 'The assistant answered in another language than the user’s',
}
const ASKED_AGAIN = {
  label: 'Asked again',
  sentence: 'Users had to ask for the same again, as the answer did not serve',
}
const NOT_DELIVERED = {
  label: 'Promised and not delivered',
  sentence: 'Work was started or promised and never delivered',
}

/** How each kind of failure is named, and told in a sentence. */
export const FAILURE_TEXTS: Readonly<Record<FailureKind, FailureText>> = {
  refused: REFUSED,
  cannot: CANNOT,
  'does-not-know': {
    label: 'Things that it does not know',
    sentence: 'The assistant said that it does not know',
  },
  'cannot-open': {
    label: 'Links and files that it cannot open',
    sentence: 'The assistant could not open what the user gave',
  },
  wrong: WRONG,
  'not-delivered': NOT_DELIVERED,
  broke: BROKE,
  'asked-again': ASKED_AGAIN,
  'cut-off': { label: 'Answers cut off', sentence: 'An answer stopped in the middle' },
  'beside-the-point': {
    label: 'Beside the point',
    sentence: 'The answer spoke of something else than was asked',
  },
  loops: { label: 'Same answer twice', sentence: 'The assistant gave the same answer again' },
  'instruction-dropped': {
    label: 'Instructions not kept',
    sentence: 'The answer did not keep to what the user told about its form',
  },
  'other-language': OTHER_LANGUAGE,
  'handed-over': {
    label: 'Handed over',
    sentence: 'The user was sent to a person or another place',
  },
  refusal: REFUSED,
  'feature-unavailable': CANNOT,
  inaccurate: WRONG,
  'technical-error': BROKE,
  'not-specific': {
    label: 'Too general answers',
    sentence: 'Users called an answer too general',
  },
  'wrong-language': OTHER_LANGUAGE,
  'repeated-question': ASKED_AGAIN,
  'promised-not-delivered': NOT_DELIVERED,
  'ignored-request': {
    label: 'Requests passed over',
    sentence: 'The assistant passed over what was asked',
  },
}
