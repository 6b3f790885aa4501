/** A part of a text that its writer does not say in their own voice. */
export interface SetApart {
  readonly kind: 'code' | 'quote' | 'lyrics'
  readonly start: number
  readonly end: number
}

/** A quotation longer than this is no quotation: a mark was left open. */
const LONGEST_QUOTE = 400
const FEWEST_LYRIC_LINES = 4
/** After a blank line, and in a message that is a song's words, fewer lines are enough. */
const FEWEST_AFTER_BLANK = 2
const LONGEST_LYRIC_LINE = 72
const HEADER =
  /^\s*[[(*#]{0,3}\s*(?:verse|chorus|pre-?chorus|bridge|hook|outro|intro|refrain|post-?chorus|estrofa|verso|estribillo|coro|puente|couplet|refrain|pont|strophe|בית|פזמון|גשר|מעבר|פתיח|קודה|主歌|副歌|桥段)\s*\d{0,2}\s*[\])*:]{0,3}\s*$/iu
const LISTED = /^\s*(?:[-*•·–]|\d{1,2}[.)]|#)\s/u
const OPENING = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
  ['『', '』'],
  ['״', '״'],
  ['《', '》'],
])

/**
 * Code, quotations and lyrics of a text, in order: what is said there is not said by the writer. A
 * quotation needs both marks within one line; lyrics are a row of short lines without full stops, or what
 * follows a header such as `[Chorus]`.
 */
export function findSetApart(text: string): SetApart[] {
  const parts: SetApart[] = []
  if (text.includes('`')) findCode(text, parts)
  findLines(text, parts)
  findQuotes(text, parts)
  return parts.sort((a, b) => a.start - b.start)
}

function findCode(text: string, into: SetApart[]): void {
  let at = text.indexOf('```')
  while (at >= 0) {
    const close = text.indexOf('```', at + 3)
    const end = close < 0 ? text.length : close + 3
    into.push({ kind: 'code', start: at, end })
    at = text.indexOf('```', end)
  }
}

interface Line {
  readonly start: number
  readonly end: number
}

function findLines(text: string, into: SetApart[]): void {
  if (!text.includes('\n')) return
  let run: Line[] = []
  let headed = false
  let afterBlank = false
  let blank = false
  const close = (): void => {
    const [first] = run
    const last = run.at(-1)
    if (
      first !== undefined &&
      last !== undefined &&
      (headed || run.length >= (afterBlank ? FEWEST_AFTER_BLANK : FEWEST_LYRIC_LINES))
    ) {
      into.push({ kind: 'lyrics', start: first.start, end: last.end })
    }
    run = []
  }
  let start = 0
  while (start <= text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    // A longer line is no lyric, whatever it says; only its beginning is looked at.
    const line = text.slice(start, Math.min(end, start + LONGEST_LYRIC_LINE + 1)).trim()
    if (line.startsWith('>')) into.push({ kind: 'quote', start, end })
    else if (HEADER.test(line)) {
      close()
      headed = true
    } else if (line !== '') {
      if (isLyricLine(line)) {
        if (run.length === 0) afterBlank = blank
        run.push({ start, end })
      } else {
        close()
        headed = false
      }
      blank = false
    }
    if (line === '' && start > 0) {
      close()
      blank = true
    }
    start = end + 1
  }
  close()
}

function isLyricLine(line: string): boolean {
  if (line.length > LONGEST_LYRIC_LINE || LISTED.test(line)) return false
  return !/[.?:;。？：]["”)]?$/u.test(line) && /\p{L}/u.test(line)
}

function findQuotes(text: string, into: SetApart[]): void {
  for (let i = 0; i < text.length; i++) {
    const closing = OPENING.get(text.charAt(i))
    if (closing === undefined) continue
    // Between two letters it is no opening mark (Hebrew abbreviations, inches).
    if (i > 0 && /[\p{L}\p{N}]/u.test(text.charAt(i - 1))) continue
    const end = closingMark(text, i + 1, closing)
    if (end < 0) continue
    into.push({ kind: 'quote', start: i, end: end + 1 })
    i = end
  }
}

function closingMark(text: string, from: number, mark: string): number {
  const to = Math.min(text.length, from + LONGEST_QUOTE)
  for (let i = from; i < to; i++) {
    const char = text.charAt(i)
    if (char === '\n') return -1
    if (char === mark && i > from && !/[\p{L}\p{N}]/u.test(text.charAt(i + 1))) return i
  }
  return -1
}
