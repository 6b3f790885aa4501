import type { DraftMessage, DraftThread } from '../../domain/thread/build-thread.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import type { Reject } from '../../domain/import-record.ts'
import type { JsonObject } from '../../domain/values/json.ts'
import { readId } from '../kit/read-id.ts'
import { knownRole } from '../kit/read-role.ts'
import { ItemWords } from './item-words.ts'
import type { ReadItem } from './item-words.ts'
import { fieldOf, ThreadHead } from './thread-head.ts'
import type { Beginning } from './hypothesis.ts'
import type { Segment } from './segments.ts'
import { readMessageTime } from '../kit/written-time.ts'
import type { DateOrder, TimeContext } from '../kit/written-time.ts'
import { offsetOfRange } from './time-survey.ts'

/** Source text in a piece of a thread; a thread of more is given on in pieces. */
const PIECE_CHARACTERS = 2 * 1024 * 1024
const ABSENT_USERS = new Set(['', 'undefined', 'null'])

/** What was read of one thread, or of one piece of it. */
export interface ReadThread {
  /** Absent where the piece has no thread that could be named. */
  readonly draft?: DraftThread
  readonly rejects: readonly Reject[]
  /** What is worth a note, each time that it came up. */
  readonly oddities: readonly string[]
  readonly isLast: boolean
}

/** What is kept, and told in a note that counts it. */
const ODD = {
  noTime: 'messages without a readable time, kept with the time as written',
  noZone: "times without a zone, read in that of their thread's Date Range, else as UTC",
  unquoted: 'texts that stand without quotes, kept as they stand',
  role: 'messages of a role that no chat has, kept as written',
  number: 'messages whose number does not follow on the one before',
} as const

interface OpenMessage {
  readonly begin: Segment
  last: Segment
  readonly head: Segment[]
  readonly items: ItemWords[]
  characters: number
}

/** One thread while it is read: gathers messages, checks the sums that it states about itself. */
export class ThreadDraft {
  readonly #order: DateOrder | undefined
  readonly #begin: Segment
  #last: Segment
  readonly #head = new ThreadHead()
  #open: OpenMessage | undefined
  #messages: DraftMessage[] = []
  #characters = 0
  #rejects: Reject[] = []
  #oddities: string[] = []
  /** Message headers seen, whether the messages were whole or not, and messages given on in pieces. */
  #seen = 0
  #left = 0
  #number = 0
  readonly #occurrences = new Map<string, number>()
  #after: string | undefined

  constructor(begin: Segment, order: DateOrder | undefined) {
    this.#order = order
    this.#begin = begin
    this.#last = begin
  }

  begin(kind: Beginning['kind'], segment: Segment): ReadThread | undefined {
    this.#last = segment
    const { mark } = segment
    if (kind === 'item' && mark?.kind === 'item' && this.#open !== undefined) {
      this.#open.items.push(new ItemWords(mark.type))
      this.#grow(segment)
      return undefined
    }
    if (kind !== 'header') return undefined
    this.#closeMessage()
    const piece = this.#characters > PIECE_CHARACTERS ? this.#piece(false) : undefined
    this.#open = { begin: segment, last: segment, head: [], items: [], characters: 0 }
    this.#seen++
    return piece
  }

  goOn(segment: Segment): void {
    this.#last = segment
    if (this.#open === undefined) {
      this.#head.add(segment)
      return
    }
    const item = this.#open.items.at(-1)
    if (item === undefined) this.#open.head.push(segment)
    else item.add(segment)
    this.#grow(segment)
  }

  /** @param hasEnd whether an end banner closes it @param atEnd whether the file ends here */
  close(hasEnd: boolean, atEnd: boolean): ReadThread {
    this.#closeMessage(atEnd && !hasEnd)
    const { stray, stated } = this.#head
    if (stray !== undefined) {
      this.#reject(stray.first, stray.last, 'lines in the head of a thread that are no fields')
    }
    if (stated !== undefined && stated !== this.#seen) {
      const reason = `the thread's head states ${stated} messages, ${this.#seen} follow`
      this.#reject(this.#begin, this.#last, reason)
    }
    return this.#piece(true)
  }

  #grow(segment: Segment): void {
    if (this.#open === undefined) return
    this.#open.last = segment
    this.#open.characters += segment.text.length
  }

  #closeMessage(isCut = false): void {
    const open = this.#open
    this.#open = undefined
    if (open === undefined) return
    const { mark } = open.begin
    if (mark?.kind !== 'header') return
    if (mark.number !== undefined) {
      if (mark.number !== this.#number + 1 && this.#seen > 1) this.#oddities.push(ODD.number)
      this.#number = mark.number
    }
    const { count, userId, others, words } = readHead(open.head)
    const items = open.items.map((item) => item.read())
    if (isCut && !this.#isWhole(open, items, count)) {
      this.#reject(open.begin, open.last, 'a message that is cut')
      return
    }
    if (words !== '') this.#reject(open.begin, open.last, 'words before the items of a message')
    for (const reason of problems(items, count)) this.#reject(open.begin, open.last, reason)
    for (const { problem } of items) if (problem === 'unquoted') this.#oddities.push(ODD.unquoted)
    const content: ContentPart[] = items.flatMap(({ parts }) => parts)
    // Words that no item's head announces are words all the same.
    if (words !== '') content.unshift({ type: 'text', text: words })
    const time = readMessageTime(mark.time, this.#times())
    if (time === undefined) this.#oddities.push(ODD.noTime)
    else if (!time.hasZone) this.#oddities.push(ODD.noZone)
    this.#characters += open.characters
    if (knownRole(mark.role) === undefined) this.#oddities.push(ODD.role)
    const role = mark.role === '' ? 'unknown' : (knownRole(mark.role) ?? mark.role)
    const beside = items.flatMap((item) => item.beside ?? [])
    const fields = {
      ...(role === mark.role || mark.role === '' ? {} : { role: mark.role }),
      ...(beside.length === 0 ? {} : { content: beside }),
      ...others,
    }
    this.#messages.push({
      role,
      ...(userId === undefined || ABSENT_USERS.has(userId) ? {} : { userId }),
      ...(time === undefined ? {} : { createdAt: time.iso }),
      content,
      ...(mark.time === '' ? {} : { sourceTime: mark.time }),
      ...(Object.keys(fields).length === 0 ? {} : { fields }),
    })
  }

  /** Whether the last message of a file that ends without a banner has all that it and its thread state. */
  #isWhole(open: OpenMessage, items: readonly ReadItem[], count: number | undefined): boolean {
    return (
      count === items.length &&
      this.#head.stated === this.#seen &&
      items.every(({ problem }) => problem === undefined) &&
      open.items.at(-1)?.isWhole !== false
    )
  }

  #piece(isLast: boolean): ReadThread {
    const id = readId(this.#head.value('threadid'))
    const rejects = this.#rejects
    const oddities = this.#oddities
    const messages = this.#messages
    this.#rejects = []
    this.#oddities = []
    this.#messages = []
    this.#characters = 0
    if (id === undefined || id === '') {
      if (!isLast) return { rejects, oddities, isLast }
      const reason =
        this.#begin.mark?.kind === 'thread'
          ? 'a thread without a ThreadId'
          : 'messages without the banner of a thread before them'
      const reject = rejectOf(this.#begin, this.#last, reason)
      return { rejects: [...rejects, reject], oddities, isLast }
    }
    const firstPlace = this.#left
    this.#left += messages.length
    const { mark } = this.#begin
    const attributes = this.#head.attributes()
    const draft: DraftThread = {
      id,
      ...(mark?.kind === 'thread' && mark.title !== '' ? { title: mark.title } : {}),
      ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
      messages,
      firstPlace,
      ...(isLast && firstPlace === 0 ? {} : { occurrences: this.#occurrences }),
      ...(this.#after === undefined ? {} : { after: this.#after }),
    }
    this.#after =
      messages.findLast(({ createdAt }) => createdAt !== undefined)?.createdAt ?? this.#after
    return { draft, rejects, oddities, isLast }
  }

  #times(): TimeContext {
    const offset = offsetOfRange(this.#head.value('daterange') ?? '')
    return {
      ...(this.#order === undefined ? {} : { order: this.#order }),
      ...(offset === undefined ? {} : { offset }),
    }
  }

  #reject(from: Segment, to: Segment, reason: string): void {
    this.#rejects.push(rejectOf(from, to, reason))
  }
}

/** What stands between a message's header and its first item. */
function readHead(head: readonly Segment[]): {
  count?: number
  userId?: string
  others: JsonObject
  words: string
} {
  let count: number | undefined
  let userId: string | undefined
  const others: [string, string][] = []
  const words: string[] = []
  for (const { mark, text, isBlank } of head) {
    if (isBlank) continue
    if (mark?.kind === 'count' && count === undefined) count = mark.count
    else if (mark?.kind === 'user' && userId === undefined) userId = readId(mark.user)
    else {
      const field = words.length === 0 ? fieldOf(text) : undefined
      if (field === undefined) words.push(text)
      else others.push([field.name, field.value])
    }
  }
  return {
    ...(count === undefined ? {} : { count }),
    ...(userId === undefined ? {} : { userId }),
    others: Object.fromEntries(others),
    words: words.join('\n').trim(),
  }
}

function problems(items: readonly ReadItem[], count: number | undefined): string[] {
  const reasons: string[] = []
  if (count === undefined) reasons.push('a message without a count of its items; kept as it stands')
  else if (count !== items.length) {
    reasons.push(`a message that states ${count} items, ${items.length} follow; kept as it stands`)
  }
  if (items.some(({ problem }) => problem === 'unclosed')) {
    reasons.push('a text without its closing quote; kept as it stands')
  }
  if (items.some(({ problem }) => problem === 'empty')) reasons.push('a text item without words')
  return reasons
}

function rejectOf(from: Segment, to: Segment, reason: string): Reject {
  const { offset, number: line } = from.line
  return { offset, line, length: to.line.end - offset, reason }
}
