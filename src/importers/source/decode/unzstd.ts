// Named as a whole: an older Node, which has no zstd, is told so by name and not by a fault of linking.
import * as zlib from 'node:zlib'
import type { Bytes, Tell } from '../bytes.ts'
import { ByteReader, CHUNK } from '../bytes.ts'
import { BROKEN, CUT } from './inflate.ts'
import { isDecodeError, pump } from './pump.ts'

const FRAME = 0xfd2fb528
const SKIPPABLE = 0x184d2a50
/** Windows up to 2 GB (`--long=31`); memory is taken as the content comes, not as it is announced. */
const WINDOW_LOG_MAX = 31
/** No block is longer. */
const BLOCK_MAX = 128 * 1024

/** Every frame of a zstd, skippable ones passed over, to the last byte: what is not read is told. */
export async function* unzstd(packed: Bytes, tell: Tell): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(packed.read(0, tell))
  try {
    for (;;) {
      if (reader.offset > 0) await reader.skipZeros()
      const start = reader.offset
      const magic = await reader.peek(4)
      if (magic.length === 0) return
      const kind = magic.length < 4 ? 0 : magic.readUInt32LE(0)
      if ((kind & 0xfffffff0) >>> 0 === SKIPPABLE) {
        if (!(await skipFrame(reader))) tell(broken(start, CUT, 0))
        continue
      }
      if (kind !== FRAME) {
        const reason = `what stands behind the end of the zstd, from its byte ${start} on, is none of it`
        tell({ reason, length: await reader.drain() })
        return
      }
      const why = yield* readFrame(reader)
      if (why !== undefined) {
        tell(broken(start, why, await reader.drain()))
        return
      }
    }
  } finally {
    await reader.close()
  }
}

function broken(start: number, why: string, length: number) {
  const reason = `the zstd frame at byte ${start} cannot be unpacked to its end: ${why}`
  return { reason, length }
}

async function skipFrame(reader: ByteReader): Promise<boolean> {
  const head = await reader.take(8)
  if (head.length < 8) return false
  let left = head.readUInt32LE(4)
  while (left > 0) {
    const chunk = await reader.next(Math.min(left, CHUNK))
    if (chunk === undefined) return false
    left -= chunk.length
  }
  return true
}

/** @returns what kept it from its end, if anything did */
async function* readFrame(reader: ByteReader): AsyncGenerator<Uint8Array, string | undefined> {
  const params = { [zlib.constants.ZSTD_d_windowLogMax]: WINDOW_LOG_MAX }
  const parts = frameParts(reader)
  let why: string | undefined
  try {
    yield* pump(zlib.createZstdDecompress({ chunkSize: CHUNK, params }), async () => {
      const { done, value } = await parts.next()
      if (done !== true) return value
      why = value
      return undefined
    })
  } catch (error) {
    if (!isDecodeError(error)) throw error
    return why ?? BROKEN
  }
  return why
}

/** A frame's header, each of its blocks, and its checksum: fed one by one, each block is read or lost alone. */
async function* frameParts(reader: ByteReader): AsyncGenerator<Uint8Array, string | undefined> {
  const descriptor = (await reader.peek(5))[4]
  if (descriptor === undefined) return CUT
  const isSingle = (descriptor & 0x20) !== 0
  const idLength = [0, 1, 2, 4][descriptor & 3] ?? 0
  const sizeLength = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0
  const idAt = isSingle ? 5 : 6
  const length = idAt + idLength + sizeLength
  const head = await reader.take(length)
  if (head.length < length) return CUT
  const dictionary = idLength === 0 ? 0 : head.readUIntLE(idAt, idLength)
  if (dictionary !== 0) {
    return `it needs the zstd dictionary ${dictionary} (unpack it with zstd -d -D DICTIONARY)`
  }
  yield head
  for (;;) {
    const blockHead = await reader.take(3)
    if (blockHead.length < 3) return CUT
    const bits = blockHead.readUIntLE(0, 3)
    const type = (bits >> 1) & 3
    const size = type === 1 ? 1 : bits >> 3
    if (type === 3 || size > BLOCK_MAX) return BROKEN
    const body = await reader.take(size)
    yield Buffer.concat([blockHead, body])
    if (body.length < size) return CUT
    if ((bits & 1) === 1) break
  }
  if ((descriptor & 4) === 0) return undefined
  const checksum = await reader.take(4)
  yield checksum
  return checksum.length < 4 ? CUT : undefined
}
