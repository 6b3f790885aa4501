import { sha256 } from '../../domain/values/canonical-json.ts'

/** Hex digits of the checksum: enough to see an accident, which is all that it is for. */
const DIGITS = 16
const KEY = ',"sum":"'
/** Bytes of `,"sum":"…"}` at the end of a text. */
export const SUM_BYTES = KEY.length + DIGITS + 2
const SUFFIX = new RegExp(`^${KEY}[0-9a-f]{${DIGITS}}"\\}$`)

/**
 * The JSON of an object with a checksum of its own bytes as its last member, so that any byte that is
 * changed or missing is seen without knowing what the object is.
 *
 * @param json of an object with at least one member
 */
export function withSum(json: string): string {
  const body = json.slice(0, -1)
  return `${body}${KEY}${sumOf(body)}"}`
}

/** The bytes of {@link withSum}, of a text that is there in pieces: they are copied and summed once. */
export function summedBytes(pieces: readonly Uint8Array[]): Buffer {
  const length = pieces.reduce((sum, piece) => sum + piece.length, -1)
  const bytes = Buffer.allocUnsafe(length + SUM_BYTES)
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  bytes.write(`${KEY}${sumOf(bytes.subarray(0, length))}"}`, length, 'latin1')
  return bytes
}

/**
 * Whether a text is as {@link withSum} made it. `none`: it ends in no checksum, as what was written
 * before there were any; a text whose checksum itself is damaged looks like that too, and then has a
 * member too many.
 */
export function sumState(bytes: Buffer): 'holds' | 'damaged' | 'none' {
  const at = bytes.length - SUM_BYTES
  const suffix = at < 1 ? '' : bytes.toString('latin1', at)
  if (!SUFFIX.test(suffix)) return 'none'
  const sum = suffix.slice(KEY.length, KEY.length + DIGITS)
  return sumOf(bytes.subarray(0, at)) === sum ? 'holds' : 'damaged'
}

function sumOf(data: string | Uint8Array): string {
  return sha256(data).slice(0, DIGITS)
}
