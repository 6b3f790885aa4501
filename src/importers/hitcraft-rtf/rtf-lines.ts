import type { Line } from '../text/lines.ts'

const BACKSLASH = 0x5c
const OPEN = 0x7b
const CLOSE = 0x7d
const MINUS = 0x2d
const NEWLINE = 0x0a
const RETURN = 0x0d

/** Groups whose content is no text of the document. */
const HIDDEN = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'listtable',
  'listoverridetable',
  'rsidtbl',
  'generator',
  'themedata',
  'header',
  'footer',
])

const SYMBOLS: Readonly<Record<string, string>> = {
  tab: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: '\u2003',
  enspace: '\u2002',
  zwj: '\u200D',
  zwnj: '\u200C',
  ltrmark: '\u200E',
  rtlmark: '\u200F',
}

/** What a group inherits from the one around it. */
interface Group {
  readonly hidden: boolean
  /** How many characters stand in for each `\u` (`\ucN`). */
  readonly fallback: number
}

/**
 * The lines of an RTF document while it streams by (Rich Text Format Specification 1.9.1). A line ends
 * at `\par`, `\line` or a backslash before a newline; a newline alone means nothing. `\uN` is a UTF-16
 * unit, signed, so a pair of them makes a character beyond U+FFFF; `\'hh` is a byte of the code page
 * that `\ansicpgN` names.
 */
export class RtfLineReader {
  #rest: Buffer = Buffer.alloc(0)
  #offset = 0
  #number = 1
  #groups: Group[] = [{ hidden: false, fallback: 1 }]
  #codePage = new TextDecoder('windows-1252')
  #text = ''
  #lineStart = 0
  /** Characters still to leave out behind a `\u`. */
  #skip = 0
  #starred = false

  push(chunk: Uint8Array): Line[] {
    return this.#read(Buffer.concat([this.#rest, chunk]), false)
  }

  end(): Line[] {
    const lines = this.#read(this.#rest, true)
    if (this.#text.trim() !== '') lines.push(this.#line(this.#offset))
    return lines
  }

  #read(buffer: Buffer, atEnd: boolean): Line[] {
    const lines: Line[] = []
    let at = 0
    while (at < buffer.length) {
      const byte = buffer[at]
      if (byte === BACKSLASH) {
        const next = this.#control(buffer, at, atEnd, lines)
        if (next === undefined) break
        at = next
      } else if (byte === OPEN) {
        this.#groups.push(this.#group)
        this.#skip = 0
        at++
      } else if (byte === CLOSE) {
        if (this.#groups.length > 1) this.#groups.pop()
        this.#skip = 0
        at++
      } else {
        let end = at + 1
        while (end < buffer.length && isPlain(buffer[end])) end++
        if (byte !== NEWLINE && byte !== RETURN) this.#append(buffer.toString('latin1', at, end))
        at = byte === NEWLINE || byte === RETURN ? at + 1 : end
      }
    }
    this.#rest = buffer.subarray(at)
    this.#offset += at
    return lines
  }

  get #group(): Group {
    return this.#groups.at(-1) ?? { hidden: false, fallback: 1 }
  }

  /** @returns where to go on; undefined when the control may go on in the next bytes */
  #control(buffer: Buffer, at: number, atEnd: boolean, lines: Line[]): number | undefined {
    const next = buffer[at + 1]
    if (next === undefined) return atEnd ? buffer.length : undefined
    if (next === NEWLINE || next === RETURN) {
      const after = next === RETURN && buffer[at + 2] === NEWLINE ? at + 3 : at + 2
      this.#endLine(lines, this.#offset + after)
      return after
    }
    if (next === 0x27) {
      if (buffer.length < at + 4) return atEnd ? buffer.length : undefined
      const hex = buffer.toString('latin1', at + 2, at + 4)
      this.#append(this.#codePage.decode(Buffer.from(hex, 'hex')))
      return at + 4
    }
    if (!isLetter(next)) {
      this.#symbol(String.fromCharCode(next))
      return at + 2
    }
    const slice = buffer.toString('latin1', at + 1, at + 64)
    const match = /^([A-Za-z]{1,32})(-?\d{1,10})?( )?/.exec(slice)
    if (match === null) return at + 1
    const end = at + 1 + match[0].length
    // A lone minus at the end may be the sign of the number to come.
    const mayGoOn = end >= buffer.length || (end === buffer.length - 1 && buffer[end] === MINUS)
    if (mayGoOn && !atEnd) return undefined
    const value = match[2] === undefined ? undefined : Number(match[2])
    this.#word(match[1] ?? '', value, lines, this.#offset + end)
    return end
  }

  #symbol(symbol: string): void {
    if (symbol === '*') this.#starred = true
    else if (symbol === '~') this.#append('\u00A0')
    else if (symbol === '_') this.#append('\u2011')
    else if ('\\{}'.includes(symbol)) this.#append(symbol)
  }

  #word(word: string, value: number | undefined, lines: Line[], end: number): void {
    if (this.#starred || HIDDEN.has(word)) this.#inherit({ ...this.#group, hidden: true })
    this.#starred = false
    if (word === 'u' && value !== undefined) {
      this.#skip = 0
      this.#append(String.fromCharCode(value & 0xffff))
      this.#skip = this.#group.fallback
    } else if (word === 'uc') this.#inherit({ ...this.#group, fallback: value ?? 1 })
    else if (word === 'ansicpg') this.#codePage = codePage(value)
    else if (word === 'par' || word === 'line') this.#endLine(lines, end)
    else if (SYMBOLS[word] !== undefined) this.#append(SYMBOLS[word])
  }

  #inherit(group: Group): void {
    this.#groups[this.#groups.length - 1] = group
  }

  #append(text: string): void {
    if (this.#group.hidden) return
    const skipped = Math.min(this.#skip, text.length)
    this.#skip -= skipped
    this.#text += skipped === 0 ? text : text.slice(skipped)
  }

  #endLine(lines: Line[], end: number): void {
    if (!this.#group.hidden) lines.push(this.#line(end))
  }

  #line(end: number): Line {
    const line = { text: this.#text, offset: this.#lineStart, end, number: this.#number++ }
    this.#text = ''
    this.#lineStart = end
    return line
  }
}

function codePage(number: number | undefined): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(`windows-${number ?? 1252}`)
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder('windows-1252')
    throw error
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
