import { crc32 } from 'node:zlib'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Bytes, Tell } from '../bytes.ts'
import { ByteReader, withoutFirst } from '../bytes.ts'
import { CUT, inflate } from '../decode/inflate.ts'
import { unzstd } from '../decode/unzstd.ts'
import type { FileBytes } from '../file-bytes.ts'
import { ENCRYPTED } from './zip-entry.ts'
import type { ZipEntry } from './zip-entry.ts'

const STORED = 0
const DEFLATE = 8
const ZSTD = 93

/** The other ways of packing, by their number. */
const METHODS: Readonly<Record<number, string>> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  10: 'PKWARE DCL',
  12: 'bzip2',
  14: 'LZMA',
  16: 'IBM CMPSC',
  18: 'IBM TERSE',
  19: 'LZ77',
  20: 'zstd of an old form',
  94: 'MP3',
  95: 'xz',
  96: 'JPEG',
  97: 'WavPack',
  98: 'PPMd',
}

/** What keeps a member from being read at all; undefined: nothing. */
export function whyUnreadable(entry: ZipEntry, name: string): HitCraftError | undefined {
  if ((entry.flags & ENCRYPTED) !== 0 || entry.method === 99) {
    return new HitCraftError('INVALID_INPUT', `${name} is protected by a password`, {
      remedy: 'Unpack the zip with its password and import what is in it.',
    })
  }
  if (entry.method === STORED || entry.method === DEFLATE || entry.method === ZSTD) return undefined
  const method = METHODS[entry.method] ?? `the method ${entry.method}`
  return new HitCraftError('UNSUPPORTED', `${name} is packed with ${method}, which is not opened`, {
    remedy: 'Unpack the zip first (7z x) and import what is in it.',
  })
}

/** The content of a member. @param dataStart where its packed bytes begin */
export function memberBytes(file: FileBytes, entry: ZipEntry, dataStart: number): Bytes {
  const end = Math.min(file.size, dataStart + entry.packedSize)
  const packed: Bytes = { read: (from) => file.slice(Math.min(end, dataStart + from), end) }
  return {
    read: (from, tell) => withoutFirst(content(entry, packed, end - dataStart, tell), from),
  }
}

async function* content(
  entry: ZipEntry,
  packed: Bytes,
  there: number,
  tell: Tell,
): AsyncGenerator<Uint8Array> {
  let crc = 0
  let size = 0
  let isTold = false
  const tellOnce: Tell = (trouble) => {
    isTold = true
    tell(trouble)
  }
  for await (const chunk of unpacked(entry, packed, tellOnce)) {
    crc = crc32(chunk, crc)
    size += chunk.length
    yield chunk
  }
  if (isTold) return
  if (there < entry.packedSize) {
    tell({ reason: `the zip ends in it: ${CUT}`, length: entry.packedSize - there })
  } else if (entry.size !== undefined && entry.size !== size) {
    tell({ reason: `it holds ${size} bytes where the zip states ${entry.size}`, length: 0 })
  } else if (entry.crc !== undefined && entry.crc !== crc) {
    tell({ reason: 'it does not fit its checksum', length: 0 })
  }
}

async function* unpacked(entry: ZipEntry, packed: Bytes, tell: Tell): AsyncGenerator<Uint8Array> {
  if (entry.method === STORED) yield* packed.read(0, tell)
  else if (entry.method === ZSTD) yield* unzstd(packed, tell)
  else yield* inflated(packed, tell)
}

async function* inflated(packed: Bytes, tell: Tell): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(packed.read(0, tell))
  try {
    const why = yield* inflate(reader, packed)
    const length = await reader.drain()
    if (why !== undefined) {
      tell({ reason: `it cannot be unpacked to its end: ${why}`, length })
    } else if (length > 0) {
      tell({ reason: 'bytes stand behind its end that are none of it', length })
    }
  } finally {
    await reader.close()
  }
}
