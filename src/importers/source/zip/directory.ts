import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Trouble } from '../bytes.ts'
import { CHUNK } from '../bytes.ts'
import type { FileBytes } from '../file-bytes.ts'
import { centralEntry, CENTRAL_SIGNATURE } from './zip-entry.ts'
import type { ZipEntry } from './zip-entry.ts'

/** The list of members at a zip's end. */
export interface ZipDirectory {
  /** In the order of the directory. */
  readonly entries: readonly ZipEntry[]
  /** Where it begins, and where the zip ends behind it. */
  readonly start: number
  readonly end: number
  /** Bytes before the zip: a program that unpacks itself, or another file. */
  readonly base: number
  /** What does not fit. */
  readonly troubles: readonly Trouble[]
}

interface End {
  readonly start: number
  readonly size: number
  readonly count: number
  readonly base: number
  readonly end: number
}

const END = Buffer.from('PK\u0005\u0006')
const END_LENGTH = 22
const LOCATOR_LENGTH = 20
const LOCATOR_SIGNATURE = 0x07064b50
const END64_SIGNATURE = 0x06064b50
const END64_LENGTH = 56
/** A directory is held in memory; this is that of some millions of members. */
const MOST_BYTES = 512 * 1024 * 1024

/**
 * The directory, wherever in the file it ends: bytes before the zip and behind it are allowed for.
 *
 * @returns undefined where there is none
 * @throws HitCraftError UNSUPPORTED for a part of a split zip, or a directory beyond all measure
 */
export async function readDirectory(file: FileBytes): Promise<ZipDirectory | undefined> {
  for await (const at of endsBackward(file)) {
    const end = await readEnd(file, at)
    if (end !== undefined) return readEntries(file, end)
  }
  return undefined
}

/** Places that look like the end of a directory, the last first. */
async function* endsBackward(file: FileBytes): AsyncGenerator<number> {
  for (let to = file.size; to > 0; to -= CHUNK) {
    const from = Math.max(0, to - CHUNK)
    // A mark across the seam is seen from its first byte on.
    const bytes = await file.at(from, Math.min(file.size, to + END.length - 1) - from)
    let at = bytes.lastIndexOf(END)
    while (at !== -1) {
      yield from + at
      at = at === 0 ? -1 : bytes.lastIndexOf(END, at - 1)
    }
  }
}

/** @returns undefined where it is no end that fits this file */
async function readEnd(file: FileBytes, at: number): Promise<End | undefined> {
  const bytes = await file.at(at, END_LENGTH)
  if (bytes.length < END_LENGTH) return undefined
  const disk = bytes.readUInt16LE(4)
  const narrow = {
    count: bytes.readUInt16LE(10),
    size: bytes.readUInt32LE(12),
    offset: bytes.readUInt32LE(16),
    at,
  }
  const stated = (await readEnd64(file, at)) ?? narrow
  const end = Math.min(file.size, at + END_LENGTH + bytes.readUInt16LE(20))
  // Offsets count from the zip's first byte, or, where something was put before it, from the file's.
  for (const base of [stated.at - stated.size - stated.offset, 0]) {
    const start = base + stated.offset
    if (base < 0 || start + stated.size > stated.at) continue
    const isEmpty = stated.count === 0 && stated.size === 0
    const mark = await file.at(start, 4)
    if (isEmpty || (mark.length === 4 && mark.readUInt32LE(0) === CENTRAL_SIGNATURE)) {
      return { start, size: stated.size, count: stated.count, base, end }
    }
  }
  if (disk !== 0 && disk !== 0xffff && end === file.size) throw splitZip(file.name)
  return undefined
}

async function readEnd64(file: FileBytes, endAt: number) {
  if (endAt < LOCATOR_LENGTH + END64_LENGTH) return undefined
  const locator = await file.at(endAt - LOCATOR_LENGTH, LOCATOR_LENGTH)
  if (locator.readUInt32LE(0) !== LOCATOR_SIGNATURE) return undefined
  const places = [Number(locator.readBigUInt64LE(8)), endAt - LOCATOR_LENGTH - END64_LENGTH]
  for (const at of places) {
    if (at + END64_LENGTH > endAt) continue
    const bytes = await file.at(at, END64_LENGTH)
    if (bytes.length < END64_LENGTH || bytes.readUInt32LE(0) !== END64_SIGNATURE) continue
    const [count, size, offset] = [32, 40, 48].map((field) => Number(bytes.readBigUInt64LE(field)))
    return { count: count ?? 0, size: size ?? 0, offset: offset ?? 0, at }
  }
  return undefined
}

async function readEntries(file: FileBytes, end: End): Promise<ZipDirectory> {
  if (end.size > MOST_BYTES) {
    throw new HitCraftError('UNSUPPORTED', `${file.name} has a directory of ${end.size} bytes`, {
      remedy: 'Unpack it first and import what is in it.',
    })
  }
  const bytes = await file.at(end.start, end.size)
  const entries: ZipEntry[] = []
  let at = 0
  for (;;) {
    const read = centralEntry(bytes, at, end.base)
    if (read === undefined) break
    entries.push(read.entry)
    at += read.length
  }
  const troubles: Trouble[] = []
  // Without zip64 the count is kept in 16 bits alone.
  if (entries.length !== end.count && entries.length % 0x10000 !== end.count) {
    const reason = `the directory of the zip states ${end.count} members and holds ${entries.length}`
    troubles.push({ reason, length: bytes.length - at })
  }
  return { entries, start: end.start, end: end.end, base: end.base, troubles }
}

export function splitZip(name: string): HitCraftError {
  return new HitCraftError('UNSUPPORTED', `${name} is one part of a zip that was split`, {
    remedy: 'Join the parts first: zip -s 0 PART.zip --out WHOLE.zip.',
  })
}
