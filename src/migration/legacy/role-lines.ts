import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import { readAnyTime } from '../../importers/kit/any-time.ts'
import { knownRole } from '../../importers/kit/read-role.ts'

/** The pieces of a line that begins a message, each where it may stand. */
const LINE =
  /^\s*(?:\[(?<before>[^\]]{1,60})\]\s*)?(?:(?:message\s*)?#?\d{1,6}[.:)]?\s+)?(?:role\s*:\s*)?(?<role>[A-Za-z]{2,12})\s*(?:[([](?<after>[^)\]]{1,60})[)\]])?\s*(?:\|\s*time\s*:\s*(?<bar>.{1,80}?))?\s*(?<colon>:)?\s*(?<rest>.*)$/is
const ID = /^\s*thread(?:\s*id|_id)?\s*:\s*(\S+)\s*$/im
const RULE = /^\s*(?:[-=_*]{20,})\s*$/

/** A thread's text as lines with the role of who speaks, and what is said below or behind it. */
export interface RoleLines {
  /** As the head says; absent where it does not. */
  readonly id?: string
  /** Numbers of the lines before the first message that hold words, from 1; at most ten. */
  readonly unread: readonly number[]
  readonly messages: readonly DraftMessage[]
}

/**
 * Reads a text whose messages begin with a line of one form, such as `[<time>] user` or `USER (<time>): …`. The form
 * of the first such line is that of all, so that a text in which somebody quotes another form stays whole. Lines of
 * dashes between messages are left out. Undefined for a text without such a line.
 */
export function readRoleLines(text: string): RoleLines | undefined {
  const lines = text.split(/\r\n?|\n/)
  const first = lines.findIndex((line) => headOf(line) !== undefined)
  const form = headOf(lines[first] ?? '')?.form
  if (form === undefined) return undefined
  const above = lines.slice(0, first)
  const [, id] = ID.exec(above.join('\n')) ?? []
  const unread = above.flatMap((line, at) => (isEmpty(line) || isField(line) ? [] : [at + 1]))
  const messages: DraftMessage[] = []
  let head: MessageHead | undefined
  let said: string[] = []
  const end = () => {
    if (head !== undefined) messages.push(messageOf(head, said))
  }
  for (const line of lines.slice(first)) {
    const next = headOf(line)
    if (next?.form !== form) {
      said.push(line)
      continue
    }
    end()
    head = next
    said = next.rest === '' ? [] : [next.rest]
  }
  end()
  return { ...(id === undefined ? {} : { id }), unread: unread.slice(0, 10), messages }
}

interface MessageHead {
  readonly role: string
  readonly time?: string
  readonly rest: string
  /** Which pieces the line has. */
  readonly form: string
}

function headOf(line: string): MessageHead | undefined {
  const groups = LINE.exec(line)?.groups
  const role = knownRole(groups?.['role'] ?? '')
  if (groups === undefined || role === undefined) return undefined
  const { before, after, bar, colon, rest = '' } = groups
  const time = [bar, after, before].find(
    (one) => one !== undefined && readAnyTime(one) !== undefined,
  )
  // A word for a role that goes on as a sentence is one.
  if (rest !== '' && colon === undefined) return undefined
  if (colon === undefined && time === undefined && before === undefined) return undefined
  const form = [before, after, bar, colon]
    .map((piece) => (piece === undefined ? '-' : '+'))
    .join('')
  return { role, rest, form, ...(time === undefined ? {} : { time }) }
}

function messageOf({ role, time }: MessageHead, lines: readonly string[]): DraftMessage {
  const said = [...lines]
  while (said.length > 0 && isEmpty(said.at(-1))) said.pop()
  while (said.length > 0 && isEmpty(said[0])) said.shift()
  const read = time === undefined ? undefined : readAnyTime(time)
  return {
    role,
    ...(read === undefined ? {} : { createdAt: read.iso }),
    ...(read?.source === undefined ? {} : { sourceTime: read.source }),
    content: said.length === 0 ? [] : [{ type: 'text', text: said.join('\n') }],
  }
}

/** A name with one word or a time, which the thread has by itself: `Messages: 3`. */
function isField(line: string): boolean {
  const [, value] = /^\s*[\w #-]{1,40}:(.*)$/.exec(line) ?? []
  if (value === undefined) return false
  return !/\S\s+\S/.test(value) || readAnyTime(value.trim()) !== undefined
}

function isEmpty(line: string | undefined): boolean {
  return line === undefined || line.trim() === '' || RULE.test(line)
}
