import { readTime } from '../time.ts'
import type { ByteSource, ReadOptions } from '../importer.ts'

const NAME = Buffer.from('"createdAt"')
/** Longest value looked at behind the name. */
const VALUE = 96
const AFTER_NAME =
  /^\s*:\s*(?:\{\s*"\$date"\s*:\s*)?(?:\{\s*"\$number(?:Long|Double|Int)"\s*:\s*)?(?:"([^"]{1,40})"|(-?\d{9,16}))/

/**
 * The newest `createdAt` of a file, found by searching for the name instead of parsing: some GB/s. A
 * quote inside a text is escaped, so the name in quotes is not found there.
 */
export async function newestCreatedAt(
  source: ByteSource,
  options: ReadOptions,
): Promise<string | undefined> {
  let newest: string | undefined
  let rest = Buffer.alloc(0)
  let offset = 0
  const scan = (buffer: Buffer, until: number): number => {
    let at = buffer.indexOf(NAME)
    while (at !== -1 && at < until) {
      if (at === 0 || buffer[at - 1] !== 0x5c) {
        const start = at + NAME.length
        const match = AFTER_NAME.exec(buffer.toString('latin1', start, start + VALUE))
        const time = timeOf(match)
        const isBelieved = time !== undefined && options.clock?.believes(time) !== false
        if (isBelieved && (newest === undefined || time > newest)) newest = time
      }
      at = buffer.indexOf(NAME, at + NAME.length)
    }
    return Math.max(0, until)
  }
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    const buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    // What could reach into the next chunk waits for it; one byte more, to see a backslash before it.
    rest = buffer.subarray(Math.max(0, scan(buffer, buffer.length - NAME.length - VALUE) - 1))
    offset += chunk.length
    options.onBytes?.(offset)
  }
  scan(rest, rest.length)
  return newest
}

function timeOf(match: RegExpExecArray | null): string | undefined {
  if (match === null) return undefined
  const [, text, digits] = match
  if (digits !== undefined) return readTime(Number(digits))?.iso
  if (text === undefined) return undefined
  return readTime(/^-?\d{9,16}$/.test(text) ? { $numberLong: text } : text)?.iso
}
