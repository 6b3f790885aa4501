import { z } from 'zod'

/**
 * Any JSON value. A number that a double cannot hold exactly is kept as the object
 * `{"$number": "<source text>"}`, so that nothing is rounded in silence.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }

export type JsonObject = { readonly [key: string]: JsonValue }

export const jsonValueSchema: z.ZodType<JsonValue> = z.json()

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
