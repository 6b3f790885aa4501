import type { ChatStore } from './chat-store.ts'

/** Whether two open stores are one, whatever they were called. */
export async function isSameStore(a: ChatStore, b: ChatStore): Promise<boolean> {
  if (a.kind !== b.kind) return false
  // A mark in the store that is renewed is renewed by the first question; see `identity` of buckets.
  await a.identity()
  return (await b.identity()) === (await a.identity())
}
