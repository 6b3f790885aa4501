import { createReadStream } from 'node:fs'
import { fileError } from '../../files/file-error.ts'

/** A line of a file of lines. */
export interface RawLine {
  /** With its line feed. */
  readonly bytes: Buffer
  /** Where it begins, in bytes. */
  readonly at: number
  /** Whether it ends in a line feed; only the last may not. */
  readonly isEnded: boolean
}

/**
 * The lines of a file by the line feed alone: an id may hold every other character that ends a line elsewhere.
 * @param start the first byte
 * @param end behind the last byte; default the end of the file
 * @throws HitCraftError as `fileError`
 */
export async function* readLines(
  path: string,
  { start, end }: { readonly start: number; readonly end?: number } = { start: 0 },
): AsyncGenerator<RawLine> {
  if (end === start) return
  let at = start
  let rest: Buffer[] = []
  try {
    const last = end === undefined ? {} : { end: end - 1 }
    for await (const chunk of createReadStream(path, { start, ...last })) {
      const block = Buffer.from(chunk)
      let from = 0
      for (let to = block.indexOf(10); to !== -1; to = block.indexOf(10, from)) {
        const bytes = Buffer.concat([...rest, block.subarray(from, to + 1)])
        yield { bytes, at, isEnded: true }
        at += bytes.length
        rest = []
        from = to + 1
      }
      if (from < block.length) rest.push(block.subarray(from))
    }
  } catch (error) {
    throw fileError(error, `the receipt ${path}`)
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), at, isEnded: false }
}
