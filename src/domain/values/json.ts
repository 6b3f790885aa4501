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

/**
 * Takes the very value, uncopied: zod's own schema of JSON builds objects anew and loses a member
 * called `__proto__`.
 */
export const jsonValueSchema: z.ZodType<JsonValue> = z.custom<JsonValue>(isJsonValue, 'no JSON')

/** Goes through without recursion: a log may hold values of any depth. */
export function isJsonValue(value: unknown): value is JsonValue {
  const left: unknown[] = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (one === null || typeof one === 'string' || typeof one === 'boolean') continue
    if (typeof one === 'number' && Number.isFinite(one)) continue
    if (typeof one !== 'object' || !(Array.isArray(one) || isPlain(one))) return false
    for (const member of Object.values(one)) left.push(member)
  }
  return true
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The value of a JSON text. @throws SyntaxError */
export function jsonFrom(text: string): JsonValue {
  return JSON.parse(text) as JsonValue
}

/** The same; undefined for a text that is no JSON. */
export function jsonIfAny(text: string): JsonValue | undefined {
  try {
    return jsonFrom(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The object of a JSON text; undefined for a text that is none. */
export function objectIfAny(text: string): JsonObject | undefined {
  const value = jsonIfAny(text)
  return isJsonObject(value) ? value : undefined
}

export function isJsonArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
