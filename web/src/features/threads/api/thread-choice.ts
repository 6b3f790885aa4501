import { queryString } from '../../../app/api-client.ts'
import { dayAfter } from '../../../components/days.ts'
import type { DayRange } from '../../../components/days.ts'

/** Which threads; empty fields are no condition. */
export interface ThreadChoice extends DayRange {
  readonly words: string
  readonly language: string
  readonly outcome: string
  readonly topic: string
  readonly failure: string
  readonly signal: string
  readonly state: string
}

export const CHOICE_FIELDS = [
  'words',
  'from',
  'to',
  'language',
  'outcome',
  'topic',
  'failure',
  'signal',
  'state',
] as const

/** The choice that the address of a list names. */
export function threadChoiceOf(query: URLSearchParams): ThreadChoice {
  const fields = CHOICE_FIELDS.map((field) => [field, query.get(field) ?? ''] as const)
  return Object.fromEntries(fields) as Record<(typeof CHOICE_FIELDS)[number], string>
}

/** One page of the list, as the API is asked for it. */
export function threadsApiPath(choice: ThreadChoice, cursor: string): string {
  const to = choice.to === '' ? '' : dayAfter(choice.to)
  return `/api/threads${queryString({ ...choice, to, cursor, limit: 40 })}`
}
