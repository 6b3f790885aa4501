import type { FailureKind } from '../domain/analysis/analysis.ts'

/** How each kind of failure is named, and told in a sentence that goes on with “in 12 of 148 threads”. */
export const FAILURE_TEXTS = {
  refusal: { label: 'Refusals', sentence: 'The assistant refused' },
  'feature-unavailable': {
    label: 'Features that are not there',
    sentence: 'The assistant had to say that the product cannot do it',
  },
  inaccurate: { label: 'Wrong answers', sentence: 'Users called an answer wrong' },
  'technical-error': { label: 'Technical errors', sentence: 'The product ran into an error' },
  'not-specific': { label: 'Too general answers', sentence: 'Users called an answer too general' },
  'wrong-language': {
    label: 'Answers in another language',
    sentence: 'The assistant answered in another language than the user’s',
  },
  'repeated-question': {
    label: 'Questions asked again',
    sentence: 'Users had to ask the same again in other words',
  },
  'promised-not-delivered': {
    label: 'Started and never finished',
    sentence: 'Work was started or promised and never delivered',
  },
  'ignored-request': {
    label: 'Requests passed over',
    sentence: 'The assistant passed over what was asked',
  },
} as const satisfies Record<FailureKind, { label: string; sentence: string }>
