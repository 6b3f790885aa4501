import type { ByteSource, ReadOptions } from '../importer.ts'
import { parseDate } from './parse-block.ts'

const NAME = Buffer.from('| Time: ')
const VALUE = 64

/** The newest message time of a text export (RTF too: its dates are plain ASCII), by searching. */
export async function newestLineTime(
  source: ByteSource,
  options: ReadOptions,
): Promise<string | undefined> {
  let newest: string | undefined
  let rest = Buffer.alloc(0)
  let offset = 0
  const scan = (buffer: Buffer, until: number) => {
    for (
      let at = buffer.indexOf(NAME);
      at !== -1 && at < until;
      at = buffer.indexOf(NAME, at + NAME.length)
    ) {
      const start = at + NAME.length
      const time = parseDate(buffer.toString('latin1', start, start + VALUE))
      const isBelieved = time !== undefined && options.clock?.believes(time) !== false
      if (isBelieved && (newest === undefined || time > newest)) newest = time
    }
  }
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    const buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    const until = Math.max(0, buffer.length - NAME.length - VALUE)
    scan(buffer, until)
    rest = buffer.subarray(until)
    offset += chunk.length
    options.onBytes?.(offset)
  }
  scan(rest, rest.length)
  return newest
}
