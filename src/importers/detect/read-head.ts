import { isUtf8 } from 'node:buffer'
import type { ByteSource, FileHead } from '../importer.ts'
import { JsonOutline } from '../json/json-outline.ts'

/** Of the text that is looked at, and the least of JSON. */
const HEAD_BYTES = 256 * 1024
/** Of JSON whose values tell nothing so far. */
const MOST_BYTES = 1024 * 1024 * 1024
const ENOUGH_VALUES = 50

/**
 * The beginning of a source. Of JSON whole values are looked for, however long they are, until there are
 * enough of them or they tell what they are.
 */
export async function readHead(
  source: ByteSource,
  isTold: (head: FileHead) => boolean,
): Promise<FileHead> {
  const outline = new JsonOutline()
  const chunks: Uint8Array[] = []
  let length = 0
  let isJson = true
  let truncated = false
  let asked = HEAD_BYTES
  let begin: { bytes: Buffer; text: string } | undefined
  const head = (): FileHead => {
    const { values, isArray } = outline
    begin ??= beginOf(chunks)
    return { ...begin, truncated, values: isJson ? values : [], isArray }
  }
  for await (const chunk of source.read()) {
    if (length >= HEAD_BYTES) {
      truncated = true
      if (!isJson || outline.whole >= ENOUGH_VALUES || length > MOST_BYTES) break
      // Asked ever less often, the question costs no more than the reading.
      if (length >= asked && isTold(head())) break
      if (length >= asked) asked = length * 1.5
    } else chunks.push(chunk)
    if (length === 0) isJson = /^(?:\xEF\xBB\xBF)?\s*(?:[[{"]|$)/.test(latin1(chunk))
    length += chunk.length
    if (isJson) outline.push(chunk)
  }
  outline.end()
  return head()
}

function latin1(chunk: Uint8Array): string {
  return Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.length, 4096)).toString(
    'latin1',
  )
}

function beginOf(chunks: readonly Uint8Array[]): { bytes: Buffer; text: string } {
  const bytes = Buffer.concat(chunks).subarray(0, HEAD_BYTES)
  // The last character may be cut in two; that does not make the rest another encoding.
  const whole = bytes.subarray(0, Math.max(0, bytes.length - 4))
  const decoder = new TextDecoder(isUtf8(whole) || bytes.length < 5 ? 'utf-8' : 'windows-1252')
  return { bytes, text: decoder.decode(bytes) }
}
