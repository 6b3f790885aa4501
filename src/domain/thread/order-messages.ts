import { compareIds } from '../values/ids.ts'
import type { Message } from './message.ts'

/**
 * Reading order: time, then place in the source, then id. A message without a time stands where its
 * predecessor in the source stands, so it takes that one's time; without any, it comes first.
 */
export function compareMessages(a: Message, b: Message): number {
  const x = a.createdAt ?? a.origin.after ?? ''
  const y = b.createdAt ?? b.origin.after ?? ''
  if (x !== y) return x < y ? -1 : 1
  return a.origin.place - b.origin.place || compareIds(a.id, b.id)
}

/** A new array in reading order. */
export function orderMessages(messages: readonly Message[]): Message[] {
  return messages.toSorted(compareMessages)
}
