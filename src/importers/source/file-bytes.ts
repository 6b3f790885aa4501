import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { Bytes } from './bytes.ts'
import { CHUNK } from './bytes.ts'
import { readError } from './read-error.ts'

/**
 * An open file as it was when it was opened: what is appended later is not read. One handle serves all
 * reading, so the number of open files does not grow with what a file holds.
 */
export class FileBytes implements Bytes {
  readonly name: string
  readonly size: number
  readonly #file: FileHandle
  readonly #modified: number
  /** Behind the last byte that was read. */
  #at = 0

  private constructor(name: string, file: FileHandle, size: number, modified: number) {
    this.name = name
    this.#file = file
    this.size = size
    this.#modified = modified
  }

  /** @throws HitCraftError NOT_FOUND, PERMISSION, INVALID_INPUT for what is no regular file */
  static async open(path: string, name: string): Promise<FileBytes> {
    try {
      // Without O_NONBLOCK a pipe would wait for its writer.
      const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
      try {
        return await FileBytes.over(file, name)
      } catch (error) {
        await file.close()
        throw error
      }
    } catch (error) {
      throw readError(error, name)
    }
  }

  /** Over a handle, which is closed by `close`. */
  static async over(file: FileHandle, name: string): Promise<FileBytes> {
    const stats = await file.stat()
    if (stats.isDirectory()) {
      throw new HitCraftError('INVALID_INPUT', `${name} is a folder, not a file`, {
        remedy: 'Name the files in it.',
      })
    }
    if (!stats.isFile()) {
      throw new HitCraftError('INVALID_INPUT', `${name} is a pipe or a device, not a file`, {
        remedy: 'Read it from standard input: hitcraft import - < FILE.',
      })
    }
    return new FileBytes(name, file, stats.size, stats.mtimeMs)
  }

  /** Where reading is: behind the last byte that was read. */
  get position(): number {
    return this.#at
  }

  async *read(from: number): AsyncGenerator<Uint8Array> {
    yield* this.slice(from, this.size)
  }

  async *slice(from: number, to: number): AsyncGenerator<Uint8Array> {
    for (let at = from; at < to;) {
      const bytes = await this.at(at, Math.min(CHUNK, to - at))
      if (bytes.length === 0) throw this.#changed()
      at += bytes.length
      this.#at = at
      yield bytes
    }
  }

  /** The bytes at a place; fewer at the end of the file. */
  async at(offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length)
    let got = 0
    try {
      while (got < length) {
        const { bytesRead } = await this.#file.read(buffer, got, length - got, offset + got)
        if (bytesRead === 0) break
        got += bytesRead
      }
    } catch (error) {
      throw readError(error, this.name)
    }
    return buffer.subarray(0, got)
  }

  /** SHA-256 of all of it. @throws INTERRUPTED and what reading throws */
  async hash(signal?: AbortSignal): Promise<string> {
    const hash = createHash('sha256')
    for await (const chunk of this.read(0)) {
      signal?.throwIfAborted()
      hash.update(chunk)
    }
    signal?.throwIfAborted()
    return hash.digest('hex')
  }

  /** Whether the file was written to since it was opened: `grown` when all that was there still is. */
  async change(hash: string, signal?: AbortSignal): Promise<'none' | 'grown' | 'changed'> {
    const { size, mtimeMs } = await this.#file.stat()
    if (size === this.size && mtimeMs === this.#modified) return 'none'
    if (size < this.size || (await this.hash(signal)) !== hash) return 'changed'
    return size > this.size ? 'grown' : 'none'
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  #changed(): HitCraftError {
    return new HitCraftError('INVALID_INPUT', `${this.name} was cut while it was read`, {
      remedy: 'Import it again when nobody writes to it.',
    })
  }
}
