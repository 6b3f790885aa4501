import { z } from 'zod'
import { contentPartSchema, isTextPart } from './content-part.ts'
import type { ContentPart } from './content-part.ts'
import { sha256, canonicalJson } from '../values/canonical-json.ts'
import { jsonValueSchema } from '../values/json.ts'
import type { JsonObject } from '../values/json.ts'

/**
 * What a message's form owes to the export it came from. It orders and merges messages and keeps what
 * the source said beyond the normalised fields; it is no content, so it enters neither the content
 * hash nor the question whether two forms differ.
 */
export interface MessageOrigin {
  /** Place among the messages of its thread in the source, from 0. Orders messages of one time. */
  readonly place: number
  /**
   * For a message without a time: the time of its predecessor in the source, else the time that the
   * source gives the whole conversation or request, if any.
   */
  readonly after?: string
  /**
   * The newest message time of the latest export that held this form, when that differs from the
   * thread's `asOf`; `''` when that export held no time at all.
   */
  readonly asOf?: string
  /** The time as the source wrote it, where that says more than `createdAt` (offset, microseconds). */
  readonly time?: string
  /** Members of the source's message that have no place of their own here. */
  readonly fields?: JsonObject
  /** For a derived id: which of several like messages of the thread this is; absent means the first. */
  readonly occurrence?: number
}

/** One turn of a thread. */
export interface Message {
  /** The source's own id, else a derived one (`h:` + SHA-256 of role, time and text + occurrence). */
  readonly id: string
  /** The source's own word: `user`, `assistant`, `system`, `tool`, …; `unknown` where it has none. */
  readonly role: string
  readonly userId?: string
  /** ISO 8601, UTC, milliseconds (`2025-03-10T18:15:20.000Z`); absent where the source has no time. */
  readonly createdAt?: string
  /** When this form was written, if the source tells; same form as `createdAt`. */
  readonly editedAt?: string
  readonly content: readonly ContentPart[]
  readonly origin: MessageOrigin
}

/** A form of a message that lost to another form of the same message; kept, never shown as the text. */
export interface Revision extends Message {}

const isoTime = z.iso.datetime({ precision: 3 })

export const messageSchema: z.ZodType<Message> = z.strictObject({
  id: z.string().min(1),
  role: z.string().min(1),
  userId: z.string().optional(),
  createdAt: isoTime.optional(),
  editedAt: isoTime.optional(),
  content: z.array(contentPartSchema),
  origin: z.strictObject({
    place: z.int().min(0),
    after: isoTime.optional(),
    asOf: z.union([isoTime, z.literal('')]).optional(),
    time: z.string().optional(),
    fields: z.record(z.string(), jsonValueSchema).optional(),
    occurrence: z.int().min(2).optional(),
  }),
}) as z.ZodType<Message>

/** A message without its origin: what is hashed and what makes a form. */
export type MessageForm = Omit<Message, 'origin'>

export function formOf(message: Message): MessageForm {
  const { origin: _origin, ...form } = message
  return form
}

/**
 * The canonical JSON of a message's form. The members are named in their order here, so that a message
 * of nothing but texts, which is nearly every one, is written by `JSON.stringify` itself: its escapes
 * and RFC 8785's are the same.
 */
export function canonicalForm(message: Message): string {
  const { content, createdAt, editedAt, id, role, userId } = message
  if (!content.every(isTextPart)) return canonicalJson(formOf(message))
  const texts = content.map(({ text, type }) => ({ text, type }))
  return JSON.stringify({ content: texts, createdAt, editedAt, id, role, userId })
}

/** SHA-256 of a message's form; two forms of one message differ when their hashes do. */
export function formHash(message: Message): string {
  return sha256(canonicalForm(message))
}
