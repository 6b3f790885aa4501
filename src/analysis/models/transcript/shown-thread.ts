import { isTextPart } from '../../../domain/thread/content-part.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isTool, speakerOf } from '../../speaker.ts'
import type { Speaker } from '../../speaker.ts'
import type { Redacted } from '../redaction/redacted.ts'
import { Redactor } from '../redaction/redactor.ts'

/** A piece of a message's body: a text part, or what stands for an item. */
export interface Segment {
  /** Index into the message's content. */
  readonly part: number
  /** Span in the body. */
  readonly start: number
  readonly end: number
  /** The text as it was and as it is sent; absent for an item. */
  readonly redacted?: Redacted
  /** The type of an item. */
  readonly type?: string
}

/** A message as a model is shown it. */
export interface ShownMessage {
  /** Its place in the thread, from 1. */
  readonly number: number
  readonly id: string
  readonly speaker: Speaker
  /** What stands between its fences. */
  readonly body: string
  readonly segments: readonly Segment[]
}

/** A thread as a model is shown it: the messages of users, assistants and tools, redacted. */
export interface ShownThread {
  /** Of messages in the thread; those of a system are not shown, so numbers may have gaps. */
  readonly count: number
  readonly messages: readonly ShownMessage[]
  /** What stands in them for what was taken out. */
  readonly placeholders: readonly string[]
}

/** UTF-16 units of the name of an item. */
const LONGEST_TYPE = 80

/** @param names see `Redactor` */
export function showThread(thread: Thread, names: readonly string[] = []): ShownThread {
  const redactor = new Redactor(names, textsOf(thread))
  const messages = thread.messages.flatMap(({ id, role, content }, index): ShownMessage[] => {
    if (!isShown(role)) return []
    const speaker = speakerOf(role)
    const segments: Segment[] = []
    let body = ''
    for (const [part, item] of content.entries()) {
      const shown = isTextPart(item)
        ? { redacted: redactor.redact(item.text) }
        : { type: item.type }
      const text = shown.redacted?.text ?? markOf(redactor.redact(item.type).text)
      if (text === '') continue
      if (body !== '') body += '\n'
      segments.push({ part, start: body.length, end: body.length + text.length, ...shown })
      // A lone surrogate is no text that a service takes; what stands for it is as long.
      body += text.toWellFormed()
    }
    return body.trim() === '' ? [] : [{ number: index + 1, id, speaker, body, segments }]
  })
  return { count: thread.messages.length, messages, placeholders: redactor.placeholders }
}

function isShown(role: string): boolean {
  return speakerOf(role) !== 'other' || isTool(role)
}

function textsOf({ messages }: Thread): string[] {
  return messages
    .filter(({ role }) => isShown(role))
    .flatMap(({ content }) => content.map((item) => (isTextPart(item) ? item.text : item.type)))
}

/** What stands for an item: `⟦mixing_start⟧`. */
function markOf(type: string): string {
  return `⟦${type
    .slice(0, LONGEST_TYPE)
    .replaceAll(/[⟦⟧\p{C}\s]+/gu, ' ')
    .trim()}⟧`
}
