import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { chainOf, STATE_LENGTH } from './thread-identity.ts'
import type { Thread } from './thread.ts'

/**
 * What is left of something erased: enough to know it when it comes again, not enough to tell what it
 * was. Imports, migrations and restores honour it.
 */
export const tombstoneSchema = z.strictObject({
  /** HMAC-SHA-256 of what was erased (see `tombstoneId`), hex. */
  id: z.string(),
  what: z.enum(['thread', 'user']),
  erasedAt: z.string(),
  /** The secret of the HMAC, random for each store and the same for all tombstones of it. */
  key: z.string(),
})
export type Tombstone = z.infer<typeof tombstoneSchema>

/**
 * The id of the tombstone of a thread (by one of its {@link namesToBury}) or of a user (by the user
 * id).
 */
export function tombstoneId(key: string, what: Tombstone['what'], name: string): string {
  return createHmac('sha256', key).update(`${what}\n${name}`).digest('hex')
}

/** What one tombstone or another was made of, or may have been. */
export interface TombstoneName {
  readonly what: Tombstone['what']
  readonly name: string
}

/**
 * The names under which a thread is buried when it is erased. A thread with an id of its source has
 * one: the id. One without comes again under other ids, grown or in an older state, so each of its
 * states has a name: the whole, each beginning of two messages or more, and each logged request.
 */
export function namesToBury(thread: Thread): TombstoneName[] {
  return [...namesOf(thread.id, chainOf(thread)), ...(thread.states ?? []).map(ofThread)]
}

/** The same of a thread that cannot be read: by its prefix keys, the whole last, as far as they are known. */
export function namesOf(id: string, prefixes: readonly string[]): TombstoneName[] {
  const keys = [...prefixes]
  const whole = keys.pop()
  const names = [id, ...(whole === undefined ? [] : [whole]), ...keys.map(nameOfKey)]
  return names.map(ofThread)
}

/** A logged state is a name itself. */
function nameOfKey(key: string): string {
  return key.length === STATE_LENGTH ? key : beginning(key)
}

function ofThread(name: string): TombstoneName {
  return { what: 'thread', name }
}

/**
 * The names under which a thread may have been buried: it is erased, and stays so, when a tombstone
 * of any of these is there. Another conversation that only begins like an erased one has none of them,
 * nor has one of the same words that another request logged.
 */
export function namesToLookFor(thread: Thread): TombstoneName[] {
  const keys = chainOf(thread)
  const whole = keys.at(-1)
  const wholes = thread.states === undefined ? keys : [...keys.slice(0, -1), ...thread.states]
  const names = [thread.id, ...wholes, ...(whole === undefined ? [] : [beginning(whole)])]
  const users = new Set(
    [...thread.messages, ...thread.revisions].flatMap(({ userId }) => userId ?? []),
  )
  return [
    ...names.map((name): TombstoneName => ({ what: 'thread', name })),
    ...[...users].map((name): TombstoneName => ({ what: 'user', name })),
  ]
}

/** The name of a state that an erased thread went through; apart from the name of a whole one. */
function beginning(key: string): string {
  return `beginning\n${key}`
}
