import { HitCraftError } from '../../src/errors/hitcraft-error.ts'
import { FAILURE_KINDS, ITEM_TYPES, NEEDS, OUTCOMES } from './topics.ts'
import type { FailureKind, ItemType, NeedSlug, Outcome, TopicSlug } from './topics.ts'

/** The day whose export is the first to hold a thread. */
export type Day = 1 | 2 | 3

export type ScriptPart = { readonly text: string } | { readonly item: ItemType }

export interface ScriptMessage {
  readonly role: 'user' | 'assistant'
  readonly parts: ScriptPart[]
  /** What this message is the evidence of. */
  readonly failures: { readonly kind: FailureKind; readonly noticed: boolean }[]
  /** Said on day 2 in a thread of day 1. */
  readonly grown: boolean
  /** Minutes that pass before it, beyond what reading and typing take. */
  readonly wait: number
  /** The text of the first part as it reads after an edit on day 2. */
  edited?: string
}

export interface ScriptThread {
  readonly topic: TopicSlug
  readonly language: string
  readonly title: string
  request: string
  day: Day
  outcome: Outcome
  complaint: boolean
  thanks: boolean
  readonly unmetNeeds: NeedSlug[]
  readonly messages: ScriptMessage[]
}

/**
 * Reads one file of `conversations/`:
 *
 * - `=== en | Title` begins a thread; without a title it is "Untitled Conversation".
 * - `@ the request` and `@ resolved thanks complaint day2 need:midi-download` describe it.
 * - `> ` begins a message of the user, `< ` one of the assistant; after it `!kind` marks evidence of a
 *   failure that nobody mentions, `!!kind` of one that the user notices.
 * - `{item_type}` on its own line is an item, `||` ends a text part, `---` means: said on day 2.
 * - `+40m` lets so many minutes pass before the next message.
 * - `~ ` gives the text of the message above after an edit on day 2.
 *
 * Every other line continues the text.
 *
 * @throws HitCraftError INVALID_INPUT with file and line where a line makes no sense.
 */
export function parseScript(topic: TopicSlug, source: string): ScriptThread[] {
  const threads: ScriptThread[] = []
  let grown = false
  let wait = 0
  let target: 'part' | 'edit' = 'part'
  for (const [index, line] of source.split('\n').entries()) {
    const fail = (problem: string): HitCraftError =>
      new HitCraftError('INVALID_INPUT', `conversations/${topic}.txt:${index + 1}: ${problem}`)
    const thread = threads.at(-1)
    if (line.startsWith('=== ')) {
      const [language = '', title = ''] = line.slice(4).split('|')
      threads.push(emptyThread(topic, language.trim(), title.trim()))
      grown = false
      continue
    }
    if (thread === undefined) {
      if (line.trim() !== '') throw fail('stands before the first thread')
      continue
    }
    const message = thread.messages.at(-1)
    if (line.startsWith('@ ')) describe(thread, line.slice(2), fail)
    else if (line === '---') grown = true
    else if (/^\+\d+m$/u.test(line)) wait = Number.parseInt(line.slice(1), 10)
    else if (/^[<>] /u.test(line)) {
      const opened = openMessage(line, { grown, wait }, fail)
      thread.messages.push(opened)
      wait = 0
      target = 'part'
    } else if (message === undefined) {
      if (line.trim() !== '') throw fail('belongs to no message')
    } else if (line.startsWith('~ ')) {
      message.edited = line.slice(2)
      target = 'edit'
    } else if (target === 'edit') message.edited = `${message.edited}\n${line}`
    else addLine(message.parts, line, false, fail)
  }
  return threads.map(trimmed)
}

function emptyThread(topic: TopicSlug, language: string, title: string): ScriptThread {
  return {
    topic,
    language,
    title: title === '' ? 'Untitled Conversation' : title,
    request: '',
    day: 1,
    outcome: 'unknown',
    complaint: false,
    thanks: false,
    unmetNeeds: [],
    messages: [],
  }
}

type Fail = (problem: string) => HitCraftError

function describe(thread: ScriptThread, line: string, fail: Fail): void {
  if (thread.request === '') {
    thread.request = line
    return
  }
  for (const word of line.split(' ')) {
    const outcome = OUTCOMES.find((name) => name === word)
    const need = Object.keys(NEEDS).find((slug) => word === `need:${slug}`)
    if (outcome !== undefined) thread.outcome = outcome
    else if (need !== undefined) thread.unmetNeeds.push(need as NeedSlug)
    else if (word === 'thanks') thread.thanks = true
    else if (word === 'complaint') thread.complaint = true
    else if (word === 'day2') thread.day = 2
    else if (word === 'day3') thread.day = 3
    else throw fail(`unknown word ${word}`)
  }
}

function openMessage(
  line: string,
  when: Pick<ScriptMessage, 'grown' | 'wait'>,
  fail: Fail,
): ScriptMessage {
  const role = line.startsWith('>') ? 'user' : 'assistant'
  const message: ScriptMessage = { role, parts: [], failures: [], ...when }
  let rest = line.slice(2)
  for (;;) {
    const mark = /^(!!?)([a-z-]+) ?/u.exec(rest)
    const kind = FAILURE_KINDS.find((name) => name === mark?.[2])
    if (mark === null) break
    if (kind === undefined) throw fail(`unknown failure ${mark[2]}`)
    message.failures.push({ kind, noticed: mark[1] === '!!' })
    rest = rest.slice(mark[0].length)
  }
  addLine(message.parts, rest, true, fail)
  return message
}

function addLine(parts: ScriptPart[], line: string, first: boolean, fail: Fail): void {
  const name = /^\{([a-z_]+)\}$/u.exec(line)?.[1]
  if (name !== undefined) {
    const item = ITEM_TYPES.find((type) => type === name)
    if (item === undefined) throw fail(`unknown item ${name}`)
    parts.push({ item })
    return
  }
  const last = parts.at(-1)
  if (line === '||') parts.push({ text: '' })
  else if (first || last === undefined || 'item' in last) parts.push({ text: line })
  else parts[parts.length - 1] = { text: last.text === '' ? line : `${last.text}\n${line}` }
}

/** Without the empty lines that end a message in the file, and without parts that hold nothing. */
function trimmed(thread: ScriptThread): ScriptThread {
  return {
    ...thread,
    messages: thread.messages.map((message) => ({
      ...message,
      parts: message.parts
        .map((part) => ('text' in part ? { text: part.text.trim() } : part))
        .filter((part) => !('text' in part) || part.text !== ''),
      ...(message.edited === undefined ? {} : { edited: message.edited.trim() }),
    })),
  }
}
