import { entryName, extraFields } from './entry-name.ts'

/** One member of a zip, as a header tells it. */
export interface ZipEntry {
  /** Its path, for people. */
  readonly name: string
  readonly isFolder: boolean
  readonly flags: number
  readonly method: number
  /** Undefined where the header does not tell it. */
  readonly crc: number | undefined
  readonly packedSize: number
  readonly size: number | undefined
  /** Of its local header in the file. */
  readonly offset: number
  /** The name's bytes, to compare the two headers. */
  readonly rawName: Buffer
}

export const LOCAL_SIGNATURE = 0x04034b50
export const CENTRAL_SIGNATURE = 0x02014b50
export const LOCAL_LENGTH = 30
export const CENTRAL_LENGTH = 46
const ZIP64 = 0x0001
const MANY = 0xffffffff

export const ENCRYPTED = 0x1 | 0x40 | 0x2000
export const HAS_DESCRIPTOR = 0x8

/** @returns the entry and how long its record is; undefined where there is no whole one */
export function centralEntry(bytes: Buffer, at: number, base: number) {
  if (at + CENTRAL_LENGTH > bytes.length || bytes.readUInt32LE(at) !== CENTRAL_SIGNATURE) {
    return undefined
  }
  const nameEnd = at + CENTRAL_LENGTH + bytes.readUInt16LE(at + 28)
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
  const end = extraEnd + bytes.readUInt16LE(at + 32)
  if (end > bytes.length) return undefined
  const rawName = bytes.subarray(at + CENTRAL_LENGTH, nameEnd)
  const flags = bytes.readUInt16LE(at + 8)
  const extra = extraFields(bytes.subarray(nameEnd, extraEnd))
  const wide = wideNumbers(extra.get(ZIP64))
  const size = wide(bytes.readUInt32LE(at + 24))
  const packedSize = wide(bytes.readUInt32LE(at + 20))
  const entry: ZipEntry = {
    name: entryName(rawName, flags, extra),
    isFolder: size === 0 && /[/\\]$/.test(rawName.toString('latin1')),
    flags,
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packedSize,
    size,
    offset: base + wide(bytes.readUInt32LE(at + 42)),
    rawName,
  }
  return { entry, length: end - at }
}

/** What a local header says, with the place of the member's bytes. */
export interface LocalHeader {
  readonly entry: ZipEntry
  readonly dataStart: number
}

/** @param bytes from the header on, its name and extra fields included */
export function localHeader(bytes: Buffer, offset: number): LocalHeader | undefined {
  if (bytes.length < LOCAL_LENGTH || bytes.readUInt32LE(0) !== LOCAL_SIGNATURE) return undefined
  const nameEnd = LOCAL_LENGTH + bytes.readUInt16LE(26)
  const end = nameEnd + bytes.readUInt16LE(28)
  if (end > bytes.length) return undefined
  const rawName = bytes.subarray(LOCAL_LENGTH, nameEnd)
  const flags = bytes.readUInt16LE(6)
  const extra = extraFields(bytes.subarray(nameEnd, end))
  const wide = wideNumbers(extra.get(ZIP64))
  const size = wide(bytes.readUInt32LE(22))
  const packedSize = wide(bytes.readUInt32LE(18))
  const isTold = (flags & HAS_DESCRIPTOR) === 0
  return {
    entry: {
      name: entryName(rawName, flags, extra),
      isFolder: /[/\\]$/.test(rawName.toString('latin1')),
      flags,
      method: bytes.readUInt16LE(8),
      crc: isTold ? bytes.readUInt32LE(14) : undefined,
      packedSize,
      size: isTold ? size : undefined,
      offset,
      rawName,
    },
    dataStart: offset + end,
  }
}

/** Numbers that do not fit their field stand in the zip64 field, in the order of the fields. */
function wideNumbers(field: Buffer | undefined): (narrow: number) => number {
  let at = 0
  return (narrow) => {
    if (narrow !== MANY || field === undefined || at + 8 > field.length) return narrow
    const value = Number(field.readBigUInt64LE(at))
    at += 8
    return value
  }
}
