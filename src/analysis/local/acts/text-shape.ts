import type { Turn } from '../text/read-thread.ts'

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
const LINK = /https?:\/\/|www\./u
const CAPITALS = /\p{Lu}{4,}[ ,!?]+\p{Lu}{2,}/u

export function textShape(turn: Turn): TextShape {
  const last = turn.texts.at(-1)?.text ?? ''
  const length = turn.texts.reduce((sum, { text }) => sum + text.length, 0)
  const end = last.slice(-TAIL).trimEnd()
  const fences = turn.texts.reduce((sum, { text }) => sum + fencesIn(text), 0)
  const lastLine = end.slice(end.lastIndexOf('\n') + 1).trim()
  const head = turn.texts[0]?.text.slice(0, REACH) ?? ''
  return {
    length,
    hasCode: fences > 0,
    openFence: fences % 2 === 1,
    openEnd: end !== '' && !CLOSED.test(end),
    openItem: BARE_ITEM.test(lastLine),
    openClause: CLAUSE.test(end),
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
    if (ITEM.test(text.slice(start, Math.min(end, start + 12)).trimStart())) count++
    start = end + 1
  }
  return count
}
