import { randomBytes } from 'node:crypto'
import { sha256 } from './canonical-json.ts'

const SAFE_NAME = /^[A-Za-z0-9_-]{1,200}$/
/** Names that no two of which a disk takes for one, and that Windows does not keep for itself. */
const UNFOLDED_NAME = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)$)[a-z0-9_-]{1,200}$/
const DERIVED_ID = /^h:[0-9a-f]{64}$/

/** An id made from content because the source has none: `h:` + SHA-256. */
export function isDerivedId(id: string): boolean {
  return DERIVED_ID.test(id)
}

/**
 * Compares two ids by their UTF-8 bytes (a lone surrogate counts as its code point, as in WTF-8):
 * the order of every `order: id` list, on every backend.
 */
export function compareIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // UTF-16 order differs from code point order in one place: a surrogate pair stands for a code
    // point above U+FFFF but its units sort below U+E000. Where pairs differ only in their second
    // unit, the units decide.
    return rank(a, i, x) - rank(b, i, y)
  }
  return a.length - b.length
}

function rank(text: string, index: number, unit: number): number {
  if (unit < 0xd800 || unit > 0xdfff) return unit
  if (unit < 0xdc00) {
    const next = text.charCodeAt(index + 1)
    return next >= 0xdc00 && next <= 0xdfff ? 0x1_0000 + unit : unit
  }
  const previous = text.charCodeAt(index - 1)
  return previous >= 0xd800 && previous <= 0xdbff ? 0x1_0000 + unit : unit
}

/**
 * A key as a UTF-8 store can hold it: order preserving and reversible. NUL (which PostgreSQL cannot
 * hold) and lone surrogates (which UTF-8 cannot) are escaped; everything else is itself.
 */
export function encodeKey(id: string): string {
  if (!/[\0\u0001\uD7FF-\uDFFF]/.test(id)) return id
  let out = ''
  for (const point of id) {
    const code = point.codePointAt(0) ?? 0
    if (code === 0) out += '\u0001\u0001'
    else if (code === 1) out += '\u0001\u0002'
    // U+D7FF is unassigned and sorts right before the surrogates, so it can lead their escape.
    else if (code === 0xd7ff) out += '\uD7FF0'
    else if (code >= 0xd800 && code <= 0xdfff) out += '\uD7FF' + code.toString(16)
    else out += point
  }
  return out
}

/** The inverse of {@link encodeKey}. */
export function decodeKey(key: string): string {
  return key.replace(/\u0001([\u0001\u0002])|\uD7FF(0|d[89a-f][0-9a-f]{2})/g, (_, low, high) =>
    low === undefined
      ? high === '0'
        ? '\uD7FF'
        : String.fromCharCode(Number.parseInt(String(high), 16))
      : low === '\u0001'
        ? '\0'
        : '\u0001',
  )
}

/**
 * The name of an id in the outside world (a file, an object): the id itself where it is plain, else
 * `x=` + SHA-256 of it. No plain id holds a `=`, so the two never meet. The true id stands inside.
 */
export function safeName(id: string): string {
  return SAFE_NAME.test(id) ? id : hashedName(id)
}

/** The same for a disk that takes `A` and `a` for one name. Ids of lower-case letters stay as they are. */
export function foldedName(id: string): string {
  return UNFOLDED_NAME.test(id) ? id : hashedName(id)
}

function hashedName(id: string): string {
  return 'x=' + sha256(encodeKey(id))
}

/**
 * A new id of a record that sorts by age, `<moment>-<8 hex digits>`: behind the greatest one that there
 * is, also where the clock was set back since, so that the last one made is the newest.
 *
 * @param moment ISO 8601, UTC, milliseconds
 */
export function idByAge(moment: string, greatest = ''): string {
  const last = Date.parse(greatest.slice(0, moment.length))
  const next = Number.isNaN(last) ? '' : new Date(last + 1).toISOString()
  return `${moment > next ? moment : next}-${randomBytes(4).toString('hex')}`
}

/** An id, or the beginning of one, that stands right before an id: few others lie between. */
export function justBefore(id: string): string {
  return Array.from(id).slice(0, -1).join('')
}
