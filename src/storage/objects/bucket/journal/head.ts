import { z } from 'zod'
import { jsonIfAny } from '../../../../domain/values/json.ts'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import { CATALOG_VERSION } from '../../catalog/catalog-schema.ts'

/**
 * The one object that decides what the catalog is. A commit writes a segment under a new name and then
 * this, on the condition that it is still what it was: so commits have one order, whoever makes them.
 */
const headSchema = z.object({
  format: z.literal(1),
  /** Of the tables in a snapshot; a catalog of another version is made anew from the truth. */
  catalog: z.literal(CATALOG_VERSION),
  /** Random, new with each commit. */
  commit: z.string(),
  /** Number of the last commit. */
  seq: z.int().min(0),
  snapshot: z
    .object({
      name: z.string(),
      parts: z.int().min(1),
      bytes: z.int(),
      /** The last commit in it. */
      seq: z.int(),
      /** The name of that commit's segment; empty where it was made from the truth. */
      last: z.string(),
    })
    .optional(),
  /** What came after the snapshot, in order. */
  segments: z.array(
    z.object({
      seq: z.int(),
      name: z.string(),
      bytes: z.int(),
      /** Whether records stand in a pack of the same name. */
      pack: z.boolean(),
    }),
  ),
  /** Whether the server was seen to honour conditions. */
  conditions: z.boolean(),
  /** When all objects were last compared with the catalog. */
  sweptAt: z.string().optional(),
})
export type Head = z.infer<typeof headSchema>

export function encodeHead(head: Head): Buffer {
  return Buffer.from(`${JSON.stringify(head)}\n`)
}

/** What every version of this program reads. */
const versionsSchema = z.object({ format: z.int(), catalog: z.int() })

/**
 * @returns undefined where it is damaged, or of an earlier version
 * @throws HitCraftError UNSUPPORTED for a later version, whose catalog must not be made anew in its place
 */
export function decodeHead(bytes: Buffer): Head | undefined {
  const value = jsonIfAny(bytes.toString('utf8'))
  const versions = versionsSchema.safeParse(value).data
  if (versions !== undefined && (versions.format > 1 || versions.catalog > CATALOG_VERSION)) {
    throw new HitCraftError('UNSUPPORTED', 'the bucket was written by a later version', {
      remedy: 'Update hitcraft-chat-analyzer on this machine.',
    })
  }
  return headSchema.safeParse(value).data
}
