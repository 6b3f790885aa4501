import type { Segment } from './segments.ts'

/** A place where something begins, and the places before it. */
export interface Beginning {
  readonly kind: 'thread' | 'header' | 'item' | 'end'
  /** Which segment of the file, counted from the first. */
  readonly at: number
  /** Kinds of damage that came up until then. */
  readonly habits: string
  before: Beginning | undefined
}

/**
 * What holds against a reading, in points. A reading of a file as it was written has none. The sums that
 * a file states about itself (numbers of messages and items, closing quotes) outweigh the look of a line.
 */
const AGAINST = {
  /** A text that begins with a quote does not end with one, or with one that may not be its own. */
  unclosed: { no: 8, maybe: 2, yes: 0 },
  /** The file ends in a text that holds the beginning of another thread. */
  neverClosed: 20,
  noWords: 6,
  unquoted: 3,
  /** Fewer or more items than stated; a header without a count. */
  items: 8,
  noCount: 6,
  /** An item out of its place in the count. */
  itemNumber: 8,
  /** A message's number that is not the next one. */
  number: 8,
  noNumber: 3,
  glued: 3,
  noEnd: 4,
  noThreadId: 6,
  /** Another number of messages than the thread's head states, and for each message, up to six. */
  sum: 6,
  /** The number of messages that the thread's head states: speaks for a reading. */
  sumHolds: -6,
  headerOutside: 10,
  endOutside: 8,
  /** A banner with a quote behind it. */
  quoteBehind: 6,
  /** Words where a head or an item's head should come next. */
  words: 2,
} as const

/** What holds against taking for words what looks like a beginning, by how it stands there. */
const AS_WORDS = {
  header: { next: 14, later: 12, earlier: 9, inText: 1, nextInText: 4 },
  thread: { closed: 14, inText: 8, pasted: 1 },
  end: { closed: 12, inText: 2, pasted: 0.5 },
  item: { next: 12, other: 2, inText: 1, nextInText: 3 },
  pastedHeader: 0.02,
} as const

/** What a reading must know of what it has read, to judge what comes. */
interface State {
  /** Kinds of damage that came up before: what a file has speaks little against one more. */
  habits: string
  place: 'outside' | 'head' | 'message' | 'item'
  /** Of the thread: messages as stated and as found, and the number of the last. */
  hasId: boolean
  stated: number | undefined
  messages: number
  number: number
  /** Of the message: items as stated and as found. */
  items: number | undefined
  item: number
  /** Of the item: whether its words stand in quotes (unknown at first), and whether these are closed. */
  isText: boolean
  quoted: boolean | undefined
  closed: 'no' | 'maybe' | 'yes'
  /** The number of the last message of a log that stands in the words; undefined without one. */
  pasted: number | undefined
  /** Whether that log has a thread's banner, and the messages of this thread as stated and as found. */
  holdsThread: boolean
  innerStated: number | undefined
  innerMessages: number
  /** Of an item of that log: its quote is about to open, is open, or may have been closed. */
  inner: 'none' | 'awaited' | 'open' | 'ended'
}

const OUTSIDE: State = {
  habits: '',
  place: 'outside',
  hasId: false,
  stated: undefined,
  messages: 0,
  number: 0,
  items: undefined,
  item: 0,
  isText: false,
  quoted: undefined,
  closed: 'no',
  pasted: undefined,
  holdsThread: false,
  innerStated: undefined,
  innerMessages: 0,
  inner: 'none',
}

/**
 * One reading of the file so far: where its threads, messages and items begin. Everything between two
 * beginnings belongs to the first.
 */
export class Hypothesis {
  against = 0
  last: Beginning | undefined
  #now: State

  /** @param habits of the file before the first segment */
  constructor(habits = '') {
    this.#now = { ...OUTSIDE, habits }
  }

  copy(): Hypothesis {
    const copy = new Hypothesis()
    copy.against = this.against
    copy.last = this.last
    copy.#now = { ...this.#now }
    return copy
  }

  /** Whether another reading will judge everything to come as this one does. */
  judgesAs(other: Hypothesis): boolean {
    const mine = this.#now
    const its = other.#now
    // What tells most readings apart comes first.
    return (
      mine.number === its.number &&
      mine.messages === its.messages &&
      mine.item === its.item &&
      mine.place === its.place &&
      mine.closed === its.closed &&
      mine.quoted === its.quoted &&
      mine.pasted === its.pasted &&
      mine.inner === its.inner &&
      mine.innerMessages === its.innerMessages &&
      mine.innerStated === its.innerStated &&
      mine.holdsThread === its.holdsThread &&
      mine.isText === its.isText &&
      mine.items === its.items &&
      mine.stated === its.stated &&
      mine.hasId === its.hasId &&
      mine.habits === its.habits
    )
  }

  /** Reads a segment as more of what has begun. */
  goOn(segment: Segment): void {
    if (segment.isBlank) return
    const { mark } = segment
    if (this.#now.place === 'item') {
      this.against += this.#asWords(segment)
      this.#readWords(segment)
      return
    }
    if (mark?.kind === 'header') this.against += AS_WORDS.header.later
    else if (mark?.kind === 'thread') this.against += AS_WORDS.thread.closed
    else if (mark?.kind === 'end') {
      this.against += this.#now.place === 'outside' ? AGAINST.endOutside : AS_WORDS.end.closed
    } else if (this.#now.place === 'head') this.#readHead(segment)
    else if (this.#now.place === 'message') this.#readMessageHead(segment)
  }

  /** Reads a segment as the beginning that it looks like. @returns whether it can be one here */
  begin(segment: Segment, at: number): boolean {
    const { mark } = segment
    if (mark === undefined) return false
    if (mark.kind === 'thread') {
      this.against += this.#leaveThread(false)
      this.#now = { ...OUTSIDE, habits: this.#now.habits, place: 'head' }
    } else if (mark.kind === 'end') {
      if (this.#now.place === 'outside') return false
      this.against += this.#leaveThread(true) + (segment.endsWithQuote ? AGAINST.quoteBehind : 0)
      this.#now = { ...OUTSIDE, habits: this.#now.habits }
    } else if (mark.kind === 'header') {
      if (this.#now.place === 'outside') this.against += AGAINST.headerOutside
      this.against += this.#leaveMessage() + this.#numberCost(mark.number)
      this.#now.place = 'message'
      this.#now.number = mark.number ?? this.#now.number + 1
      this.#now.messages++
      this.#now.items = undefined
      this.#now.item = 0
      this.#forgetItem()
    } else if (mark.kind === 'item') {
      if (this.#now.place !== 'message' && this.#now.place !== 'item') return false
      this.against += this.#leaveItem()
      const item = this.#now.item + 1
      if (mark.number !== item) this.against += AGAINST.itemNumber
      else if (item > (this.#now.items ?? item)) this.against += AGAINST.items
      this.#now.place = 'item'
      this.#now.item = item
      this.#forgetItem()
      this.#now.isText = mark.type.toLowerCase() === 'text'
    } else return false
    if (segment.glued) this.against += this.#again('g', AGAINST.glued)
    this.last = { kind: mark.kind, at, habits: this.#now.habits, before: this.last }
    return true
  }

  /** What the end of the file says against this reading: it may be cut anywhere. */
  finish(): void {
    const { place, quoted, closed, holdsThread } = this.#now
    if (place === 'outside') return
    this.against += AGAINST.noEnd + this.#sumHolds
    if (place === 'item' && quoted === true && closed !== 'yes' && holdsThread) {
      this.against += AGAINST.neverClosed
    }
  }

  #forgetItem(): void {
    const now = this.#now
    now.isText = false
    now.quoted = undefined
    now.closed = 'no'
    now.pasted = undefined
    now.holdsThread = false
    now.innerStated = undefined
    now.innerMessages = 0
    now.inner = 'none'
  }

  #leaveItem(): number {
    if (this.#now.place !== 'item') return 0
    if (this.#now.quoted === true) {
      const { closed } = this.#now
      return closed === 'no' ? this.#again('u', AGAINST.unclosed.no) : AGAINST.unclosed[closed]
    }
    return this.#now.quoted === undefined && this.#now.isText ? AGAINST.noWords : 0
  }

  #leaveMessage(): number {
    if (this.#now.place !== 'message' && this.#now.place !== 'item') return 0
    const missing =
      this.#now.items === undefined
        ? this.#again('c', AGAINST.noCount)
        : this.#now.item < this.#now.items
          ? AGAINST.items
          : 0
    return this.#leaveItem() + missing
  }

  #leaveThread(hasEnd: boolean): number {
    const { place, stated, messages, hasId } = this.#now
    if (place === 'outside') return 0
    const difference = Math.abs((stated ?? messages) - messages)
    const sum = difference > 0 ? AGAINST.sum + Math.min(AGAINST.sum, difference) : 0
    const missing =
      (hasEnd ? 0 : this.#again('e', AGAINST.noEnd)) + (hasId ? 0 : AGAINST.noThreadId)
    return this.#leaveMessage() + missing + sum + this.#sumHolds
  }

  get #sumHolds(): number {
    const { stated, messages } = this.#now
    return stated === messages && messages > 0 ? AGAINST.sumHolds : 0
  }

  /** What damage costs that a file may have everywhere: a quarter, after the first time. */
  #again(kind: string, cost: number): number {
    if (this.#now.habits.includes(kind)) return cost / 4
    this.#now.habits += kind
    return cost
  }

  #numberCost(number: number | undefined): number {
    if (number === undefined) return AGAINST.noNumber
    return number === this.#now.number + 1 ? 0 : AGAINST.number
  }

  #readHead({ mark }: Segment): void {
    if (mark?.kind === 'item') this.against += AS_WORDS.item.other
    if (mark?.kind !== 'field') return
    if (mark.name !== 'messages') this.#now.hasId ||= mark.value !== ''
    else this.#now.stated ??= countOf(mark.value)
  }

  #readMessageHead({ mark }: Segment): void {
    if (mark?.kind === 'count' && this.#now.items === undefined) this.#now.items = mark.count
    else if (mark?.kind !== 'user') this.against += AGAINST.words
  }

  #readWords({ text, endsWithQuote, beginsWithQuote, mark }: Segment): void {
    const now = this.#now
    const ends = endsWithQuote && text.trim().length > 1
    if (now.quoted === undefined) {
      now.quoted = beginsWithQuote
      if (!beginsWithQuote && now.isText) this.against += AGAINST.unquoted
      now.closed = ends ? 'yes' : 'no'
    } else if (mark !== undefined) {
      now.closed = mark.kind === 'end' && endsWithQuote ? 'yes' : 'no'
      now.inner = mark.kind === 'item' && now.pasted !== undefined ? 'awaited' : 'none'
    } else if (now.inner === 'awaited' && beginsWithQuote) {
      now.inner = ends ? 'ended' : 'open'
      now.closed = endsTwice(text) ? 'maybe' : 'no'
    } else if (!endsWithQuote) now.closed = 'no'
    else if (now.inner === 'open') {
      now.inner = 'ended'
      now.closed = endsTwice(text) ? 'yes' : 'no'
    } else now.closed = now.inner === 'ended' && !endsTwice(text) ? 'maybe' : 'yes'
  }

  /** What holds against a segment's being words of the item that has begun. */
  #asWords({ mark }: Segment): number {
    if (mark === undefined) return 0
    const { closed, quoted, pasted, number, item, items } = this.#now
    const mayEnd = closed === 'yes' || quoted !== true
    const isInside = pasted !== undefined && !mayEnd
    if (mark.kind === 'header') {
      this.#now.pasted = mark.number ?? 0
      this.#now.innerMessages++
      if (isInside && mark.number === pasted + 1) return AS_WORDS.pastedHeader
      const next = mark.number === number + 1
      const { header } = AS_WORDS
      if (!mayEnd) return next ? header.nextInText : header.inText
      return next ? header.next : (mark.number ?? 0) > number ? header.later : header.earlier
    }
    if (mark.kind === 'thread') {
      this.#now.pasted = 0
      this.#now.holdsThread = true
      this.#now.innerStated = undefined
      this.#now.innerMessages = 0
      if (isInside) return AS_WORDS.thread.pasted
      return mayEnd ? AS_WORDS.thread.closed : AS_WORDS.thread.inText
    }
    if (mark.kind === 'end') {
      const { innerStated, innerMessages } = this.#now
      const holds = innerStated === innerMessages ? AGAINST.sumHolds : 0
      this.#now.innerStated = undefined
      if (isInside) return AS_WORDS.end.pasted + holds
      return mayEnd ? AS_WORDS.end.closed : AS_WORDS.end.inText
    }
    if (mark.kind === 'field' && mark.name === 'messages' && pasted === 0) {
      this.#now.innerStated ??= countOf(mark.value)
    }
    if (mark.kind !== 'item' || isInside) return 0
    const next = mark.number === item + 1 && mark.number <= (items ?? 0)
    if (!mayEnd) return next ? AS_WORDS.item.nextInText : AS_WORDS.item.inText
    return next ? AS_WORDS.item.next : AS_WORDS.item.other
  }
}

function countOf(value: string): number | undefined {
  return /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

/** Whether a text ends with two quotes: one of its own and one around it. */
function endsTwice(text: string): boolean {
  return /["“”„‟«»″＂]\s{0,4}["“”„‟«»″＂]\s{0,8}$/u.test(text.slice(-16))
}
