import { isUtf8 } from 'node:buffer'
import type { ByteSource, ReadOptions } from '../importer.ts'
import { EncodingSurvey } from '../text/encoding.ts'

const HEAD_BYTES = 256 * 1024

export interface Utf8Source {
  readonly source: ByteSource
  readonly notes: readonly string[]
}

/**
 * The source as UTF-8, which JSON has to be. One whose beginning is not, is read in the one encoding that
 * the letters of the whole file speak for; that is a guess, and told.
 */
export async function utf8Source(source: ByteSource, options: ReadOptions): Promise<Utf8Source> {
  if (await beginsAsUtf8(source)) return { source, notes: [] }
  const survey = new EncodingSurvey()
  for await (const chunk of source.read()) {
    options.signal?.throwIfAborted()
    survey.push(chunk)
  }
  const { name, unsure } = survey.result()
  if (name === 'utf-8') return { source, notes: [] }
  const doubt = unsure ? '; other encodings fit nearly as well' : ''
  const note = `the file is not UTF-8; by its letters it was read as ${name}${doubt}`
  return { source: decodedSource(source, name), notes: [note] }
}

async function beginsAsUtf8(source: ByteSource): Promise<boolean> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of source.read()) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= HEAD_BYTES) break
  }
  const bytes = Buffer.concat(chunks)
  // The last character may be cut in two.
  return (
    isUtf8(bytes) || (length >= HEAD_BYTES && [1, 2, 3].some((n) => isUtf8(bytes.subarray(0, -n))))
  )
}

/** Offsets count the bytes in UTF-8. */
function decodedSource(source: ByteSource, encoding: string): ByteSource {
  return {
    name: source.name,
    async *read(from = 0) {
      const decoder = new TextDecoder(encoding)
      let skip = from
      const kept = (text: string): Uint8Array => {
        const bytes = Buffer.from(text)
        const rest = bytes.subarray(Math.min(skip, bytes.length))
        skip -= bytes.length - rest.length
        return rest
      }
      for await (const chunk of source.read()) yield kept(decoder.decode(chunk, { stream: true }))
      yield kept(decoder.decode())
    },
  }
}
