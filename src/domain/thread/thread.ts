import { z } from 'zod'
import { canonicalJson, hashOf, sha256 } from '../values/canonical-json.ts'
import { isJsonObject, jsonValueSchema } from '../values/json.ts'
import type { JsonValue } from '../values/json.ts'
import { contentBytes } from './content-bytes.ts'
import { messageSchema } from './message.ts'
import type { Message, Revision } from './message.ts'

/** A statement of the source about a thread (title, status, artist id, …), with its export's age. */
export interface ThreadAttribute {
  readonly value: JsonValue
  /** As in `MessageOrigin.asOf`: only where it differs from the thread's. */
  readonly asOf?: string
}

/** Where a thread was read from. */
export interface ThreadSource {
  /** Names of the formats it came in, ordered, each once. */
  readonly formats: readonly string[]
}

/**
 * One conversation, and at the same time the state that merging works on: everything in it is either
 * content or what the merge rules need to reach the same thread whatever the order of imports.
 */
export interface Thread {
  readonly id: string
  /** `attributes.title`, when that is a text. */
  readonly title?: string
  readonly source: ThreadSource
  /** In reading order: see `order-messages.ts`. */
  readonly messages: readonly Message[]
  /** SHA-256 of the canonical JSON of the ordered messages without their origins. */
  readonly contentHash: string
  /** The newest message time of the latest export that held this thread. */
  readonly asOf?: string
  readonly attributes: Readonly<Record<string, ThreadAttribute>>
  /**
   * For an id-less thread whose source tells its requests apart: the states it was logged in, as
   * `stateOf` gives them, ordered.
   */
  readonly states?: readonly string[]
  /** Forms that lost, ordered by message id, then form hash. */
  readonly revisions: readonly Revision[]
}

const attributeSchema = z.strictObject({ value: jsonValueSchema, asOf: z.string().optional() })

/** Checked in place: a record schema would build it anew and lose a member called `__proto__`. */
const attributesSchema = z.custom<Thread['attributes']>(
  (value) =>
    isJsonObject(value) &&
    Object.values(value).every((attribute) => attributeSchema.safeParse(attribute).success),
  'no attributes',
)

export const threadSchema: z.ZodType<Thread> = z.strictObject({
  id: z.string().min(1),
  title: z.string().optional(),
  source: z.strictObject({ formats: z.array(z.string()) }),
  messages: z.array(messageSchema),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/),
  asOf: z.string().optional(),
  attributes: attributesSchema,
  states: z.array(z.string().regex(/^[0-9a-f]{32}\.[0-9a-f]{32}$/)).optional(),
  revisions: z.array(messageSchema),
}) as z.ZodType<Thread>

/** SHA-256 of the canonical JSON of ordered messages, without their origins. */
export function contentHashOf(messages: readonly Message[]): string {
  return contentBytes(messages).hash
}

/**
 * The hash of everything but `asOf` (the messages' content by way of `contentHash`). It stands beside
 * the stored body, which an import that confirms a thread without changing it need not write again.
 */
export function bodyHashOf(thread: Thread): string {
  const { asOf: _asOf, messages, ...rest } = thread
  return hashOf({ ...rest, origins: messages.map((message) => message.origin) })
}

/** The hash of the whole record, made of the body's hash and `asOf`. */
export function threadRecordHash(bodyHash: string, asOf: string | undefined): string {
  return sha256(canonicalJson({ asOf, body: bodyHash }))
}
