import { crc32 } from 'node:zlib'
import type { Bytes, Tell } from '../bytes.ts'
import { ByteReader } from '../bytes.ts'
import { CUT, inflate } from './inflate.ts'

const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16

/** Every member of a gzip, to the last byte: what is not read is told. */
export async function* gunzip(packed: Bytes, tell: Tell): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(packed.read(0, tell))
  try {
    for (;;) {
      const start = reader.offset
      if (start > 0) await reader.skipZeros()
      const head = await reader.peek(10)
      if (head.length === 0) return
      if (head[0] !== 0x1f || head[1] !== 0x8b) {
        const at = reader.offset
        const reason = `what stands behind the end of the gzip, from its byte ${at} on, is none of it`
        tell({ reason, length: await reader.drain() })
        return
      }
      const stop = async (why: string) =>
        tell({
          reason: `the gzip member at byte ${start} cannot be unpacked to its end: ${why}`,
          length: await reader.drain(),
        })
      if (!(await skipHeader(reader))) return stop(CUT)
      let crc = 0
      let size = 0
      const content = inflate(reader, packed)
      let step = await content.next()
      for (; step.done !== true; step = await content.next()) {
        crc = crc32(step.value, crc)
        size = (size + step.value.length) % 2 ** 32
        yield step.value
      }
      if (step.value !== undefined) return stop(step.value)
      const trailer = await reader.take(8)
      if (trailer.length < 8) return stop(CUT)
      if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== size) {
        tell({ reason: `the gzip member at byte ${start} does not fit its checksum`, length: 0 })
      }
    }
  } finally {
    await reader.close()
  }
}

/** @returns false when the bytes end in it */
async function skipHeader(reader: ByteReader): Promise<boolean> {
  const head = await reader.take(10)
  if (head.length < 10) return false
  const flags = head[3] ?? 0
  if ((flags & FEXTRA) !== 0) {
    const length = await reader.take(2)
    if (length.length < 2) return false
    await reader.take(length.readUInt16LE(0))
  }
  for (const text of [FNAME, FCOMMENT]) {
    if ((flags & text) === 0) continue
    for (;;) {
      const byte = await reader.take(1)
      if (byte.length === 0) return false
      if (byte[0] === 0) break
    }
  }
  if ((flags & FHCRC) !== 0) await reader.take(2)
  return true
}
