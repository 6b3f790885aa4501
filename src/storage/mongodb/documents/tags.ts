import type { Facet } from '../../../domain/thread/facet.ts'
import { encodeKey } from '../../../domain/values/ids.ts'

/**
 * What a thread is found by, as strings in one array: an index over it and the order of a list answers
 * every filter. Each is a name, an analyzer key (none for what holds under every key) and a value. No
 * facet is called like one of the three that are named here.
 */
export const TAGS = {
  /** Of a thread that waits for its analysis under a settled key: see `mongodb-pending.ts`. */
  pending: (key: string) => tag('pending', key),
  analyzed: (key: string) => tag('analyzed', key),
  /** Someone who wrote in it: a facet that erasing asks for. */
  wrote: (userId: string) => tag('user', '', userId),
  /** Someone whose words all lost, known for erasing alone. */
  lost: (userId: string) => tag('lost', '', userId),
  /** @param key absent for facets that hold without one */
  facet: ({ name, value }: Facet, key = '') => tag(name, key, value),
} as const

function tag(name: string, key: string, value = ''): string {
  return `${name}\n${encodeKey(key)}\n${encodeKey(value)}`
}

/** Whether a tag holds whatever the analyses say. */
export function isOfThread(tag: string): boolean {
  return /^[^\n]*\n\n/.test(tag)
}
