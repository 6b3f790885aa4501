import { crc32 } from 'node:zlib'
import { join } from 'node:path'
import type { FileSystem } from './file-system.ts'

/** What a frame is about, as its first byte. */
export const FRAME = {
  /** A thread's body as it will stand in its file; the payload is `<id JSON>\n<body>`. */
  thread: 0x54,
  /** A thread confirmed by a later export: `{"id", "asOf"}`. */
  sighting: 0x41,
  /** A record: `{"kind", "id", "record"}`. */
  record: 0x52,
  /** An erasure: `{"ids"}`. */
  erase: 0x45,
} as const

export interface Frame {
  readonly type: number
  readonly payload: Buffer
  /** Of the payload in its segment. */
  readonly offset: number
  /** Where the next frame begins. */
  readonly end: number
}

/** Where a payload lies. */
export interface LogPlace {
  readonly segment: number
  readonly offset: number
  readonly length: number
}

const HEADER = 9
const SEGMENT_BYTES = 64 * 1024 * 1024
/** No frame is longer; a length beyond it is a torn or damaged header. */
const MOST_BYTES = 1024 * 1024 * 1024

/**
 * The store's synced log: what was appended and synced is acknowledged. Segments `<n>.log` of frames,
 * each `length (4 bytes, little-endian) · CRC-32 of type and payload (4) · type (1) · payload`. A tail that
 * does not check was never acknowledged and is cut off by whoever writes next.
 */
export class Log {
  readonly #folder: string
  readonly #fs: FileSystem
  readonly #open = new Map<number, number>()

  constructor(folder: string, fs: FileSystem) {
    this.#folder = folder
    this.#fs = fs
    fs.makeFolder(folder)
  }

  /** Numbers of the segments, oldest first. */
  segments(): number[] {
    return this.#fs
      .list(this.#folder)
      .flatMap((name) => /^(\d+)\.log$/.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b)
  }

  /**
   * Appends frames and syncs them. The caller holds the writer's lock.
   * @param from where the valid part of the last segment ends, as the caller knows it
   * @returns the place of each payload, and where the segment now ends
   */
  append(
    frames: readonly { readonly type: number; readonly payload: Buffer }[],
    from: { segment: number; end: number },
  ): { places: LogPlace[]; segment: number; end: number } {
    let { segment, end } = from
    if (end >= SEGMENT_BYTES) {
      segment++
      end = 0
    }
    const isNew = !this.#fs.exists(this.#path(segment))
    const file = this.#file(segment)
    // A torn tail of a process that died, or of an append that ran out of space.
    if (this.#fs.size(file) > end) this.#fs.truncate(file, end)
    const places: LogPlace[] = []
    const chunks: Uint8Array[] = []
    let at = end
    for (const { type, payload } of frames) {
      const header = Buffer.alloc(HEADER)
      header.writeUInt32LE(payload.length, 0)
      header[8] = type
      header.writeUInt32LE(crc32(payload, crc32(header.subarray(8))), 4)
      chunks.push(header, payload)
      places.push({ segment, offset: at + HEADER, length: payload.length })
      at += HEADER + payload.length
    }
    this.#fs.append(file, Buffer.concat(chunks))
    this.#fs.sync(file)
    if (isNew) this.#fs.syncPath(this.#folder)
    return { places, segment, end: at }
  }

  /** The valid frames of a segment from an offset on, in order; stops at the first that does not check. */
  *frames(segment: number, from = 0): Generator<Frame> {
    const file = this.#file(segment)
    const size = this.#fs.size(file)
    let at = from
    while (at + HEADER <= size) {
      const header = this.#fs.readAt(file, at, HEADER)
      const length = header.readUInt32LE(0)
      if (length > MOST_BYTES || at + HEADER + length > size) return
      const payload = this.#fs.readAt(file, at + HEADER, length)
      if (crc32(payload, crc32(header.subarray(8, 9))) !== header.readUInt32LE(4)) return
      const end = at + HEADER + length
      yield { type: header[8] ?? 0, payload, offset: at + HEADER, end }
      at = end
    }
  }

  read({ segment, offset, length }: LogPlace): Buffer {
    return this.#fs.readAt(this.#file(segment), offset, length)
  }

  exists(segment: number): boolean {
    return this.#fs.exists(this.#path(segment))
  }

  /**
   * Makes a segment, empty, so that there is always one: a catalog that fell behind an emptied log is
   * told by it.
   */
  begin(segment: number): void {
    this.#file(segment)
    this.#fs.syncPath(this.#folder)
  }

  /** Drops a segment whose content is durable elsewhere. */
  drop(segment: number): void {
    this.#closeFile(segment)
    this.#fs.remove(this.#path(segment))
    // The oldest goes first for good: one that came back alone would put old words over new.
    this.#fs.syncPath(this.#folder)
  }

  close(): void {
    for (const segment of this.#open.keys()) this.#closeFile(segment)
  }

  #file(segment: number): number {
    const known = this.#open.get(segment)
    if (known !== undefined) return known
    const file = this.#fs.openAppend(this.#path(segment))
    this.#open.set(segment, file)
    return file
  }

  #closeFile(segment: number): void {
    const file = this.#open.get(segment)
    if (file !== undefined) this.#fs.close(file)
    this.#open.delete(segment)
  }

  #path(segment: number): string {
    return join(this.#folder, `${segment}.log`)
  }
}
