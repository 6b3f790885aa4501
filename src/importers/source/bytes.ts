/** Something found wrong while bytes were read: they end there, or go on without what is meant. */
export interface Trouble {
  readonly reason: string
  /** Bytes, as they lie packed, that are not in what was read. */
  readonly length: number
}

export type Tell = (trouble: Trouble) => void

/** Bytes that can be read from any place on, any number of times. What is damaged is told, not thrown. */
export interface Bytes {
  read(from: number, tell: Tell): AsyncIterable<Uint8Array>
}

/** Chunks without their first bytes. */
export async function* withoutFirst(
  chunks: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let skip = bytes
  for await (const chunk of chunks) {
    if (skip >= chunk.length) skip -= chunk.length
    else {
      yield skip === 0 ? chunk : chunk.subarray(skip)
      skip = 0
    }
  }
}

/** The first bytes, fewer where there are no more. */
export async function firstBytes(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): Promise<Buffer> {
  const reader = new ByteReader(chunks)
  try {
    return await reader.peek(length)
  } finally {
    await reader.close()
  }
}

/** Takes chunks apart into pieces of the lengths that are wanted. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Buffer = Buffer.alloc(0)
  #offset: number

  /** @param offset of the first byte */
  constructor(chunks: AsyncIterable<Uint8Array>, offset = 0) {
    this.#chunks = chunks[Symbol.asyncIterator]()
    this.#offset = offset
  }

  /** Of the byte that comes next. */
  get offset(): number {
    return this.#offset
  }

  /** The next bytes, which stay: fewer than asked for at the end alone. */
  async peek(length: number): Promise<Buffer> {
    const parts = [this.#held]
    let got = this.#held.length
    while (got < length) {
      const { done, value } = await this.#chunks.next()
      if (done === true) break
      parts.push(asBuffer(value))
      got += value.length
    }
    if (parts.length > 1) this.#held = Buffer.concat(parts)
    return this.#held.subarray(0, length)
  }

  async take(length: number): Promise<Buffer> {
    const bytes = await this.peek(length)
    this.#held = this.#held.subarray(bytes.length)
    this.#offset += bytes.length
    return bytes
  }

  /** Whatever comes next, at most so much; undefined at the end. */
  async next(most: number): Promise<Buffer | undefined> {
    if (this.#held.length === 0) {
      const { done, value } = await this.#chunks.next()
      if (done === true) return undefined
      this.#held = asBuffer(value)
    }
    return this.take(Math.min(most, this.#held.length))
  }

  /** Puts bytes back that were taken last. */
  unread(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#held = this.#held.length === 0 ? bytes : Buffer.concat([bytes, this.#held])
    this.#offset -= bytes.length
  }

  /** Passes over zero bytes, which fill up a tape or a block. */
  async skipZeros(): Promise<void> {
    for (;;) {
      const chunk = await this.next(CHUNK)
      if (chunk === undefined) return
      const at = chunk.findIndex((byte) => byte !== 0)
      if (at === -1) continue
      this.unread(chunk.subarray(at))
      return
    }
  }

  /** Reads to the end. @returns how many bytes there were */
  async drain(): Promise<number> {
    const start = this.#offset
    while ((await this.next(CHUNK)) !== undefined) continue
    return this.#offset - start
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}

/** Bytes that are read or unpacked at once: so few that they and their texts are not mapped one by one. */
export const CHUNK = 64 * 1024

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
