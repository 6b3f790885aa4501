import { ByteReader, CHUNK } from '../bytes.ts'
import type { Trouble } from '../bytes.ts'
import { inflate } from '../decode/inflate.ts'
import type { FileBytes } from '../file-bytes.ts'
import {
  centralEntry,
  CENTRAL_SIGNATURE,
  HAS_DESCRIPTOR,
  LOCAL_LENGTH,
  localHeader,
} from './zip-entry.ts'
import type { LocalHeader } from './zip-entry.ts'

const MARK = Buffer.from('PK')
const LOCAL = Buffer.from('PK\u0003\u0004')
const DESCRIPTOR_SIGNATURE = 0x08074b50
const MOST_HEADER = LOCAL_LENGTH + 2 * 0xffff

/** The local header at a place. */
export async function readLocal(file: FileBytes, offset: number): Promise<LocalHeader | undefined> {
  const short = localHeader(await file.at(offset, 512), offset)
  return short ?? localHeader(await file.at(offset, MOST_HEADER), offset)
}

/**
 * The members of a zip whose directory is not there or not all of it, by the headers before their
 * bytes. Directories in between are passed over, so zips one behind another are read too.
 */
export async function* scanMembers(
  file: FileBytes,
  tell: (trouble: Trouble) => void,
): AsyncGenerator<LocalHeader> {
  let at = 0
  while (at < file.size) {
    const head = await file.at(at, 4)
    const isCentral = head.length === 4 && head.readUInt32LE(0) === CENTRAL_SIGNATURE
    if (isCentral) {
      const record = centralEntry(await file.at(at, MOST_HEADER), 0, 0)
      if (record !== undefined) {
        at += record.length
        continue
      }
    }
    const found = head.equals(LOCAL) ? await readLocal(file, at) : undefined
    if (found === undefined) {
      const next = await nextMark(file, at + 1)
      // What ends a directory is small and begins with its own mark.
      const isEnd = head.subarray(0, 2).equals(MARK) && !head.equals(LOCAL)
      if (!isEnd)
        tell({ reason: `${next - at} bytes of the zip belong to no member`, length: next - at })
      at = next
      continue
    }
    const end = await endOf(file, found)
    const { entry, dataStart } = found
    yield { dataStart, entry: { ...entry, packedSize: end.data - dataStart } }
    at = end.member
  }
}

/** Where a member's bytes end, and the member with what stands behind them. */
async function endOf(file: FileBytes, { entry, dataStart }: LocalHeader) {
  if ((entry.flags & HAS_DESCRIPTOR) === 0 || entry.packedSize > 0) {
    const data = dataStart + entry.packedSize
    return { data, member: await behindDescriptor(file, data) }
  }
  let data = await nextMark(file, dataStart)
  if (entry.method === 8) {
    const bytes = { read: (from: number) => file.slice(dataStart + from, file.size) }
    const reader = new ByteReader(bytes.read(0))
    try {
      const content = inflate(reader, bytes)
      while ((await content.next()).done !== true) continue
      data = dataStart + reader.offset
    } finally {
      await reader.close()
    }
  }
  return { data, member: await behindDescriptor(file, data) }
}

/** Behind the sizes that may follow a member's bytes, which are told by what follows them. */
async function behindDescriptor(file: FileBytes, at: number): Promise<number> {
  const bytes = await file.at(Math.min(at, file.size), 26)
  const isMarked = bytes.length >= 4 && bytes.readUInt32LE(0) === DESCRIPTOR_SIGNATURE
  const lengths = isMarked ? [16, 24] : [0, 12, 20]
  const found = lengths.find((length) => bytes.subarray(length, length + 2).equals(MARK))
  return at + (found ?? 0)
}

/** The next place that looks like the beginning of a member or a directory; else the end of the file. */
async function nextMark(file: FileBytes, from: number): Promise<number> {
  for (let at = from; at < file.size; at += CHUNK) {
    const bytes = await file.at(at, CHUNK + 3)
    for (let found = bytes.indexOf(MARK); found !== -1; found = bytes.indexOf(MARK, found + 1)) {
      const kind = bytes.length >= found + 4 ? bytes.readUInt16LE(found + 2) : 0
      if (kind === 0x0403 || kind === 0x0201 || kind === 0x0605 || kind === 0x0606)
        return at + found
      if (kind === 0x0807) return at + found
    }
  }
  return file.size
}
