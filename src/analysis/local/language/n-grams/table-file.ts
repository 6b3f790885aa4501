import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Bytes of the longest n-gram. */
export const LONGEST = 6

/**
 * The n-grams of words in UTF-8, and what each says of a language. A key is the n-gram's bytes as one number, the
 * first byte highest; the entries of key `k` are those from `starts[k]` to `starts[k + 1]`.
 */
export interface NGramTable {
  /** ISO 639-1. */
  readonly languages: readonly string[]
  /** The score of a text that is rightly taken for the language, on average; 0 to 1. */
  readonly averages: readonly number[]
  /** Ascending. */
  readonly keys: Float64Array
  readonly starts: Uint32Array
  /** Index of a language, an entry. */
  readonly entryLanguages: Uint8Array
  /** Score less 53, an entry. */
  readonly entryScores: Uint8Array
}

export interface GramSource {
  readonly languages: readonly string[]
  readonly averages: readonly number[]
  readonly grams: readonly {
    readonly bytes: readonly number[]
    readonly scores: readonly (readonly [language: number, score: number])[]
  }[]
}

const Header = z.object({
  languages: z.array(z.string()),
  averages: z.array(z.number()),
  keys: z.int().positive(),
  entries: z.int().positive(),
})

/** A key's bytes as one number: it has 48 bits at the most, which a double holds. */
export function keyOf(bytes: Iterable<number>): number {
  let key = 0
  for (const byte of bytes) key = key * 256 + byte
  return key
}

/**
 * The file, little endian: `u32` bytes of the header · header, JSON · each key in 6 bytes, ascending · entries of
 * each key, `u8` · language of each entry, `u8` · score of each entry, `u8`.
 */
export function writeTable({ languages, averages, grams }: GramSource): Buffer {
  const sorted = grams
    .map(({ bytes, scores }) => ({ key: keyOf(bytes), scores }))
    .sort((a, b) => a.key - b.key)
  const entries = sorted.flatMap(({ scores }) => scores)
  const header = Buffer.from(
    JSON.stringify({ languages, averages, keys: sorted.length, entries: entries.length }),
  )
  const keys = Buffer.alloc(sorted.length * LONGEST)
  for (const [at, { key }] of sorted.entries()) keys.writeUIntLE(key, at * LONGEST, LONGEST)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  return Buffer.concat([
    length,
    header,
    keys,
    Buffer.from(sorted.map(({ scores }) => scores.length)),
    Buffer.from(entries.map(([language]) => language)),
    Buffer.from(entries.map(([, score]) => score)),
  ])
}

/** @throws RangeError for a file that ends too early, ZodError or SyntaxError for one that is none of ours */
export function readTable(path: string | URL): NGramTable {
  const file = readFileSync(path)
  let at = 4 + file.readUInt32LE(0)
  const header = Header.parse(JSON.parse(file.toString('utf8', 4, at)))
  const keys = new Float64Array(header.keys)
  for (let k = 0; k < keys.length; k++, at += LONGEST) {
    keys[k] = file.readUInt32LE(at) + file.readUInt16LE(at + 4) * 2 ** 32
  }
  const take = (length: number) => new Uint8Array(file.subarray(at, (at += length)))
  const starts = new Uint32Array(keys.length + 1)
  for (const [k, count] of take(keys.length).entries()) starts[k + 1] = (starts[k] ?? 0) + count
  const { languages, averages, entries } = header
  return {
    languages,
    averages,
    keys,
    starts,
    entryLanguages: take(entries),
    entryScores: take(entries),
  }
}
