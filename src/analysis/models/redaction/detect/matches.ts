import type { RedactedType } from '../../../../domain/written/sent.ts'
import type { Found } from '../redacted.ts'

/** Every match of a pattern that holds. */
export function matchesOf(
  type: RedactedType,
  text: string,
  pattern: RegExp,
  holds: (match: string, at: number) => boolean = () => true,
): Found[] {
  const found: Found[] = []
  for (const { 0: match, index } of text.matchAll(pattern)) {
    if (holds(match, index)) found.push({ type, start: index, end: index + match.length })
  }
  return found
}

/** The digits of a text. */
export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '')
}
