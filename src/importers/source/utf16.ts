import type { Tell } from './bytes.ts'

export type Utf16 = 'utf-16le' | 'utf-16be'

/** The UTF-16 that a byte order mark announces, or that plain letters with zeros between them show. */
export function utf16Of(head: Uint8Array): Utf16 | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = head
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (isPlain(a) && b === 0 && isPlain(c) && d === 0) return 'utf-16le'
  if (a === 0 && isPlain(b) && c === 0 && isPlain(d)) return 'utf-16be'
  return undefined
}

function isPlain(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** UTF-16 as UTF-8, without the byte order mark; what is no whole character is told. */
export async function* fromUtf16(
  chunks: AsyncIterable<Uint8Array>,
  encoding: Utf16,
  tell: Tell,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  let broken = 0
  let rest = Buffer.alloc(0)
  const decode = (bytes: Buffer, isLast: boolean) => {
    const text = decoder.decode(bytes, { stream: !isLast })
    // U+FFFD stands for what is broken, but may as well have been written.
    broken += count(text, '\uFFFD') - (text.includes('\uFFFD') ? written(bytes, encoding) : 0)
    return Buffer.from(text)
  }
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    const even = bytes.length - (bytes.length % 2)
    rest = bytes.subarray(even)
    yield decode(bytes.subarray(0, even), false)
  }
  yield decode(rest, true)
  if (broken > 0)
    tell({ reason: `${broken} places are no whole UTF-16 character`, length: broken * 2 })
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1
}

/** How often U+FFFD itself stands in the bytes. */
function written(bytes: Buffer, encoding: Utf16): number {
  const [first, second] = encoding === 'utf-16le' ? [0xfd, 0xff] : [0xff, 0xfd]
  let found = 0
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (bytes[at] === first && bytes[at + 1] === second) found++
  }
  return found
}
