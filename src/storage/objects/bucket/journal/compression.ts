import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'

const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

/** Zstandard with a checksum: damage shows when it is read. */
export function compress(data: string | Uint8Array): Buffer {
  return zstdCompressSync(data, CHECKED)
}

/** @param what for the message @throws HitCraftError CORRUPT */
export function decompress(bytes: Buffer, what: string): Buffer {
  try {
    return zstdDecompressSync(bytes)
  } catch (error) {
    throw new HitCraftError('CORRUPT', `${what} is damaged`, { cause: error })
  }
}
