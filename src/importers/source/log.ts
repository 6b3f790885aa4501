import type { Reject } from '../../domain/import-record.ts'
import type { ByteSource } from '../importer.ts'
import type { Bytes, Tell } from './bytes.ts'
import { firstBytes, withoutFirst } from './bytes.ts'
import type { FileBytes } from './file-bytes.ts'
import { fromUtf16, utf16Of } from './utf16.ts'

/** Which part of the imported file something takes, in its packed bytes. */
export interface Share {
  readonly start: number
  readonly length: number
}

/** A log with all containers around it opened. */
export class Log implements ByteSource {
  readonly name: string
  /** The part of the imported file that it takes. */
  readonly share: Share
  readonly #bytes: Bytes
  readonly #file: FileBytes
  readonly #within: Share
  #encoding: 'utf-16le' | 'utf-16be' | undefined
  #rejects: Reject[] = []

  /**
   * @param file what its packed bytes are read from
   * @param within where they lie in that file
   */
  constructor(
    name: string,
    bytes: Bytes,
    place: { file: FileBytes; within: Share; share: Share },
    head: Buffer,
  ) {
    this.name = name
    this.share = place.share
    this.#file = place.file
    this.#within = place.within
    this.#bytes = bytes
    this.#encoding = utf16Of(head)
  }

  /** What the last reading could not unpack, each once it was come to. */
  get rejects(): readonly Reject[] {
    return this.#rejects
  }

  /** How much of its packed bytes the reading under way has passed, 0 to 1. */
  get passed(): number {
    const { start, length } = this.#within
    return length === 0 ? 1 : Math.min(1, Math.max(0, (this.#file.position - start) / length))
  }

  async *read(from = 0): AsyncGenerator<Uint8Array> {
    const rejects: Reject[] = []
    this.#rejects = rejects
    let offset = from
    const tell: Tell = ({ reason, length }) => void rejects.push({ offset, length, reason })
    const chunks =
      this.#encoding === undefined
        ? this.#bytes.read(from, tell)
        : withoutFirst(fromUtf16(this.#bytes.read(0, tell), this.#encoding, tell), from)
    for await (const chunk of chunks) {
      yield chunk
      offset += chunk.length
    }
  }
}

/** The first bytes, and what is wrong with a file that gives none. */
export async function headOf(bytes: Bytes, length: number) {
  const troubles: string[] = []
  const head = await firstBytes(
    bytes.read(0, ({ reason }) => void troubles.push(reason)),
    length,
  )
  return { head, troubles }
}
