import { crc32 } from 'node:zlib'
import { join } from 'node:path'
import { isJsonObject, jsonFrom } from '../../../../domain/values/json.ts'
import { HitCraftError } from '../../../../errors/hitcraft-error.ts'
import { sumState, withSum } from '../../summed.ts'
import type { FileSystem } from './file-system.ts'

/** What a frame is about, as its first byte. */
export const FRAME = {
  /** A thread's body as it will stand in its file; the payload is `<id JSON>\n<body>`. */
  thread: 0x54,
  /** A thread confirmed by a later export: `{"id", "asOf"}`, with a checksum. */
  sighting: 0x41,
  /** A record: `{"kind", "id", "record"}`, with a checksum. */
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

/** Bytes of a segment that are no frame. */
export interface Gap {
  readonly offset: number
  readonly end: number
}

export function isFrame(piece: Frame | Gap): piece is Frame {
  return 'payload' in piece
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
 * each `length (4 bytes, little-endian) · CRC-32 of type and payload (4) · type (1) · payload`. Beside each
 * lies `<n>.end`, unsynced: how far it was acknowledged, for when the catalog, which knows, is lost.
 */
export class Log {
  readonly #folder: string
  readonly #fs: FileSystem
  readonly #open = new Map<number, OpenSegment>()

  constructor(folder: string, fs: FileSystem) {
    this.#folder = folder
    this.#fs = fs
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
   * @throws HitCraftError CORRUPT for a segment that is shorter than that
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
    const isNew = !this.exists(segment)
    // Nothing is acknowledged into a file that somebody has taken away.
    if (isNew) this.#closeFile(segment)
    const file = this.#forAppending(segment)
    const size = this.#fs.size(file)
    if (size < end) throw this.#damage(segment)
    // A torn tail of a process that died, or of an append that ran out of space.
    if (size > end) this.#fs.truncate(file, end)
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

  /** Notes down beside a segment how far it is acknowledged. */
  acknowledge(segment: number, end: number): void {
    this.#fs.write(this.#endPath(segment), withSum(JSON.stringify({ end })))
  }

  /** How far a segment was acknowledged at least. */
  acknowledged(segment: number): number {
    const path = this.#endPath(segment)
    const bytes = this.#fs.exists(path) ? this.#fs.read(path) : Buffer.alloc(0)
    if (sumState(bytes) !== 'holds') return 0
    const note = jsonFrom(bytes.toString('utf8'))
    return isJsonObject(note) && typeof note['end'] === 'number' ? note['end'] : 0
  }

  /** Bytes of a segment; 0 where it is missing. */
  size(segment: number): number {
    if (!this.exists(segment)) this.#closeFile(segment)
    const file = this.#forReading(segment)
    return file === undefined ? 0 : this.#fs.size(file)
  }

  /**
   * What a segment holds from an offset on, in order: the frames that check, and the gaps between them. A
   * gap at the end is a tail that was never acknowledged, or damage: the acknowledged end tells.
   */
  *scan(segment: number, from = 0): Generator<Frame | Gap> {
    const file = this.#forReading(segment)
    if (file === undefined) return
    const size = this.#fs.size(file)
    let at = from
    while (at < size) {
      const frame = this.#frameAt(file, at, size)
      if (frame !== undefined) {
        yield frame
        at = frame.end
        continue
      }
      const next = nextFrame(this.#fs.readAt(file, at, size - at))
      const end = next === undefined ? size : at + next
      yield { offset: at, end }
      at = end
    }
  }

  #frameAt(file: number, at: number, size: number): Frame | undefined {
    if (at + HEADER > size) return undefined
    const header = this.#fs.readAt(file, at, HEADER)
    const length = header.readUInt32LE(0)
    const end = at + HEADER + length
    if (length > MOST_BYTES || end > size) return undefined
    const payload = this.#fs.readAt(file, at + HEADER, length)
    if (crc32(payload, crc32(header.subarray(8, 9))) !== header.readUInt32LE(4)) return undefined
    return { type: header[8] ?? 0, payload, offset: at + HEADER, end }
  }

  /** @throws HitCraftError CORRUPT when the segment is missing */
  read({ segment, offset, length }: LogPlace): Buffer {
    const file = this.#forReading(segment)
    if (file === undefined) throw this.#damage(segment)
    return this.#fs.readAt(file, offset, length)
  }

  exists(segment: number): boolean {
    return this.#fs.exists(this.path(segment))
  }

  /**
   * Makes a segment, empty, so that there is always one: a catalog that fell behind an emptied log is
   * told by it.
   */
  begin(segment: number): void {
    this.#forAppending(segment)
    this.#fs.syncPath(this.#folder)
  }

  /** Drops a segment whose content is durable elsewhere. */
  drop(segment: number): void {
    this.#closeFile(segment)
    this.#fs.remove(this.path(segment))
    this.#fs.remove(this.#endPath(segment))
    // The oldest goes first for good: one that came back alone would put old words over new.
    this.#fs.syncPath(this.#folder)
  }

  close(): void {
    for (const segment of this.#open.keys()) this.#closeFile(segment)
  }

  path(segment: number): string {
    return join(this.#folder, `${segment}.log`)
  }

  #damage(segment: number): HitCraftError {
    return new HitCraftError('CORRUPT', `${this.path(segment)} is missing or too short`, {
      remedy: 'Run hitcraft doctor: it names what is lost; import that again.',
    })
  }

  #forReading(segment: number): number | undefined {
    const known = this.#open.get(segment)
    if (known !== undefined) return known.file
    if (!this.exists(segment)) return undefined
    const file = this.#fs.openRead(this.path(segment))
    this.#open.set(segment, { file, canAppend: false })
    return file
  }

  #forAppending(segment: number): number {
    const known = this.#open.get(segment)
    if (known?.canAppend === true) return known.file
    this.#closeFile(segment)
    const file = this.#fs.openAppend(this.path(segment))
    this.#open.set(segment, { file, canAppend: true })
    return file
  }

  #closeFile(segment: number): void {
    const known = this.#open.get(segment)
    if (known !== undefined) this.#fs.close(known.file)
    this.#open.delete(segment)
  }

  #endPath(segment: number): string {
    return join(this.#folder, `${segment}.end`)
  }
}

interface OpenSegment {
  readonly file: number
  readonly canAppend: boolean
}

const TYPES: ReadonlySet<number> = new Set(Object.values(FRAME))
const BRACE = 0x7b

/** Where behind its beginning the next frame lies that checks. */
function nextFrame(bytes: Buffer): number | undefined {
  for (let at = 1; at + HEADER < bytes.length; at++) {
    if (!TYPES.has(bytes[at + 8] ?? 0) || bytes[at + HEADER] !== BRACE) continue
    const end = at + HEADER + bytes.readUInt32LE(at)
    if (end <= bytes.length && crc32(bytes.subarray(at + 8, end)) === bytes.readUInt32LE(at + 4)) {
      return at
    }
  }
  return undefined
}
