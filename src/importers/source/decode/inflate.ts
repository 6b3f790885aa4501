import { createInflateRaw } from 'node:zlib'
import type { Bytes } from '../bytes.ts'
import { ByteReader, CHUNK } from '../bytes.ts'
import { isCut, isDecodeError, pump } from './pump.ts'

const FEED = 64 * 1024
/** The chunk that breaks is fed again in pieces of so many bytes: what is before the break comes out. */
const SLIVER = 16

/**
 * Unpacks one deflate stream from where the reader is; the reader is then behind it.
 *
 * @param again the bytes the reader reads, by the same offsets
 * @returns what kept it from coming to its end, if anything did; all before that was given
 */
export async function* inflate(
  reader: ByteReader,
  again: Bytes,
): AsyncGenerator<Uint8Array, string | undefined> {
  const start = reader.offset
  let given = 0
  let last: Buffer = Buffer.alloc(0)
  try {
    const chunks = pump(createInflateRaw({ chunkSize: CHUNK }), async () => {
      const chunk = await reader.next(FEED)
      last = chunk ?? last
      return chunk
    })
    for (let step = await chunks.next(); ; step = await chunks.next()) {
      if (step.done === true) {
        reader.unread(last.subarray(last.length - step.value))
        return undefined
      }
      given += step.value.length
      yield step.value
    }
  } catch (error) {
    if (isCut(error)) return CUT
    if (!isDecodeError(error)) throw error
    yield* upToBreak(again, start, reader.offset - last.length, given)
    return BROKEN
  }
}

export const CUT = 'it is cut'
export const BROKEN = 'its bytes are damaged'

/** What the bytes of the chunk at `broken` give before the break. */
async function* upToBreak(
  bytes: Bytes,
  start: number,
  broken: number,
  given: number,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(
    bytes.read(start, () => undefined),
    start,
  )
  let skip = given
  try {
    const chunks = pump(createInflateRaw({ chunkSize: CHUNK }), () => {
      const whole = broken - reader.offset
      return reader.next(whole > 0 ? Math.min(whole, FEED) : SLIVER)
    })
    for await (const chunk of chunks) {
      if (chunk.length > skip) yield chunk.subarray(skip)
      skip = Math.max(0, skip - chunk.length)
    }
  } catch (error) {
    if (!isDecodeError(error)) throw error
  } finally {
    await reader.close()
  }
}
