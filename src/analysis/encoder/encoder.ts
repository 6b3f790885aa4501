import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { segmenter } from './segment.ts'
import { splitWords } from './split-words.ts'
import { DIMENSIONS, readTable } from './table-file.ts'
import type { EncoderTable } from './table-file.ts'

export { DIMENSIONS } from './table-file.ts'

/**
 * Text to meaning: texts that mean alike have vectors that point alike, across 15 languages (en he es fr de pt it ru
 * ar zh ja ko nl pl tr). It is a bag of words: their order, numbers and signs don't count, and "not" is a word among
 * others.
 */
export interface Encoder {
  /**
   * The vector of a text: DIMENSIONS numbers of unit length, or all zero when no unit of the table is in it. The same
   * text has the same bytes on every processor and under every version of Node. Time grows with the text, and a text
   * of any length has the mean of all its words: encode sentences or turns where one wish is meant.
   */
  encode(text: string): Float32Array
  /** A digest of the table, 16 hexadecimal digits: vectors of two versions can't be compared. */
  readonly version: string
}

let opened: Encoder | undefined

/**
 * The encoder of this process; each worker thread has its own. The first call reads the table beside this file (12 MB
 * in about 25 ms) and throws as `readTable` does.
 */
export function openEncoder(): Encoder {
  opened ??= encoderOf(fileURLToPath(new URL('table.bin', import.meta.url)))
  return opened
}

/** An encoder with the table at a path. */
export function encoderOf(path: string): Encoder {
  const table = readTable(path)
  const unitsOf = segmenter(table)
  const add = adder(table)
  let digest: string | undefined
  return {
    encode(text) {
      const total = new Float64Array(DIMENSIONS)
      const part = new Int32Array(DIMENSIONS)
      let room = UNITS_OF_A_PART
      for (const word of splitWords(text)) {
        for (const unit of unitsOf(word)) {
          add(part, unit)
          room -= 1
          if (room === 0) room = carry(part, total)
        }
      }
      carry(part, total)
      return toUnitLength(total)
    },
    get version() {
      digest ??= createHash('sha256').update(table.bytes).digest('hex').slice(0, 16)
      return digest
    },
  }
}

/** The cosine of two vectors of an encoder, from −1 to 1; 0 when one is all zero. Doubles, summed in order. */
export function similarity(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let at = 0; at < DIMENSIONS; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0)
  return sum
}

/** Units whose sum surely fits 32 bits, in which adding is fastest; longer texts are summed in parts. */
const UNITS_OF_A_PART = Math.floor(2 ** 31 / (255 * 127)) - 1

/** Adds a part's whole numbers, exact in doubles below 2^53, and empties it. Returns the room that the part has. */
function carry(part: Int32Array, total: Float64Array): number {
  for (let at = 0; at < total.length; at += 1) total[at] = (total[at] ?? 0) + (part[at] ?? 0)
  part.fill(0)
  return UNITS_OF_A_PART
}

function adder({ rows, factors }: EncoderTable): (sum: Int32Array, unit: number) => void {
  const size = DIMENSIONS
  return (sum, unit) => {
    const factor = factors[unit] ?? 0
    const row = unit * size
    for (let at = 0; at < size; at += 1) {
      sum[at] = (sum[at] ?? 0) + factor * (rows[row + at] ?? 0)
    }
  }
}

function toUnitLength(sum: Float64Array): Float32Array {
  const vector = new Float32Array(DIMENSIONS)
  let squares = 0
  for (const value of sum) squares += value * value
  if (squares === 0) return vector
  const length = Math.sqrt(squares)
  for (let at = 0; at < vector.length; at += 1) vector[at] = (sum[at] ?? 0) / length
  return vector
}
