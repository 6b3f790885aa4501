import { objectIfAny } from '../../../../domain/values/json.ts'
import type { JsonObject } from '../../../../domain/values/json.ts'
import { SUM_BYTES, sumState } from '../../summed.ts'
import type { FileSystem } from './file-system.ts'

/** A line of a file of summed lines. */
export interface Line {
  /** Counted from 1. */
  readonly number: number
  /** Without its end. */
  readonly bytes: Buffer
  /** Without its checksum; undefined where it does not hold. */
  readonly value?: JsonObject
  /** Whether it has a checksum, which older lines have not. */
  readonly isSummed?: boolean
  /** Of a line that does not hold. */
  readonly problem?: string
  /** The last one, without its end: a process died while it was written, unless the file is too short. */
  readonly isTorn?: boolean
}

const CHUNK = 1024 * 1024

/**
 * The lines of a file, in order, each checked. Lines that lost the break between them are told apart
 * again, so that one byte costs no neighbour.
 *
 * @param members which a line must have and no other, that none with a damaged checksum passes for an
 *   older one; those that may be missing end in `?`
 * @param isWanted of a line that is surely one, by its bytes: others are passed over unchecked. Default all
 */
export function* summedLines(
  fs: FileSystem,
  path: string,
  members: readonly string[],
  isWanted?: (bytes: Buffer) => boolean,
): Generator<Line> {
  let number = 0
  for (const { bytes, isEnded } of rawLines(fs, path)) {
    number++
    if (isWanted !== undefined && isOne(bytes) && !isWanted(bytes)) continue
    for (const piece of unglued(bytes)) {
      if (piece.length === 0) continue
      yield lineOf(piece, number, isEnded, members)
    }
  }
}

/** Whether a line ends in its first checksum: no other is glued to it. */
function isOne(bytes: Buffer): boolean {
  return bytes.indexOf(',"sum":"') === bytes.length - SUM_BYTES
}

function lineOf(bytes: Buffer, number: number, isEnded: boolean, members: readonly string[]): Line {
  const state = sumState(bytes)
  const value = state === 'damaged' ? undefined : objectIfAny(bytes.toString('utf8'))
  if (state === 'holds' && value !== undefined) {
    const { sum: _sum, ...rest } = value
    return { number, bytes, value: rest, isSummed: true }
  }
  if (value !== undefined && isEnded && hasJust(value, members)) {
    return { number, bytes, value, isSummed: false }
  }
  const torn = isEnded ? {} : { isTorn: true }
  const problem = isEnded ? 'does not hold what was written' : 'is cut short'
  return { number, bytes, problem, ...torn }
}

function hasJust(value: JsonObject, members: readonly string[]): boolean {
  const names = new Set(members.map((name) => name.replace('?', '')))
  return (
    Object.keys(value).every((key) => names.has(key)) &&
    members.every((name) => name.endsWith('?') || Object.hasOwn(value, name))
  )
}

/** A line as one piece, or as the pieces that each end in a checksum which holds. */
function unglued(bytes: Buffer): Buffer[] {
  if (sumState(bytes) === 'holds') return [bytes]
  const pieces: Buffer[] = []
  let from = 0
  for (let at = bytes.indexOf(',"sum":"'); at !== -1; at = bytes.indexOf(',"sum":"', at + 1)) {
    const end = at + SUM_BYTES
    const piece = bytes.subarray(from, end)
    if (end >= bytes.length || sumState(piece) !== 'holds') continue
    pieces.push(piece)
    // The byte between them was the break.
    from = end + 1
  }
  pieces.push(bytes.subarray(from))
  return pieces
}

function* rawLines(
  fs: FileSystem,
  path: string,
): Generator<{ readonly bytes: Buffer; readonly isEnded: boolean }> {
  if (!fs.exists(path)) return
  const file = fs.openRead(path)
  try {
    let rest: Buffer[] = []
    for (let at = 0; ;) {
      const chunk = fs.readAt(file, at, CHUNK)
      if (chunk.length === 0) break
      at += chunk.length
      let from = 0
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
        yield { bytes: Buffer.concat([...rest, chunk.subarray(from, end)]), isEnded: true }
        rest = []
        from = end + 1
      }
      if (from < chunk.length) rest.push(chunk.subarray(from))
    }
    const last = Buffer.concat(rest)
    if (last.length > 0) yield { bytes: last, isEnded: false }
  } finally {
    fs.close(file)
  }
}
