const QUOTE = 0x22
const BACKSLASH = 0x5c

/** What can be told of a JSON text without parsing it. */
export interface JsonMeasure {
  /** How many arrays and objects stand in one another at the most. */
  readonly depth: number
  /** Members of objects, repeated ones included. */
  readonly members: number
  /** Whether there may be a number that a double cannot hold exactly. */
  readonly mayRound: boolean
}

/** Digits of a number that a double may round. */
const MANY_DIGITS = /\d{16}|\d[eE][+-]?\d{3}|\d\.\d{14}/
/** Characters of the shortest such number, `1e400`. */
const SHORTEST_ROUNDED = 5

/** Characters of a text that are looked at one by one before its end is searched for. */
const SHORT = 32

/** Measures a JSON text in one pass; what it says of a text that is no JSON means nothing. */
export function measureJson(text: string): JsonMeasure {
  let depth = 0
  let deepest = 0
  let members = 0
  let mayRound = false
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfText(text, at + 1)
        break
      case 0x5b:
      case 0x7b:
        depth++
        if (depth > deepest) deepest = depth
        break
      case 0x5d:
      case 0x7d:
        depth--
        break
      case 0x3a:
        members++
        break
      default:
        if (mayRound || !isDigit(text.charCodeAt(at))) break
        const end = endOfNumber(text, at)
        if (end - at >= SHORTEST_ROUNDED) mayRound = MANY_DIGITS.test(text.slice(at, end))
        at = end - 1
    }
  }
  return { depth: deepest, members, mayRound }
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

/** The place behind a number: behind digits, points, signs and `e`. */
function endOfNumber(text: string, from: number): number {
  let at = from + 1
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (isDigit(unit) || unit === 0x2e || unit === 0x2b || unit === 0x2d) continue
    if (unit !== 0x65 && unit !== 0x45) break
  }
  return at
}

/** The place of the quote that closes a text; the end where none does. */
export function endOfText(text: string, from: number): number {
  let at = from
  for (const end = Math.min(text.length, from + SHORT); at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit === QUOTE) return at
    if (unit === BACKSLASH) at++
  }
  for (let quote = text.indexOf('"', at); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (quote - slashes > at && text.charCodeAt(quote - slashes - 1) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return quote
  }
  return text.length
}

/** How many members the objects of a value have, at any depth. */
export function countMembers(value: unknown): number {
  let members = 0
  const left: unknown[] = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    const inner: unknown[] = Array.isArray(one) ? one : Object.values(one)
    if (!Array.isArray(one)) members += inner.length
    for (const member of inner) if (typeof member === 'object' && member !== null) left.push(member)
  }
  return members
}
