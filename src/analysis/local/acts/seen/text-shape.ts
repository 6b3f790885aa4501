import type { Turn } from '../../text/read-thread.ts'

/** What a turn's text looks like, whatever it says. Sizes are UTF-16 units. */
export interface TextShape {
  readonly length: number
  readonly hasCode: boolean
  /** A fence that nothing closes. */
  readonly openFence: boolean
  /** The last line ends without a mark that ends something. */
  readonly openEnd: boolean
  /** The last line is a number or a bullet and nothing more. */
  readonly openItem: boolean
  /** Ends in the middle of a clause: a comma, a colon, a hyphen, an open bracket. */
  readonly openClause: boolean
  /** The last thing is a block of code whose brackets stay open, or that ends in an operator. */
  readonly openCode: boolean
  readonly endsInCode: boolean
  readonly lastLine: number
  readonly lastIsItem: boolean
  readonly items: number
  readonly endsAsking: boolean
  readonly asks: boolean
  readonly exclaims: boolean
  readonly hasLink: boolean
  readonly capitals: boolean
}

/** Of longer texts only the beginning and the end are looked at. */
const REACH = 6000
const TAIL = 600
const CLOSED = /[.!?…。！？؟।:;)\]}"'`”’»*_~|>\p{Extended_Pictographic}\ufe0f\u200d]$/u
const CLAUSE = /[,:;([{–—،，、：-]$/u
const ITEM = /^(?:[-*•·–]|\d{1,3}[.)]|#{1,6})\s/u
const BARE_ITEM = /^(?:[-*•·–]|\d{1,3}[.)]?|#{1,6}|\*\*)$/u
/** A last line that is a name and a value, a heading, tags or an address ends as it is. */
const LABEL = /^(?:[*_]{0,2}[\p{L} ]{2,24}[*_]{0,2}:|#|\||https?:)|[#@]\S{1,60}$/u
const OPERATOR = /[-+*/%=,(&|<\\.[{:]$/u
const LINK = /https?:\/\/|www\./u
const CAPITALS = /\p{Lu}{4,}[ ,!?]+\p{Lu}{2,}/u

export function textShape(turn: Turn): TextShape {
  const last = turn.texts.at(-1)?.text ?? ''
  const length = turn.texts.reduce((sum, { text }) => sum + text.length, 0)
  const end = last.slice(-TAIL).trimEnd()
  const fences = turn.texts.reduce((sum, { text }) => sum + fencesIn(text), 0)
  const code = codeAtEnd(last)
  const lastLine = end.slice(end.lastIndexOf('\n') + 1).trim()
  const head = turn.texts[0]?.text.slice(0, REACH) ?? ''
  return {
    length,
    hasCode: fences > 0,
    openFence: fences % 2 === 1,
    openEnd: end !== '' && !CLOSED.test(end) && !LABEL.test(lastLine),
    openItem: BARE_ITEM.test(lastLine),
    openClause: CLAUSE.test(end),
    openCode: code !== undefined && isOpenCode(code),
    endsInCode: code !== undefined,
    lastLine: lastLine.length,
    lastIsItem: ITEM.test(lastLine),
    items: itemsIn(head),
    endsAsking: /[?？؟]["”’')\]*_\s]*$/u.test(end.slice(-40)),
    asks: /[?？؟]/u.test(head),
    exclaims: /[!！]/u.test(head.slice(0, 300)),
    hasLink: LINK.test(head),
    capitals: CAPITALS.test(head.slice(0, 300)),
  }
}

/** What stands in the block of code that a text ends with. */
function codeAtEnd(text: string): string | undefined {
  const end = text.trimEnd()
  if (!end.endsWith('```')) return undefined
  const open = end.lastIndexOf('```', end.length - 4)
  return open < 0 ? undefined : end.slice(open + 3, -3).slice(-REACH)
}

function isOpenCode(code: string): boolean {
  let depth = 0
  for (const char of code) {
    if ('([{'.includes(char)) depth++
    else if (')]}'.includes(char)) depth--
  }
  return depth > 0 || OPERATOR.test(code.trimEnd())
}

function fencesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('```'); at >= 0; at = text.indexOf('```', at + 3)) count++
  return count
}

function itemsIn(text: string): number {
  let count = 0
  let start = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(start, Math.min(end, start + 12)).trimStart()
    if (ITEM.test(line) || line.startsWith('|')) count++
    start = end + 1
  }
  return count
}
