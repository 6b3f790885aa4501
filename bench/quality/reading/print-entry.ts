import type { Evidence } from '../../../src/domain/analysis/evidence.ts'
import { isTextPart } from '../../../src/domain/thread/content-part.ts'
import type { Message } from '../../../src/domain/thread/message.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import type { Entry } from './entry.ts'

/** UTF-16 units of a longer message that a reader is given: of its beginning, its end, and beside a quote. */
const HEAD = 1500
const TAIL = 700
const BESIDE = 300
/** Of each of several threads only this much is given: turns of users, and units of one. */
const FEW = 2
const SHORT = 300
/** Where it is asked what users want, their turns are given, and the beginnings of the answers. */
const WISHES: ReadonlySet<string> = new Set(['request', 'topic-fit'])

export const HOW_TO_JUDGE = `One line an entry: id, true (y, n, ?), proved (y, n), why (six words or fewer), divided by tabs.
True: who has read the whole thread agrees with the claim, as it is written. "?": it cannot be told.
Proved: the quotes alone, read without the thread, carry the claim (not only do not speak against it); an item by
its name counts as a quote. Texts are cut with "[… n more]"; that cut is ours.
`

/** An entry as a reader gets it: id, what is claimed, what is quoted for it, then the thread. */
export function printEntry(id: string, { kind, claim, evidence, items, threads }: Entry): string {
  const lines = [`##### ${id} [${kind}] ${oneLine(claim)}`]
  for (const quote of evidence)
    lines.push(quoteLine(quote, threads.length > 1, entryThread(threads, quote)))
  if (items.length > 0) lines.push(`  items: ${items.join(', ')}`)
  for (const { thread } of threads) {
    lines.push(`  --- thread ${thread.id}, ${thread.messages.length} messages`)
    const users = new Set(thread.messages.filter(({ role }) => isUser(role)).slice(0, FEW))
    thread.messages.forEach((message, i) => {
      if (threads.length > 1 && !users.has(message)) return
      const isBrief = threads.length > 1 || (WISHES.has(kind) && !isUser(message.role))
      const text = isBrief ? cut(textOf(message), SHORT, 0) : longText(message, evidence)
      lines.push(`  [${i}] ${message.role}: ${oneLine(text)}`)
    })
  }
  return `${lines.join('\n')}\n`
}

function isUser(role: string): boolean {
  return role === 'user' || role === 'human' || role === 'client'
}

function entryThread(threads: Entry['threads'], { threadId }: Evidence): Thread | undefined {
  return threads.find(({ thread }) => thread.id === threadId)?.thread
}

function quoteLine(
  { messageId, threadId, quote, role }: Evidence,
  isOfMany: boolean,
  thread: Thread | undefined,
): string {
  const index = thread?.messages.findIndex(({ id }) => id === messageId) ?? -1
  const place = isOfMany ? `${threadId} [${index}]` : `[${index}]`
  return `  > ${place} ${role ?? ''}: ${oneLine(cut(quote, HEAD, TAIL))}`
}

function textOf({ content }: Message): string {
  return content.map((part) => (isTextPart(part) ? part.text : `[${part.type}]`)).join('\n')
}

/** The beginning and the end of a message, and what stands around the quotes in it. */
function longText(message: Message, evidence: readonly Evidence[]): string {
  const text = textOf(message)
  if (text.length <= HEAD + TAIL + 100) return text
  const spans = [
    { from: 0, to: HEAD },
    ...evidence
      .filter(({ messageId, quote }) => messageId === message.id && text.includes(quote))
      .map(({ quote }) => {
        const at = text.indexOf(quote)
        return { from: Math.max(0, at - BESIDE), to: at + quote.length + BESIDE }
      }),
    { from: text.length - TAIL, to: text.length },
  ].toSorted((a, b) => a.from - b.from)
  let shown = ''
  let end = 0
  for (const { from, to } of spans) {
    if (to <= end) continue
    if (from > end) shown += ` [… ${from - end} more] `
    shown += text.slice(Math.max(from, end), to)
    end = to
  }
  return shown
}

function cut(text: string, head: number, tail: number): string {
  if (text.length <= head + tail + 100) return text
  const end = tail === 0 ? '' : text.slice(-tail)
  return `${text.slice(0, head)} [… ${text.length - head - tail} more] ${end}`
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ')
}
