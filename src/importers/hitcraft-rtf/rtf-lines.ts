import { isAscii, isUtf8 } from 'node:buffer'
import type { Reject } from '../../domain/import-record.ts'
import type { Line } from '../text/lines.ts'
import { decoderOf } from './code-pages.ts'
import { destinationOf, SHOWN_IN } from './destinations.ts'
import type { Destination } from './destinations.ts'
import { Fonts } from './fonts.ts'
import { RtfTokens } from './rtf-tokens.ts'
import type { RtfHandler } from './rtf-tokens.ts'

const SYMBOL_WORDS: Readonly<Record<string, string>> = {
  tab: '\t',
  cell: '\t',
  nestcell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: '\u2003',
  enspace: '\u2002',
  qmspace: '\u2005',
  zwbo: '\u200B',
  zwnbo: '\u2060',
  zwj: '\u200D',
  zwnj: '\u200C',
  ltrmark: '\u200E',
  rtlmark: '\u200F',
}
const SYMBOLS: Readonly<Record<string, string>> = {
  '~': '\u00A0',
  _: '\u2011',
  '-': '\u00AD',
  '\t': '\t',
}
const LINE_ENDS = new Set(['par', 'line', 'softline', 'row', 'nestrow', 'sect', 'page'])
const ROW_ENDS = new Set(['row', 'nestrow'])
/** The code page of a document that names its machine alone. */
const MACHINES: Readonly<Record<string, number>> = { ansi: 1252, mac: 10000, pc: 437, pca: 850 }

/** What a group inherits from the one around it. */
interface Group {
  readonly destination: Destination
  readonly font: number | undefined
  /** How many characters stand in for each `\u` (`\ucN`). */
  readonly fallback: number
  /** Where it begins, for a group that hides what it holds. */
  readonly offset: number
}

/** A group, and how many groups within each other are like it so far: depth costs no memory. */
interface Frame {
  group: Group
  depth: number
}

const UTF8 = 65001
const DOCUMENT: Group = { destination: 'words', font: undefined, fallback: 1, offset: 0 }

/**
 * The lines of an RTF document while it streams by. A line ends at a paragraph, a line break, a row of a
 * table, or a backslash before a newline; a newline alone means nothing. `\uN` is a UTF-16 unit; `\'hh`
 * and plain bytes are in the code page of the font they stand in.
 */
export class RtfLineReader implements RtfHandler {
  readonly #tokens = new RtfTokens(this)
  #fonts = new Fonts()
  #frames: Frame[] = [{ group: DOCUMENT, depth: 0 }]
  #depth = 0
  /** Where the last group was opened. */
  #openedAt = 0
  #lines: Line[] = []
  #number = 1
  #lineStart = 0
  #text = ''
  /** Bytes that are not decoded yet: a character may go on in the next. */
  #bytes = Buffer.alloc(1024)
  #length = 0
  #page = 1252
  /** Whether they stand in the document as they are, which rich text allows to ASCII alone. */
  #isRaw = false
  #isBroken = false
  /** Characters still to leave out behind a `\u`. */
  #skip = 0
  /** Whether the group has just begun, and whether `\*` stood in it. */
  #isNew = false
  #isStarred = false
  /** Bytes by the unknown page they are in, and characters beside the document's words. */
  readonly #unknown = new Map<number, number>()
  #aside = 0
  #foreign = 0
  #surplus = 0

  push(chunk: Uint8Array): Line[] {
    this.#tokens.push(chunk)
    return this.#takeLines()
  }

  end(): Line[] {
    this.#tokens.push(new Uint8Array(), true)
    this.#flush()
    if (this.#text.trim() !== '') this.#endLine(this.#tokens.offset)
    return this.#takeLines()
  }

  /** What the reader of the import's record should know, when the document has ended. */
  notes(): string[] {
    const notes: string[] = []
    for (const [page, bytes] of this.#unknown) {
      notes.push(
        `${bytes} bytes are in code page ${page}, which is not known; each is shown as U+FFFD`,
      )
    }
    if (this.#foreign > 0) {
      notes.push(
        `${this.#foreign} pieces of text that are UTF-8, and no rich text, were read as UTF-8`,
      )
    }
    if (this.#aside > 0) {
      notes.push(
        `${this.#aside} characters in page headers, footnotes, comments and boxes were passed over`,
      )
    }
    if (this.#surplus > 0) notes.push('the rich text closes more groups than it opens')
    if (this.#depth > 0) notes.push('the rich text ends before its groups are closed')
    return notes
  }

  /** A group that hides all that follows because its end is missing. */
  rejects(): Reject[] {
    const hidden = this.#frames.find(({ group }) => group.destination !== 'words')?.group
    if (hidden === undefined) return []
    const length = this.#tokens.offset - hidden.offset
    const reason = 'a group of the rich text that is never closed; what is in it cannot be read'
    return [{ offset: hidden.offset, length, reason }]
  }

  open(): void {
    const top = this.#frames.at(-1)
    if (top !== undefined) top.depth++
    this.#depth++
    this.#openedAt = this.#tokens.offset
    this.#skip = 0
    this.#isNew = true
    this.#isStarred = false
  }

  close(): void {
    const top = this.#frames.at(-1)
    if (this.#depth === 0) this.#surplus++
    else {
      this.#depth--
      if (top !== undefined && top.depth > 0) top.depth--
      else this.#frames.pop()
    }
    this.#skip = 0
    this.#isNew = false
    this.#isStarred = false
  }

  symbol(symbol: string, end: number): void {
    if (symbol === '*' && this.#isNew) {
      this.#isStarred = true
      return
    }
    this.#isNew = false
    if (symbol === '\n') this.#endLine(end)
    else if (SYMBOLS[symbol] !== undefined) this.#append(SYMBOLS[symbol])
    else if ('\\{}'.includes(symbol)) this.bytes(Buffer.from(symbol), false)
  }

  word(name: string, value: number | undefined, end: number): void {
    if (this.#isNew && this.#enter(name)) return
    this.#isNew = false
    const group = this.#group
    if (name === 'rtf' && this.#depth === 1) this.#fonts = new Fonts()
    else if (group.destination === 'fonts') this.#fonts.define(name, value)
    else if (name === 'u' && value !== undefined) this.#unicode(value)
    else if (name === 'uc') this.#set({ ...group, fallback: Math.max(0, value ?? 1) })
    else if (name === 'f' && value !== undefined) this.#set({ ...group, font: value })
    else if (name === 'plain') this.#set({ ...group, font: undefined })
    else if (name === 'deff') this.#fonts.main = value
    else if (name === 'ansicpg' && (value ?? 0) > 0)
      this.#fonts.setDocumentPage(value ?? 1252, true)
    else if (MACHINES[name] !== undefined) this.#fonts.setDocumentPage(MACHINES[name], false)
    else if (LINE_ENDS.has(name)) this.#endLine(end, ROW_ENDS.has(name))
    else if (SYMBOL_WORDS[name] !== undefined) this.#append(SYMBOL_WORDS[name])
  }

  bytes(bytes: Buffer, isPlain: boolean): void {
    this.#isNew = false
    const skipped = Math.min(this.#skip, bytes.length)
    this.#skip -= skipped
    const { destination, font } = this.#group
    if (destination === 'aside') this.#aside += bytes.length - skipped
    if (destination !== 'words' || skipped === bytes.length) return
    const page = this.#fonts.pageOf(font)
    const isRaw = isPlain && ((this.#isRaw && page === this.#page) || !isAscii(bytes))
    if (page !== this.#page || isRaw !== this.#isRaw) this.#flush()
    this.#page = page
    this.#isRaw = isRaw
    this.#keep(bytes.subarray(skipped))
  }

  get #group(): Group {
    return this.#frames.at(-1)?.group ?? DOCUMENT
  }

  /** Changes the innermost group. */
  #set(group: Group): void {
    const top = this.#frames.at(-1)
    if (top === undefined || top.depth === 0)
      this.#frames[this.#frames.length - 1] = { group, depth: 0 }
    else {
      top.depth--
      this.#frames.push({ group, depth: 0 })
    }
  }

  /** Whether a word at the beginning of a group says what stands in it. */
  #enter(name: string): boolean {
    const destination = destinationOf(name, this.#isStarred)
    this.#isStarred = false
    if (destination === undefined) return false
    this.#isNew = false
    const group = this.#group
    // A new group is as the one around it until it says otherwise.
    const around = group.destination
    const isShown = around === 'words' || around === SHOWN_IN.get(name)
    if (isShown) this.#set({ ...group, destination, offset: this.#openedAt })
    return true
  }

  #unicode(value: number): void {
    this.#skip = 0
    const code = value < 0 ? value & 0xffff : value
    this.#append(code > 0x10ffff ? '\uFFFD' : String.fromCodePoint(code))
    this.#skip = this.#group.fallback
  }

  #append(text: string): void {
    if (this.#skip > 0) {
      this.#skip--
      return
    }
    const { destination } = this.#group
    if (destination === 'aside') this.#aside++
    if (destination !== 'words') return
    this.#flush()
    this.#text += text
  }

  #keep(bytes: Buffer): void {
    const length = this.#length + bytes.length
    if (length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#length)], length * 2)
    }
    bytes.copy(this.#bytes, this.#length)
    this.#length = length
  }

  #flush(): void {
    if (this.#length === 0) return
    const bytes = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    const isForeign = this.#isRaw && this.#page !== UTF8 && isUtf8(bytes)
    this.#isRaw = false
    if (isForeign) this.#foreign++
    const decode = decoderOf(isForeign ? UTF8 : this.#page)
    if (decode === undefined) {
      const upper = bytes.filter((byte) => byte >= 0x80).length
      if (upper > 0) this.#unknown.set(this.#page, (this.#unknown.get(this.#page) ?? 0) + upper)
    }
    const text = decode?.(bytes) ?? bytes.toString('latin1').replace(/[\x80-\xFF]/g, '\uFFFD')
    this.#isBroken ||= text.includes('\uFFFD')
    this.#text += text
  }

  #endLine(end: number, isRow = false): void {
    if (this.#group.destination !== 'words') return
    this.#flush()
    // The mark of a row's last cell separates it from nothing.
    const text = isRow && this.#text.endsWith('\t') ? this.#text.slice(0, -1) : this.#text
    this.#skip = 0
    this.#lines.push({
      text,
      offset: this.#lineStart,
      end,
      number: this.#number++,
      ...(this.#isBroken ? { broken: true } : {}),
    })
    this.#text = ''
    this.#isBroken = false
    this.#lineStart = end
  }

  #takeLines(): Line[] {
    const lines = this.#lines
    this.#lines = []
    return lines
  }
}
