import type { DraftMessage, DraftThread } from '../../domain/thread/build-thread.ts'
import type { ContentPart } from '../../domain/thread/content-part.ts'
import type { Reject } from '../../domain/import-record.ts'
import { toIso } from '../time.ts'
import type { Line } from './lines.ts'

export const THREAD_BANNER = /^={5,} THREAD: (.*?) ?={5,}$/
export const END_BANNER = /^={5,} END THREAD ={5,}$/
const MESSAGE = /^\[(\d+)\] Role: (\S+) \| Time: (.*)$/
const ITEM = /^ {2}Content #(\d+) \(([^)]*)\):$/
const ITEM_COUNT = /^Content Items: (\d+)$/
const PLACEHOLDER = /^ {2}\[.* content\]$/
const DATE = /^(?:\w{3} )?(\w{3}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT([+-])(\d{2})(\d{2})/
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

export interface ParsedBlock {
  readonly thread?: DraftThread
  readonly rejects: readonly Reject[]
  readonly notes: readonly string[]
}

/**
 * `Mon Mar 10 2025 20:15:20 GMT+0200 (Israel Standard Time)` as ISO, UTC; undefined for anything else.
 */
export function parseDate(text: string): string | undefined {
  const match = DATE.exec(text)
  if (match === null) return undefined
  const [, name = '', day, year, hour, minute, second, sign, offsetHours, offsetMinutes] = match
  const month = MONTHS.indexOf(name)
  if (month === -1) return undefined
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1)
  const local = Date.UTC(
    Number(year),
    month,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  return toIso(local - offset * 60_000)
}

/**
 * Reads the lines of one thread, its banners included. What is whole is kept; a message that is cut or
 * broken becomes a reject.
 */
export function parseBlock(lines: readonly Line[], complete: boolean): ParsedBlock {
  return new BlockParser(lines, complete).parse()
}

class BlockParser {
  readonly #lines: readonly Line[]
  readonly #complete: boolean
  readonly #rejects: Reject[] = []
  readonly #messages: DraftMessage[] = []
  #at = 0

  constructor(lines: readonly Line[], complete: boolean) {
    this.#lines = lines
    this.#complete = complete
  }

  parse(): ParsedBlock {
    const title = THREAD_BANNER.exec(this.#text(0))?.[1] ?? ''
    const header = this.#header()
    const id = header.get('ThreadId')
    let expected = 1
    while (this.#at < this.#lines.length) {
      if (this.#messageHeader(this.#at, expected) === undefined) {
        this.#at++
        continue
      }
      this.#message(expected)
      expected++
    }
    if (id === undefined || id === '') {
      this.#reject(0, this.#lines.length, 'a thread without a ThreadId')
      return { rejects: this.#rejects, notes: [] }
    }
    const status = header.get('Status')
    const thread: DraftThread = {
      id,
      ...(title === '' ? {} : { title }),
      ...(status === undefined ? {} : { attributes: { status } }),
      messages: this.#messages,
    }
    const stated = Number(header.get('Messages'))
    const differs = this.#complete && Number.isFinite(stated) && stated !== this.#messages.length
    const notes = differs ? ['some headers state another number of messages than follow'] : []
    return { thread, rejects: this.#rejects, notes }
  }

  #header(): Map<string, string> {
    const fields = new Map<string, string>()
    for (this.#at = 1; this.#at < this.#lines.length; this.#at++) {
      const text = this.#text(this.#at)
      if (text.startsWith('----- MESSAGES') || MESSAGE.test(text)) break
      const match = /^(ThreadId|Status|Messages|Date Range): ?(.*)$/.exec(text)
      if (match !== null) fields.set(match[1] ?? '', match[2] ?? '')
    }
    return fields
  }

  /** The header of message `expected` at a line; a look-alike in a text has no such next lines. */
  #messageHeader(at: number, expected: number): RegExpExecArray | undefined {
    const match = MESSAGE.exec(this.#text(at))
    if (match === null || Number(match[1]) !== expected) return undefined
    const next = this.#text(at + 1)
    if (ITEM_COUNT.test(next)) return match
    if (!next.startsWith('UserId:')) return at + 1 >= this.#lines.length ? match : undefined
    return ITEM_COUNT.test(this.#text(at + 2)) || at + 2 >= this.#lines.length ? match : undefined
  }

  #message(number: number): void {
    const start = this.#at
    const header = this.#messageHeader(start, number)
    this.#at++
    const userId = /^UserId: ?(.*)$/.exec(this.#text(this.#at))?.[1]?.trim()
    if (userId !== undefined) this.#at++
    const count = ITEM_COUNT.exec(this.#text(this.#at))?.[1]
    this.#at++
    const content: ContentPart[] = []
    for (let item = 1; item <= Number(count ?? Number.NaN); item++) {
      const part = this.#item(item, item < Number(count), number + 1)
      if (part === undefined) break
      content.push(part)
    }
    const createdAt = parseDate(header?.[3] ?? '')
    if (count === undefined || content.length < Number(count) || createdAt === undefined) {
      while (
        this.#at < this.#lines.length &&
        this.#messageHeader(this.#at, number + 1) === undefined
      ) {
        this.#at++
      }
      const reason =
        createdAt === undefined ? 'a message without a readable time' : 'a message that is cut'
      this.#reject(start, this.#at, reason)
      return
    }
    this.#messages.push({
      role: header?.[2] ?? 'unknown',
      ...(userId === undefined || userId === '' || userId === 'undefined' || userId === 'null'
        ? {}
        : { userId }),
      createdAt,
      content,
      sourceTime: header?.[3] ?? '',
    })
  }

  #item(number: number, hasNext: boolean, nextMessage: number): ContentPart | undefined {
    while (this.#at < this.#lines.length && this.#text(this.#at) === '') this.#at++
    const header = ITEM.exec(this.#text(this.#at))
    if (header === null || Number(header[1]) !== number) return undefined
    this.#at++
    const type = header[2] ?? 'unknown'
    if (type !== 'text') {
      if (this.#at >= this.#lines.length) return undefined
      if (PLACEHOLDER.test(this.#text(this.#at))) this.#at++
      return { type: type === '' ? 'unknown' : type }
    }
    if (!this.#text(this.#at).startsWith('  "')) return undefined
    const start = this.#at
    for (let end = start; end < this.#lines.length; end++) {
      const text = this.#text(end)
      const closes = text.endsWith('"') && (end > start || text.length > 3)
      if (!closes || !this.#endsItem(end + 1, number, hasNext, nextMessage)) continue
      this.#at = end + 1
      const whole = this.#lines
        .slice(start, end + 1)
        .map((line) => line.text)
        .join('\n')
      return { type: 'text', text: whole.slice(3, -1) }
    }
    return undefined
  }

  /** Whether what follows a closing quote is the next item, the next message or the end. */
  #endsItem(from: number, number: number, hasNext: boolean, nextMessage: number): boolean {
    let at = from
    while (at < this.#lines.length && this.#text(at) === '') at++
    if (hasNext) return Number(ITEM.exec(this.#text(at))?.[1]) === number + 1
    if (this.#messageHeader(at, nextMessage) !== undefined) return true
    // Where the file is cut, a quote at the end of a line may stand in the middle of the text.
    if (at >= this.#lines.length) return this.#complete
    return at === this.#lines.length - 1 && END_BANNER.test(this.#text(at))
  }

  #text(at: number): string {
    return this.#lines[at]?.text ?? ''
  }

  #reject(from: number, to: number, reason: string): void {
    const first = this.#lines[from]
    const last = this.#lines[to - 1]
    if (first === undefined || last === undefined) return
    const { offset, number: line } = first
    this.#rejects.push({ offset, line, length: last.end - offset, reason })
  }
}
