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
}

const NEWLINE = 0x0a
const RETURN = 0x0d

/** A line longer than this is cut: no text of an export comes near. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * The lines of a file while it streams by, their ends (LF, CRLF) left out. Decoded as UTF-8; a line that
 * is not UTF-8 is read in the Windows code page that its bytes speak for (1255 where most of what is not
 * ASCII lies where that has Hebrew letters, else 1252).
 */
export class LineReader {
  #rest: Buffer = Buffer.alloc(0)
  #offset: number
  #number: number

  constructor(offset = 0, number = 1) {
    this.#offset = offset
    this.#number = number
  }

  push(chunk: Uint8Array): Line[] {
    const buffer = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk])
    const lines: Line[] = []
    let from = 0
    for (let at = buffer.indexOf(NEWLINE); at !== -1; at = buffer.indexOf(NEWLINE, from)) {
      lines.push(this.#line(buffer, from, at, at + 1))
      from = at + 1
    }
    if (buffer.length - from > MOST_BYTES) {
      lines.push(this.#line(buffer, from, buffer.length, buffer.length))
      from = buffer.length
    }
    this.#rest = buffer.subarray(from)
    this.#offset += from
    return lines
  }

  /** The last line, when the file does not end with a line end. */
  end(): Line[] {
    const buffer = this.#rest
    this.#rest = Buffer.alloc(0)
    return buffer.length === 0 ? [] : [this.#line(buffer, 0, buffer.length, buffer.length)]
  }

  #line(buffer: Buffer, from: number, to: number, next: number): Line {
    const end = to > from && buffer[to - 1] === RETURN ? to - 1 : to
    const text = decodeLine(buffer.subarray(from, end))
    const offset = this.#offset + from
    return {
      // A byte order mark is no part of the first banner.
      text: offset === 0 ? text.replace(/^\uFEFF/, '') : text,
      offset,
      end: this.#offset + next,
      number: this.#number++,
    }
  }
}

const windows1252 = new TextDecoder('windows-1252')
const windows1255 = new TextDecoder('windows-1255')

function decodeLine(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  let high = 0
  let hebrew = 0
  for (const byte of bytes) {
    if (byte < 0x80) continue
    high++
    if (byte >= 0xe0 && byte <= 0xfa) hebrew++
  }
  // Latin text has its accents one by one, between plain letters; Hebrew is nearly nothing else.
  return (hebrew * 2 > high && high * 3 > bytes.length ? windows1255 : windows1252).decode(bytes)
}
