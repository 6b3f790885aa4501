import { createReadStream } from 'node:fs'
import { fileError } from '../../files/file-error.ts'

const CHUNK = 1024 * 1024
const LINE_FEED = 10

/** A line of a file without its line feed. */
export interface ByteLine {
  readonly bytes: Buffer
  /** Where it begins, in bytes. */
  readonly at: number
  /** From 1. */
  readonly number: number
}

/**
 * The lines of a file, as many at once as lie in a chunk of it; memory holds a chunk and one line.
 * @param onBytes told of all bytes in their order
 * @throws HitCraftError as `fileError`
 */
export async function* byteLines(
  path: string,
  onBytes?: (bytes: Buffer) => void,
): AsyncGenerator<readonly ByteLine[]> {
  const held: Buffer[] = []
  let number = 0
  let at = 0
  const line = (bytes: Buffer): ByteLine => {
    const begin = at
    at += bytes.length + 1
    return { bytes, at: begin, number: ++number }
  }
  for await (const chunk of chunksOf(path)) {
    onBytes?.(chunk)
    const lines: ByteLine[] = []
    let from = 0
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      const rest = chunk.subarray(from, to)
      lines.push(line(held.length === 0 ? rest : Buffer.concat([...held.splice(0), rest])))
      from = to + 1
    }
    if (from < chunk.length) held.push(chunk.subarray(from))
    if (lines.length > 0) yield lines
  }
  if (held.length > 0) yield [line(Buffer.concat(held))]
}

async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK })
    yield* chunks
  } catch (error) {
    throw fileError(error)
  }
}
