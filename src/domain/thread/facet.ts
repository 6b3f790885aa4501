import type { ThreadSummary } from './thread-summary.ts'

/**
 * What lists filter and count by. A thread has any number of values under one name. A backend indexes
 * facets without knowing their names, so that a new one is no new column.
 */
export interface Facet {
  readonly name: string
  readonly value: string
}

/** Facets by name as the condition of a filter: each value must be there, also where a name has several. */
export type FacetConditions = Readonly<Record<string, string | readonly string[]>>

/** A facet as people write it, `need:n4`: what stands behind the first colon is the value. */
export function facetText({ name, value }: Facet): string {
  return `${name}:${value}`
}

/** The facet that a text names; none for a text without a name and a colon. */
export function facetOf(text: string): Facet | undefined {
  const at = text.indexOf(':')
  return at < 1 ? undefined : { name: text.slice(0, at), value: text.slice(at + 1) }
}

/** Facets as the condition of a filter. */
export function facetConditions(facets: readonly Facet[]): FacetConditions {
  const named = Map.groupBy(facets, ({ name }) => name)
  return Object.fromEntries([...named].map(([name, all]) => [name, all.map(({ value }) => value)]))
}

/** The facets that a condition asks for, each once. */
export function facetsAsked(conditions: FacetConditions): Facet[] {
  return Object.entries(conditions).flatMap(([name, values]) =>
    [...new Set(typeof values === 'string' ? [values] : values)].map((value) => ({ name, value })),
  )
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
