const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d
const QUOTE = 0x27
const MINUS = 0x2d
const NEWLINE = 0x0a
const RETURN = 0x0d
/** A control word with its number takes no more: 32 letters, a sign, 10 digits, a space. */
const LONGEST_WORD = 48

/** What reads the parts of a rich text document as they come. */
export interface RtfHandler {
  open(): void
  close(): void
  /** A control word and its number. @param end offset behind it */
  word(name: string, value: number | undefined, end: number): void
  /** A control symbol; a backslash before a line end is `\n`. @param end offset behind it */
  symbol(symbol: string, end: number): void
  /** Bytes of text. @param isPlain whether they stand as they are, not in hexadecimal */
  bytes(bytes: Buffer, isPlain: boolean): void
}

/** Splits rich text into its parts while it streams by (Rich Text Format Specification 1.9.1). */
export class RtfTokens {
  readonly #handler: RtfHandler
  #rest: Buffer = Buffer.alloc(0)
  #offset = 0
  #at = 0
  /** Bytes of a `\bin` still to leave out. */
  #binary = 0

  constructor(handler: RtfHandler) {
    this.#handler = handler
  }

  /** Of the part that is being read; at the end, the size of the document. */
  get offset(): number {
    return this.#offset + this.#at
  }

  push(chunk: Uint8Array, atEnd = false): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const buffer = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes])
    let at = 0
    while (at < buffer.length) {
      this.#at = at
      const next = this.#part(buffer, at, atEnd)
      if (next === undefined) break
      at = next
    }
    this.#rest = Buffer.from(buffer.subarray(at))
    this.#offset += at
    this.#at = 0
  }

  /** @returns where the next part begins; undefined when this one may go on in the next bytes */
  #part(buffer: Buffer, at: number, atEnd: boolean): number | undefined {
    if (this.#binary > 0) {
      const skipped = Math.min(this.#binary, buffer.length - at)
      this.#binary -= skipped
      return at + skipped
    }
    const byte = buffer[at]
    if (byte === BACKSLASH) return this.#control(buffer, at, atEnd)
    if (byte === OPEN) this.#handler.open()
    else if (byte === CLOSE) this.#handler.close()
    else if (byte !== NEWLINE && byte !== RETURN) {
      let end = at + 1
      while (end < buffer.length && isPlain(buffer[end])) end++
      this.#handler.bytes(buffer.subarray(at, end), true)
      return end
    }
    return at + 1
  }

  #control(buffer: Buffer, at: number, atEnd: boolean): number | undefined {
    const next = buffer[at + 1]
    if (next === undefined) return atEnd ? buffer.length : undefined
    if (next === NEWLINE || next === RETURN) {
      if (next === RETURN && buffer[at + 2] === undefined && !atEnd) return undefined
      const after = next === RETURN && buffer[at + 2] === NEWLINE ? at + 3 : at + 2
      this.#handler.symbol('\n', this.#offset + after)
      return after
    }
    if (next === QUOTE) {
      if (buffer.length < at + 4) return atEnd ? buffer.length : undefined
      const hex = Buffer.from(buffer.toString('latin1', at + 2, at + 4), 'hex')
      if (hex.length === 0) return at + 2
      this.#handler.bytes(hex, false)
      return at + 4
    }
    if (!isLetter(next)) {
      this.#handler.symbol(String.fromCharCode(next), this.#offset + at + 2)
      return at + 2
    }
    const slice = buffer.toString('latin1', at + 1, at + 1 + LONGEST_WORD)
    const [whole = '', name = '', number] = /^([A-Za-z]{1,32})(-?\d{1,10})? ?/.exec(slice) ?? []
    const end = at + 1 + whole.length
    // A lone minus at the end may be the sign of the number to come.
    const mayGoOn = end >= buffer.length || (end === buffer.length - 1 && buffer[end] === MINUS)
    if (mayGoOn && !atEnd && !whole.endsWith(' ')) return undefined
    const value = number === undefined ? undefined : Number(number)
    if (name === 'bin') this.#binary = Math.max(0, value ?? 0)
    else this.#handler.word(name, value, this.#offset + end)
    return end
  }
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}

function isPlain(byte: number | undefined): boolean {
  return (
    byte !== BACKSLASH && byte !== OPEN && byte !== CLOSE && byte !== NEWLINE && byte !== RETURN
  )
}
