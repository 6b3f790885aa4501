import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { HitCraftError } from '../../errors/hitcraft-error.ts'

/** Numbers a unit, and so of every vector. */
export const DIMENSIONS = 192

/**
 * The table of units. Unit `u` stands for `factors[u] × rows[u × DIMENSIONS …]`, whole numbers; a text is the sum of
 * its units, the same on every processor and in whatever order. `costs[u]` is −24 × log₁₀ of the unit's frequency,
 * from 0 to 255: a word that is no unit is cut where its parts cost least; a character that no unit holds costs
 * `unknownCost`.
 */
export interface EncoderTable {
  readonly ids: ReadonlyMap<string, number>
  readonly costs: Uint8Array
  readonly factors: Uint8Array
  readonly rows: Int8Array
  readonly unknownCost: number
  /** Characters of the longest unit. */
  readonly longestUnit: number
  readonly bytes: Uint8Array
}

const MAGIC = 'HCE1'
const VERSION = 1

const Header = z.object({
  version: z.number(),
  dim: z.number(),
  count: z.int().positive(),
  unk: z.int().positive(),
  maxUnit: z.int().positive(),
  strings: z.int().positive(),
})

/**
 * A table from its file, which `tools/encoder/pack.py` writes:
 *
 *     'HCE1' · u32 LE bytes of the header · header, JSON: version, dim, count, unk, maxUnit, strings
 *     · `strings` bytes: the units, UTF-8, joined by \n · count × u8 costs · count × u8 factors · count × dim × i8 rows
 *
 * Throws CORRUPT when the file is absent or isn't of this shape, UNSUPPORTED when it is of another version or size of
 * vectors.
 */
export function readTable(path: string): EncoderTable {
  const bytes = read(path)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8 || latin(bytes.subarray(0, 4)) !== MAGIC) throw corrupt(path, 'no table')
  const start = 8 + view.getUint32(4, true)
  const header = readHeader(bytes.subarray(8, start), path)
  const { count } = header
  const strings = bytes.subarray(start, start + header.strings)
  const at = start + header.strings
  if (bytes.length !== at + count * (2 + DIMENSIONS)) {
    throw corrupt(path, `${bytes.length} bytes, and its header tells another length`)
  }
  const units = new TextDecoder().decode(strings).split('\n')
  const ids = new Map(units.map((unit, id) => [unit, id]))
  if (ids.size !== count) throw corrupt(path, `${ids.size} units, and its header tells ${count}`)
  return {
    ids,
    costs: bytes.subarray(at, at + count),
    factors: bytes.subarray(at + count, at + 2 * count),
    rows: new Int8Array(bytes.buffer, bytes.byteOffset + at + 2 * count, count * DIMENSIONS),
    unknownCost: header.unk,
    longestUnit: header.maxUnit,
    bytes,
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw corrupt(path, 'it cannot be read', error)
  }
}

function readHeader(bytes: Uint8Array, path: string): z.output<typeof Header> {
  const parsed = Header.safeParse(parseJson(latin(bytes)))
  if (!parsed.success) throw corrupt(path, 'its header is not a header')
  const { version, dim } = parsed.data
  if (version !== VERSION || dim !== DIMENSIONS) {
    throw new HitCraftError(
      'UNSUPPORTED',
      `The encoder's table is of version ${version} with ${dim} numbers a unit; this build reads version ${VERSION} with ${DIMENSIONS}.`,
      { details: { path }, remedy: REMEDY },
    )
  }
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}

const REMEDY = 'Install the package again, or make the table anew as docs/training.md says.'

function corrupt(path: string, problem: string, cause?: unknown): HitCraftError {
  const message = `The encoder's table at ${path} cannot be used: ${problem}.`
  return new HitCraftError('CORRUPT', message, { details: { path }, remedy: REMEDY, cause })
}
