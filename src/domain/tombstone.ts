import { createHmac } from 'node:crypto'
import { z } from 'zod'

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
 * The id of the tombstone of a thread (by its id, or a prefix key of an id-less one) or of a user (by
 * the user id).
 */
export function tombstoneId(key: string, what: Tombstone['what'], name: string): string {
  return createHmac('sha256', key).update(`${what}\n${name}`).digest('hex')
}
