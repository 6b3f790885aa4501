import { isTextPart } from '../../../domain/thread/content-part.ts'
import type { Message } from '../../../domain/thread/message.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { isTool, speakerOf } from '../../speaker.ts'
import type { Speaker } from '../../speaker.ts'
import { findSetApart } from './set-apart.ts'
import type { SetApart } from './set-apart.ts'
import { tokenize } from './tokenize.ts'
import type { Tokens } from './tokenize.ts'

/** One text part, read. */
export interface ReadText {
  /** Index into the message's content. */
  readonly part: number
  readonly text: string
  readonly tokens: Tokens
  /** For each word: whether it stands in code, a quotation or lyrics. */
  readonly apart: readonly boolean[]
  readonly setApart: readonly SetApart[]
}

/** One message, read. */
export interface Turn {
  readonly index: number
  readonly message: Message
  readonly speaker: Speaker
  /** None of a system's messages; of a tool's what its answer begins with. */
  readonly texts: readonly ReadText[]
}

/**
 * Of a longer text the beginning and the end are read (users put their words around what they paste,
 * assistants decline at the beginning and promise at the end); both in UTF-16 units.
 */
const HEAD = { user: 4000, assistant: 1600, other: 400 }
const TAIL = { user: 1500, assistant: 500, other: 0 }

export function readThread(thread: Thread): Turn[] {
  return thread.messages.map((message, index) => {
    const speaker = speakerOf(message.role)
    return {
      index,
      message,
      speaker,
      texts: speaker === 'other' && !isTool(message.role) ? [] : readTexts(message, speaker),
    }
  })
}

function readTexts(message: Message, speaker: Speaker): ReadText[] {
  const texts: ReadText[] = []
  message.content.forEach((part, index) => {
    if (!isTextPart(part) || part.text === '') return
    texts.push(readText(part.text, index, HEAD[speaker], TAIL[speaker]))
  })
  return texts
}

export function readText(text: string, part = 0, head = HEAD.user, tail = TAIL.user): ReadText {
  const tokens = readTokens(text, head, tail)
  const setApart = text.length > head + tail ? setApartOfEnds(text, head, tail) : findSetApart(text)
  const apart = markApart(tokens, setApart)
  // What is quoted as a whole is the writer's own voice after all.
  const voiced = apart.some((inside) => !inside)
  return { part, text, tokens, apart: voiced ? apart : apart.map(() => false), setApart }
}

function readTokens(text: string, head: number, tail: number): Tokens {
  if (text.length <= head + tail) return tokenize(text)
  const first = tokenize(text, 0, wordBoundary(text, head))
  const second = tokenize(text, wordBoundary(text, text.length - tail), text.length)
  const offset = (first.sentences.at(-1) ?? 0) + 1
  return {
    words: [...first.words, ...second.words],
    starts: [...first.starts, ...second.starts],
    ends: [...first.ends, ...second.ends],
    sentences: [...first.sentences, ...second.sentences.map((n) => n + offset)],
  }
}

function setApartOfEnds(text: string, head: number, tail: number): SetApart[] {
  const from = text.length - tail
  const parts = findSetApart(text.slice(0, head))
  for (const part of findSetApart(text.slice(from))) {
    parts.push({ kind: part.kind, start: part.start + from, end: part.end + from })
  }
  return parts
}

/** The next white space within 40 units, else the place itself. */
function wordBoundary(text: string, at: number): number {
  for (let i = at; i < at + 40 && i < text.length; i++) {
    if (text.charCodeAt(i) <= 0x20) return i
  }
  return at
}

function markApart(tokens: Tokens, parts: readonly SetApart[]): boolean[] {
  const marks = tokens.starts.map(() => false)
  if (parts.length === 0) return marks
  for (const { start, end } of parts) {
    for (let i = firstAtOrAfter(tokens.starts, start); i < marks.length; i++) {
      if ((tokens.starts[i] ?? end) >= end) break
      marks[i] = true
    }
  }
  return marks
}

function firstAtOrAfter(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}
