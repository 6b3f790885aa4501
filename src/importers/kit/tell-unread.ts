import { textsOf } from '../../domain/thread/content-part.ts'
import type { DraftMessage } from '../../domain/thread/build-thread.ts'
import { isJsonArray } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'
import { readAnyTime } from './any-time.ts'
import { names, plainName } from './members.ts'
import type { Members } from './members.ts'
import { hasWords, isKnownItem } from './read-content.ts'
import type { ReadContent } from './read-content.ts'
import { readId } from './read-id.ts'
import { knownRole } from './read-role.ts'
import { toldName } from './tally.ts'
import type { Tally } from './tally.ts'

const DELETED = names('deleted isdeleted deletedat')
const UNSEEN = names('text parts body message')
/** Names that speak of somebody, and may be of whoever wrote. */
const SOMEBODY =
  /^(?:email|owner|username|account)$|(?:user|customer|visitor|member|account|owner|contact|client|sender|author|patient|player|student)s?(?:id|uuid|key|name|email|hash|ref)$/
const TIME = /(?:time|timestamp|date|datetime|at|utc|epoch)$/
/** Times of something else than a message's being written. */
const OTHER_TIME =
  /^(?:read|seen|expir|deliver|start|end|finish|complet|archiv|delet|edit|updat|modif|last|first)/
/** Nesting of members that is searched for words. */
const DEEPEST = 6

/** Tells of what was kept of a message without being understood. */
export function tellUnread(
  message: DraftMessage,
  members: Members,
  content: ReadContent | undefined,
  tally: Tally,
): void {
  tellOfContent(members, content, tally)
  const rest = Object.entries(members.rest() ?? {})
  if (message.createdAt === undefined) {
    for (const [name, value] of rest) {
      if (!saysTime(name, value)) continue
      tally.add(`members ${toldName(name)} that say a time, kept and not read as the message's`)
    }
  }
  if (message.role === 'user' && message.userId === undefined) tellOfSomebody(rest, tally)
  if (message.role !== 'unknown' && knownRole(message.role) === undefined) {
    tally.add('messages of a role that no chat has, kept as written')
  }
}

/** Tells of members that may name the user and are not called as one. */
export function tellOfSomebody(
  members: readonly (readonly [name: string, value: JsonValue])[],
  tally: Tally,
): void {
  for (const [name, value] of members) {
    if (!SOMEBODY.test(plainName(name)) || readId(value) === undefined) continue
    tally.add(`members ${toldName(name)} that may name the user, kept and not read as one`)
  }
}

function saysTime(name: string, value: JsonValue): boolean {
  const plain = plainName(name)
  if (!TIME.test(plain) || OTHER_TIME.test(plain)) return false
  return readAnyTime(value) !== undefined
}

function tellOfContent(members: Members, content: ReadContent | undefined, tally: Tally): void {
  for (const part of content?.parts ?? []) {
    if (!('raw' in part) || part.type === 'text' || isKnownItem(part.type)) continue
    tally.add(`parts ${toldName(part.type)}, kept as they are and not read as words`)
  }
  const deleted = members
    .named(DELETED)
    .some(([, value]) => value !== null && value !== false && value !== '' && value !== 0)
  if (deleted) tally.add('messages that are marked as deleted, kept like the others')
  const said = textsOf(content?.parts ?? [])
  const told = new Set<string>()
  for (const [name, value] of members.named(UNSEEN)) {
    if (typeof value === 'string' ? value === '' || said.includes(value) : value === null) continue
    told.add(name)
    tally.add(`members ${toldName(name)} beside the content, kept and not read as words`)
  }
  if (content !== undefined && (hasWords(content) || content.parts.some(isItem))) return
  for (const [name, value] of Object.entries(members.rest() ?? {})) {
    if (told.has(name) || !holdsWords(value, 0)) continue
    tally.add(`members ${toldName(name)} of messages without words, kept and not read as words`)
  }
}

function isItem(part: ReadContent['parts'][number]): boolean {
  return part.type !== 'text'
}

function holdsWords(value: JsonValue, depth: number): boolean {
  if (typeof value === 'string') return /\S\s+\S/.test(value) && readAnyTime(value) === undefined
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return false
  const inner = isJsonArray(value) ? value : Object.values(value)
  return inner.some((one) => holdsWords(one, depth + 1))
}
