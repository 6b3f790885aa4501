import type { ThreadSummary } from './thread-summary.ts'

/**
 * What lists filter and count by. A thread has any number of values under one name. A backend indexes
 * facets without knowing their names, so that a new one is no new column.
 */
export interface Facet {
  readonly name: string
  readonly value: string
}

/**
 * A facet as people write it, `need:a fade`: what stands behind the first colon is the value. As the
 * condition of a filter; none for a text without a colon.
 */
export function facetCondition(text: string): Readonly<Record<string, string>> | undefined {
  const at = text.indexOf(':')
  return at < 1 ? undefined : { [text.slice(0, at)]: text.slice(at + 1) }
}

/** What something says under each facet name; an empty list where it says nothing. */
export type FacetTellers<T> = Readonly<Record<string, (of: T) => readonly string[]>>

/** The facets that something tells, each once. */
export function facetsBy<T>(tellers: FacetTellers<T>, of: T): Facet[] {
  return Object.entries(tellers).flatMap(([name, tell]) =>
    [...new Set(tell(of))].map((value) => ({ name, value })),
  )
}

/** What the facets of a thread itself are read from. */
export type FacetedThread = Pick<ThreadSummary, 'userIds' | 'messageCount'>

/** The facets of a thread that hold without an analyzer key. */
export const THREAD_FACETS: FacetTellers<FacetedThread> = {
  user: ({ userIds }) => userIds,
  length: ({ messageCount }) => [lengthOf(messageCount)],
}

/** Greatest number of messages of each length but the last. */
const LENGTHS = [
  [1, '0-1'],
  [5, '2-5'],
  [20, '6-20'],
  [100, '21-100'],
] as const

/** How long a thread is, in classes: `0-1`, `2-5`, `6-20`, `21-100`, `over-100` messages. */
function lengthOf(messageCount: number): string {
  return LENGTHS.find(([most]) => messageCount <= most)?.[1] ?? 'over-100'
}
