import { JsonSplitter } from '../src/importers/json/json-splitter.ts'
import type { JsonPiece } from '../src/importers/json/json-splitter.ts'

const CHUNK = 256 * 1024

/** A shape of JSON that some way of reading takes too long or too much memory for: begin, filling, end. */
export const SHAPES: Readonly<Record<string, readonly [string, string, string]>> = {
  'one text': ['{"a":1}\n{"a":"', 'x', '"}\n{"a":2}\n'],
  'one text of escapes': ['{"a":1}\n{"a":"', '\\\\\\"', '"}\n{"a":2}\n'],
  'one text of lines': ['{"a":1}\n{"a":"', 'x\n', '"}\n{"a":2}\n'],
  'white space': ['{"a":1}\n', ' ', '{"a":2}\n'],
  'white space within': ['{"a":1}\n{"a":', ' \n', '2}\n{"a":2}\n'],
  'empty objects': ['{"a":1}\n', '{}', '\n{"a":2}\n'],
  'empty objects in an array': ['[{"a":1},', '{},', '{"a":2}]'],
  'small texts': ['[{"a":1},[', '"a",', '0],{"a":2}]'],
  'open brackets': ['{"a":1}\n', '[', '\n{"a":2}\n'],
  'open objects': ['{"a":1}\n', '{"a":', '\n{"a":2}\n'],
  'lines that never close': ['{"a":1}\n', '{"a":[\n', '{"a":2}\n'],
  'lines that never close a text': ['{"a":1}\n', '{"a":"\n', '{"a":2}\n'],
  'an array that closes at once': ['[{"a":1}]\n', '[]', '\n{"a":2}\n'],
  'a number': ['[{"a":1},', '1', ',{"a":2}]'],
  'words that are none': ['{"a":1}\n', 'word word\n', '{"a":2}\n'],
  'closing braces': ['{"a":1}\n', '}', '\n{"a":2}\n'],
}

/** So many bytes of a shape, as a file streams by. */
export function* bytesOf(shape: string, size: number): Generator<Uint8Array> {
  const [begin = '', filling = '', end = ''] = SHAPES[shape] ?? []
  yield Buffer.from(begin)
  const times = Math.ceil(CHUNK / filling.length)
  for (let left = size; left > 0; left -= CHUNK) yield Buffer.from(filling.repeat(times))
  yield Buffer.from(end)
}

/** Splits so many bytes of a shape; its first and last values count as found. */
export function splitShape(shape: string, size: number): { found: number; pieces: number } {
  const splitter = new JsonSplitter()
  const count = { found: 0, pieces: 0 }
  const take = (pieces: Iterable<JsonPiece>) => {
    for (const { value } of pieces) {
      count.pieces++
      if (typeof value === 'object' && value !== null && 'a' in value) count.found++
    }
  }
  for (const chunk of bytesOf(shape, size)) take(splitter.push(chunk))
  take(splitter.end())
  return count
}

if (import.meta.main) {
  const [megabytes = '16', only] = process.argv.slice(2)
  const size = Number(megabytes) * 1024 * 1024
  for (const shape of only === undefined ? Object.keys(SHAPES) : [only]) {
    const seconds = [size, size * 4].map((bytes) => {
      const before = process.cpuUsage()
      splitShape(shape, bytes)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1e6
    })
    const [one = 0, four = 0] = seconds
    process.stdout.write(
      `${shape.padEnd(32)} ${one.toFixed(2)} s, four times as much ${four.toFixed(2)} s: ratio ${(four / one).toFixed(1)}\n`,
    )
  }
}
