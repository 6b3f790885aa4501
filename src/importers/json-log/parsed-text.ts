import type { JsonValue } from '../../domain/values/json.ts'
import { parseJson } from '../json/parse-json.ts'

/** The list or object that a text is the JSON of; undefined for any other text. */
export function parsedText(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    return parseJson(text).value
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
