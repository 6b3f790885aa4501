import { z } from 'zod'
import { jsonValueSchema } from '../values/json.ts'
import type { JsonValue } from '../values/json.ts'

/** Words of the message. Evidence offsets count UTF-16 units into `text`. */
export interface TextPart {
  readonly type: 'text'
  readonly text: string
}

/**
 * Anything that is not plain text: a tool call, an upload request, a rendering, an attachment, an
 * error. `type` is the source's own word, prefixed `item:` should the source call it `text` without
 * giving one; `raw` is the source's value where it had one beyond a placeholder. Nothing is dropped:
 * an unknown type is kept like a known one.
 */
export interface ItemPart {
  readonly type: string
  readonly raw?: JsonValue
}

export type ContentPart = TextPart | ItemPart

export const contentPartSchema: z.ZodType<ContentPart> = z.union([
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({
    type: z.string().refine((type) => type !== 'text', 'a text part has a text'),
    raw: jsonValueSchema.optional(),
  }),
]) as z.ZodType<ContentPart>

export function isTextPart(part: ContentPart): part is TextPart {
  return part.type === 'text'
}

/** The texts of a message, in order, one a text part. */
export function textsOf(content: readonly ContentPart[]): string[] {
  const texts: string[] = []
  for (const part of content) if (isTextPart(part)) texts.push(part.text)
  return texts
}
