import { isUtf8 } from 'node:buffer'

/** One line of a file, without its end. */
export interface Line {
  readonly text: string
  /** Byte offset of its first byte. */
  readonly offset: number
  /** Of the byte behind its end. */
  readonly end: number
  /** 1-based. */
  readonly number: number
  /** Whether it goes on with the line before: that one was too long to be held whole. */
  readonly goesOn?: boolean
  /** Whether some of its bytes are no character: each is shown as U+FFFD. */
  readonly broken?: boolean
}

/** How the bytes of a line become text. */
export type Decode = (bytes: Buffer) => string

const NEWLINE = 0x0a
const RETURN = 0x0d

/** A line longer than this comes in pieces. */
const MOST_BYTES = 4 * 1024 * 1024

/**
 * The lines of a file while it streams by. A line ends with LF, CRLF or CR; its end is left out. Time is
 * linear whatever the chunks: only new bytes are searched.
 */
export class LineReader {
  readonly #decode: Decode
  /** Bytes of a line that has not ended. */
  #held: Buffer[] = []
  #heldBytes = 0
  #offset: number
  #number: number
  #goesOn = false
  /** Whether the last chunk ended with CR, so that a LF to come belongs to it. */
  #afterReturn = false

  constructor(decode: Decode, offset = 0, number = 1) {
    this.#decode = decode
    this.#offset = offset
    this.#number = number
  }

  push(chunk: Uint8Array): Line[] {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const lines: Line[] = []
    if (buffer.length === 0) return lines
    let from = 0
    if (this.#afterReturn) {
      from = buffer[0] === NEWLINE ? 1 : 0
      this.#afterReturn = false
      lines.push(this.#line(Buffer.alloc(0), 1 + from))
    }
    let newline = buffer.indexOf(NEWLINE, from)
    let carriage = buffer.indexOf(RETURN, from)
    while (newline !== -1 || carriage !== -1) {
      const isReturn = carriage !== -1 && (newline === -1 || carriage < newline)
      const to = isReturn ? carriage : newline
      if (isReturn && to === buffer.length - 1) {
        this.#hold(buffer.subarray(from, to))
        this.#afterReturn = true
        return lines
      }
      const next = isReturn && newline === to + 1 ? to + 2 : to + 1
      lines.push(this.#line(buffer.subarray(from, to), next - to))
      from = next
      if (newline !== -1 && newline < from) newline = buffer.indexOf(NEWLINE, from)
      if (carriage !== -1 && carriage < from) carriage = buffer.indexOf(RETURN, from)
    }
    this.#hold(buffer.subarray(from))
    this.#cutLong(lines)
    return lines
  }

  /** The last line, when the file does not end with a line end. */
  end(): Line[] {
    if (this.#afterReturn) return [this.#line(Buffer.alloc(0), 1)]
    return this.#heldBytes === 0 ? [] : [this.#line(Buffer.alloc(0), 0)]
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
  }

  /** Gives up pieces of a fixed size, so that they do not depend on the chunks. */
  #cutLong(lines: Line[]): void {
    if (this.#heldBytes <= MOST_BYTES) return
    const all = Buffer.concat(this.#held)
    let from = 0
    while (all.length - from > MOST_BYTES) {
      const to = from + wholeCharacters(all, from, from + MOST_BYTES)
      this.#held = []
      this.#heldBytes = 0
      lines.push(this.#line(all.subarray(from, to), 0))
      this.#goesOn = true
      this.#number--
      from = to
    }
    this.#held = [all.subarray(from)]
    this.#heldBytes = all.length - from
  }

  /** @param endBytes bytes of its line end */
  #line(last: Buffer, endBytes: number): Line {
    const bytes = this.#held.length === 0 ? last : Buffer.concat([...this.#held, last])
    const end = this.#offset + bytes.length + endBytes
    const text = this.#decode(bytes)
    const line = {
      text,
      offset: this.#offset,
      end,
      number: this.#number++,
      ...(this.#goesOn ? { goesOn: true } : {}),
      ...(text.includes('\uFFFD') && !isUtf8(bytes) ? { broken: true } : {}),
    }
    this.#held = []
    this.#heldBytes = 0
    this.#offset = end
    this.#goesOn = false
    return line
  }
}

/** How many of the bytes can be taken without cutting a character: up to the last ASCII byte, if one is near. */
function wholeCharacters(bytes: Buffer, from: number, to: number): number {
  for (let at = to; at > from && at > to - 64; at--) {
    if ((bytes[at - 1] ?? 0x80) < 0x80) return at - from
  }
  for (let at = to; at > from && at > to - 4; at--) {
    if (((bytes[at] ?? 0) & 0xc0) !== 0x80) return at - from
  }
  return to - from
}
