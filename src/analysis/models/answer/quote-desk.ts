import type { Failure } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import { isTextPart } from '../../../domain/thread/content-part.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { spanBefore } from '../redaction/redacted.ts'
import type { Span } from '../redaction/redacted.ts'
import type { ShownMessage, ShownThread } from '../transcript/shown-thread.ts'
import type { Quoted } from './answer-form.ts'
import { findQuote } from './find-quote.ts'

/** A quote that is there. */
export interface Located {
  readonly message: ShownMessage
  /** Where it stands in the thread itself, with the words that are there; absent for an item. */
  readonly words?: Evidence
  /** The item that it names. */
  readonly item?: NonNullable<Failure['items']>[number]
  /** Whether it reaches the end of its message. */
  readonly endsMessage: boolean
}

/** UTF-16 units of a quote that is stored; of a longer one its beginning. */
const LONGEST = 320

/** Holds the quotes of a model against the thread, and counts them. */
export class QuoteDesk {
  checked = 0
  dropped = 0
  readonly #thread: Thread
  readonly #messages: ReadonlyMap<number, ShownMessage>

  constructor(thread: Thread, shown: ShownThread) {
    this.#thread = thread
    this.#messages = new Map(shown.messages.map((message) => [message.number, message]))
  }

  /** @returns undefined for a quote that does not stand in the message it names; it is counted as dropped */
  locate(quoted: Quoted): Located | undefined {
    this.checked++
    const located = this.#find(quoted)
    if (located === undefined) this.dropped++
    return located
  }

  #find({ message: number, quote }: Quoted): Located | undefined {
    const message = this.#messages.get(number)
    const span = message === undefined ? undefined : findQuote(message.body, quote)
    if (message === undefined || span === undefined) return undefined
    const segment = message.segments.find(
      ({ start, end }) => start <= span.start && span.end <= end,
    )
    if (segment === undefined) return undefined
    const { part, type, redacted } = segment
    const endsMessage = span.end >= message.body.trimEnd().length
    if (redacted === undefined) {
      // A part of an item's name is no quote of it.
      const isWhole = span.start === segment.start && span.end === segment.end
      if (!isWhole || type === undefined) return undefined
      return { message, item: { messageId: message.id, part, type }, endsMessage }
    }
    const sent = { start: span.start - segment.start, end: span.end - segment.start }
    const words = this.#words(number, part, spanBefore(redacted, sent))
    return words === undefined ? undefined : { message, words, endsMessage }
  }

  #words(number: number, part: number, span: Span): Evidence | undefined {
    const message = this.#thread.messages[number - 1]
    const content = message?.content[part]
    if (message === undefined || content === undefined || !isTextPart(content)) return undefined
    const { start } = span
    const end = shorter(content.text, span)
    const quote = content.text.slice(start, end)
    return { threadId: this.#thread.id, messageId: message.id, part, start, end, quote }
  }
}

/** The end of a quote that is not too long: at a word where there is one, never within a character. */
function shorter(text: string, { start, end }: Span): number {
  if (end - start <= LONGEST) return end
  const most = start + LONGEST
  for (let at = most; at > most - 40; at--) {
    if (/\s/u.test(text.charAt(at))) return at
  }
  return /[\uDC00-\uDFFF]/u.test(text.charAt(most)) ? most - 1 : most
}
