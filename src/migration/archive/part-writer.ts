import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { MovedKind } from '../sources/moved-kinds.ts'
import type { WholeRecord } from '../sources/walked-record.ts'
import { lineOf } from './archive-line.ts'
import { partPath } from './layout.ts'

/** Chats are for their owner alone. */
const FILE_MODE = 0o600
const CHUNK_BYTES = 1024 * 1024

/** A part that lies on the disk, synced. */
export interface WrittenPart {
  readonly path: string
  readonly hash: string
  readonly bytes: number
  readonly records: number
}

/** Writes the records of one kind into parts, in the order given; memory holds about a megabyte of them. */
export class PartWriter {
  readonly written: WrittenPart[] = []
  readonly #folder: string
  readonly #kind: MovedKind
  readonly #most: number
  #file: FileHandle | undefined
  #hash: Hash = createHash('sha256')
  #bytes = 0
  #records = 0
  #lines: string[] = []
  #gathered = 0

  /** @param most bytes of a part; a record that is longer has one of its own */
  constructor(folder: string, kind: MovedKind, most: number) {
    this.#folder = folder
    this.#kind = kind
    this.#most = most
  }

  async add(records: readonly WholeRecord[]): Promise<void> {
    for (const record of records) {
      const line = lineOf(record)
      const size = Buffer.byteLength(line)
      if (this.#records > 0 && this.#bytes + this.#gathered + size > this.#most) {
        await this.end()
      }
      this.#lines.push(line)
      this.#gathered += size
      this.#records++
      if (this.#gathered >= CHUNK_BYTES) await this.#flush()
    }
  }

  /** Ends the part that is under way, if any. */
  async end(): Promise<void> {
    if (this.#records === 0) return
    await this.#flush()
    await this.#file?.sync()
    await this.close()
    const { length } = this.written
    const path = partPath(this.#kind, length + 1)
    const hash = this.#hash.digest('hex')
    this.written.push({ path, hash, bytes: this.#bytes, records: this.#records })
    this.#hash = createHash('sha256')
    this.#bytes = 0
    this.#records = 0
  }

  async close(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    await file?.close()
  }

  async #flush(): Promise<void> {
    const path = partPath(this.#kind, this.written.length + 1)
    this.#file ??= await open(join(this.#folder, path), 'wx', FILE_MODE)
    const bytes = Buffer.from(this.#lines.splice(0).join(''))
    this.#gathered = 0
    this.#hash.update(bytes)
    this.#bytes += bytes.length
    await this.#file.writeFile(bytes)
  }
}
