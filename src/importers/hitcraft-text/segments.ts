import type { Line } from '../text/lines.ts'

/** What a stretch of text may be, were it no part of a message's words. */
export type Mark =
  | { readonly kind: 'thread'; readonly title: string }
  | { readonly kind: 'end' }
  | {
      readonly kind: 'header'
      readonly number: number | undefined
      readonly role: string
      readonly time: string
    }
  | { readonly kind: 'item'; readonly number: number; readonly type: string }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'user'; readonly user: string }
  /** A field of a thread's head that readings are judged by. */
  | { readonly kind: 'field'; readonly name: 'id' | 'messages'; readonly value: string }

/** A line, or the part of one that begins where a mark stands in its middle. */
export interface Segment {
  readonly text: string
  readonly line: Line
  /** Which of the line's segments this is. Those behind the first are glued to the one before. */
  readonly part: number
  readonly glued: boolean
  readonly mark: Mark | undefined
  readonly isBlank: boolean
  /** Whether its last visible character is a quote, and its first. */
  readonly endsWithQuote: boolean
  readonly beginsWithQuote: boolean
}

/** White space and marks without width, which editors and copying put anywhere. */
const S = String.raw`[\s\p{Cf}]{0,40}`
/** Straight, curly, low, angled and full-width quotes. */
const QUOTES = '"“”„‟«»″＂'

const MAYBE = /thread|role|content|user|messages/i
const ANYWHERE = new RegExp(
  [
    String.raw`(?<!=)={3,}${S}(?:END${S})?THREAD\b`,
    String.raw`\[${S}\d{0,9}${S}\]${S}Role${S}:`,
    String.raw`Content${S}#${S}\d{1,9}${S}\(`,
    String.raw`Content${S}Items${S}:${S}\d`,
    String.raw`User${S}_?Id${S}:`,
  ].join('|'),
  'giu',
)
const THREAD = new RegExp(String.raw`^${S}={3,}${S}THREAD${S}:`, 'iu')
const END = new RegExp(String.raw`^${S}={3,}${S}END${S}THREAD${S}=`, 'iu')
const HEADER = new RegExp(
  String.raw`^${S}\[${S}(\d{0,9})${S}\]${S}Role${S}:([^|]*)(?:\|${S}Time${S}:(.*))?$`,
  'iu',
)
const ITEM = new RegExp(
  String.raw`^${S}Content${S}#${S}(\d{1,9})${S}\(([^)]{0,200})\)${S}:?${S}$`,
  'iu',
)
const COUNT = new RegExp(String.raw`^${S}Content${S}Items${S}:${S}(\d{1,9})${S}$`, 'iu')
const USER = new RegExp(String.raw`^${S}User${S}_?Id${S}:(.*)$`, 'iu')
const FIELD = new RegExp(String.raw`^${S}(?:(Thread${S}_?Id)|Messages)${S}:(.*)$`, 'iu')

/** An end banner whose signs are one with those of the banner behind it. */
const END_WORDS = /END\s{1,20}THREAD\s{0,20}$/i

/** The segments of a line: nearly always the line itself. */
export function segmentsOf(line: Line): Segment[] {
  const { text } = line
  if (!mayHoldMark(text)) return [segment(line, text, 0, false)]
  const starts = [0]
  const isBanner = THREAD.test(text)
  for (const match of text.matchAll(ANYWHERE)) {
    if (match.index === 0 || clean(text.slice(starts.at(-1), match.index)) === '') continue
    // A title may hold anything.
    if (isBanner && !match[0].startsWith('=')) continue
    const isBehindEnd = END_WORDS.test(text.slice(Math.max(0, match.index - 40), match.index))
    starts.push(match.index + (isBehindEnd ? Math.floor(match[0].lastIndexOf('=') / 2) : 0))
  }
  return starts.map((start, part) => segment(line, text.slice(start, starts[part + 1]), part, true))
}

/** Without white space and marks without width at both ends. */
export function clean(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isUnseen(text.charCodeAt(start))) start++
  while (end > start && isUnseen(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

const UNSEEN = /[\s\p{Cf}]/u

function isUnseen(code: number): boolean {
  if (code > 0x20 && code < 0x7f) return false
  return UNSEEN.test(String.fromCharCode(code))
}

export function isQuote(character: string | undefined): boolean {
  return character !== undefined && character !== '' && QUOTES.includes(character)
}

/** Every mark has one of three signs, which are looked for much faster than words are. */
function mayHoldMark(text: string): boolean {
  const hasSign = text.includes(':') || text.includes('===') || text.includes('#')
  return hasSign && MAYBE.test(text)
}

function segment(line: Line, text: string, part: number, isMarked: boolean): Segment {
  const visible = clean(text)
  return {
    text,
    line,
    part,
    glued: part > 0 || line.goesOn === true,
    mark: isMarked && visible !== '' ? markOf(text) : undefined,
    isBlank: visible === '',
    endsWithQuote: isQuote(visible.at(-1)),
    beginsWithQuote: isQuote(visible[0]),
  }
}

function markOf(text: string): Mark | undefined {
  if (!MAYBE.test(text)) return undefined
  if (END.test(text)) return { kind: 'end' }
  if (THREAD.test(text)) return { kind: 'thread', title: titleOf(text) }
  const header = HEADER.exec(text)
  if (header !== null) {
    const [, number = '', role = '', time = ''] = header
    return {
      kind: 'header',
      number: number === '' ? undefined : Number(number),
      role: clean(role),
      time: clean(time),
    }
  }
  const item = ITEM.exec(text)
  if (item !== null) return { kind: 'item', number: Number(item[1]), type: clean(item[2] ?? '') }
  const count = COUNT.exec(text)
  if (count !== null) return { kind: 'count', count: Number(count[1]) }
  const user = USER.exec(text)
  if (user !== null) return { kind: 'user', user: clean(user[1] ?? '') }
  const field = FIELD.exec(text)
  if (field === null) return undefined
  const [, id, value = ''] = field
  return { kind: 'field', name: id === undefined ? 'messages' : 'id', value: clean(value) }
}

function titleOf(text: string): string {
  const line = text.trim()
  let end = line.length
  while (end > 0 && line[end - 1] === '=') end--
  return line.slice(line.indexOf(':') + 1, end).trim()
}
