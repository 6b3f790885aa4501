import type { Transform } from 'node:stream'

/** A decoder of `node:zlib`: `bytesWritten` is what it has consumed. */
export interface Decoder extends Transform {
  readonly bytesWritten: number
}

/**
 * Feeds a decoder chunk by chunk and gives all that comes of one before the next is fed, so that an
 * error takes nothing with it but what its own chunk holds.
 *
 * @param next the next chunk; undefined: there is no more
 * @returns how many bytes of the last chunk the decoder left, since its stream had ended
 * @throws what the decoder and `next` throw
 */
export async function* pump(
  decoder: Decoder,
  next: () => Promise<Uint8Array | undefined>,
): AsyncGenerator<Uint8Array, number> {
  let fed = 0
  let failure: unknown
  const state = { ended: false }
  let wake = () => {}
  decoder.on('error', (error) => {
    failure = error
    wake()
  })
  decoder.on('end', () => {
    state.ended = true
    wake()
  })
  decoder.on('readable', () => wake())
  try {
    for (;;) {
      const chunk = await next()
      let taken = false
      if (chunk === undefined) decoder.end()
      else {
        fed += chunk.length
        decoder.write(chunk, () => {
          taken = true
          wake()
        })
      }
      while (!state.ended) {
        const out: unknown = decoder.read()
        if (Buffer.isBuffer(out)) {
          yield out
          continue
        }
        if (failure !== undefined) throw failure
        // What is left of a chunk was not wanted: the stream has ended, which is told a moment later.
        if (taken && decoder.bytesWritten === fed) break
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        await woken
      }
      if (state.ended) return fed - decoder.bytesWritten
    }
  } finally {
    decoder.destroy()
  }
}

/** Whether the decoder itself refused the bytes. */
export function isDecodeError(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    /^(Z_|ZSTD_|ERR_ZLIB|ERR__ZSTD)/.test(String(error.code))
  )
}

/** Whether the bytes ended before their stream did. */
export function isCut(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
}
