import { queryString } from '../../../app/api-client.ts'
import { dayAfter } from '../../../components/days.ts'
import type { DayRange } from '../../../components/days.ts'

/** Which threads; empty fields are no condition. */
export interface ThreadChoice extends DayRange {
  readonly words: string
  /** What was asked for in other words: a search by meaning, in place of one by words. */
  readonly like: string
  /** The thread whose requests are searched for by meaning. */
  readonly near: string
  readonly language: string
  readonly outcome: string
  readonly topic: string
  readonly failure: string
  readonly signal: string
  readonly length: string
  readonly state: string
  readonly order: string
  /** Facets that all must hold, as a figure of the report names them: `noticed:cut-off/nobody`. */
  readonly facets: readonly string[]
}

export const CHOICE_FIELDS = [
  'words',
  'like',
  'near',
  'from',
  'to',
  'language',
  'outcome',
  'topic',
  'failure',
  'signal',
  'length',
  'state',
  'order',
] as const

/** The choice that the address of a list names. */
export function threadChoiceOf(query: URLSearchParams): ThreadChoice {
  const fields = CHOICE_FIELDS.map((field) => [field, query.get(field) ?? ''] as const)
  const named = Object.fromEntries(fields) as Record<(typeof CHOICE_FIELDS)[number], string>
  return { ...named, facets: query.getAll('facet') }
}

/** One page of the list, as the API is asked for it. */
export function threadsApiPath(choice: ThreadChoice, cursor: string): string {
  const { facets, length, near, ...named } = choice
  const like = named.like === '' ? near : named.like
  const words = like === '' ? named.words : ''
  const to = choice.to === '' ? '' : dayAfter(choice.to)
  const facet = [...facets, ...(length === '' ? [] : [`length:${length}`])]
  return `/api/threads${queryString({ ...named, words, like, to, facet, cursor, limit: 40 })}`
}
