import { visible } from '../values/visible.ts'

/** What is taken out of what is sent, by the name that its placeholder has, as a person reads it. */
export const REDACTED = {
  MAIL: 'mail address',
  PHONE: 'telephone number',
  CARD: 'payment card',
  IBAN: 'account number',
  KEY: 'key or token',
  IP: 'IP address',
  ADDRESS: 'postal address',
  ID: 'identity number',
  NAME: 'name',
} as const
export type RedactedType = keyof typeof REDACTED

/** A piece of a text that is sent; with a type, a placeholder. */
export interface SentPiece {
  readonly text: string
  readonly type?: RedactedType
}

const PLACEHOLDER = /\[([A-Z]+)_[0-9]+\]/g

/**
 * A text that is sent, as a person reads it: hidden characters shown, placeholders apart.
 * @param placeholders those that are ours; what only looks so was written by somebody
 */
export function sentPieces(text: string, placeholders: readonly string[]): readonly SentPiece[] {
  const ours = new Set(placeholders)
  const shown = visible(text)
  const pieces: SentPiece[] = []
  let at = 0
  for (const { index, 0: placeholder, 1: type = '' } of shown.matchAll(PLACEHOLDER)) {
    if (!isRedactedType(type) || !ours.has(placeholder)) continue
    if (index > at) pieces.push({ text: shown.slice(at, index) })
    pieces.push({ text: placeholder, type })
    at = index + placeholder.length
  }
  if (at < shown.length) pieces.push({ text: shown.slice(at) })
  return pieces
}

function isRedactedType(name: string): name is RedactedType {
  return Object.hasOwn(REDACTED, name)
}
