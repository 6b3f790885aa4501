import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { JsonPath } from './json-path.ts'
import { CONVERSATION_NAMES, plainName } from '../kit/members.ts'
import { readId } from '../kit/read-id.ts'
import { knownRole, roleWord } from '../kit/read-role.ts'

/** What a document is, by the list that lies in it. */
export interface FoundList {
  /** One conversation and its messages; or messages or conversations that each stand for themselves. */
  readonly kind: 'conversation' | 'envelope'
  readonly path: JsonPath
  readonly list: readonly JsonValue[]
}

/** Levels of objects that are searched: `{body: {messages}}`, `{export: {data: {threads}}}`. */
const DEEPEST = 3
/** Items of a list that are looked at. */
const SAMPLE = 8

/** Whether a value is a message by its look: it says who speaks, and something. */
export function looksLikeMessage(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value) || Array.isArray(value['messages'])) return false
  if (typeof value['role'] === 'string') return true
  const names = ['author', 'sender', 'from', 'speaker', 'type']
  const speaks = names.some((name) => knownRole(roleWord(value[name]) ?? '') !== undefined)
  const says = ['content', 'text', 'parts', 'message', 'body', 'value']
  return speaks && says.some((name) => value[name] !== undefined)
}

/** Whether a message names its conversation by a key of its own. */
export function namesConversation(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false
  return Object.entries(value).some(
    ([name, member]) => CONVERSATION_NAMES.has(plainName(name)) && readId(member) !== undefined,
  )
}

/**
 * The list that makes a document a conversation or an envelope, wherever it lies: `messages` of its own,
 * else the first list of conversations or of messages in it. Undefined: it is a message, or nothing.
 */
export function findList(document: JsonObject): FoundList | undefined {
  const own = document['messages']
  if (Array.isArray(own) && document['role'] === undefined) {
    const list = own as readonly JsonValue[]
    const isNamed = namesConversation(document) || document['_id'] !== undefined
    const kind = !isNamed && list.some(namesConversation) ? 'envelope' : 'conversation'
    return { kind, path: ['messages'], list }
  }
  if (looksLikeMessage(document)) return undefined
  let level: (readonly [JsonPath, JsonObject])[] = [[[], document]]
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    for (const [path, object] of level) {
      const found = listIn(object, path)
      if (found !== undefined) return found
    }
    level = level.flatMap(([path, object]) =>
      Object.entries(object).flatMap(([name, member]) =>
        isJsonObject(member) ? [[[...path, name], member] as const] : [],
      ),
    )
  }
  return undefined
}

function listIn(object: JsonObject, path: JsonPath): FoundList | undefined {
  for (const [name, member] of Object.entries(object)) {
    if (!Array.isArray(member)) continue
    const list = member as readonly JsonValue[]
    const sample = list.slice(0, SAMPLE)
    const at = { path: [...path, name], list }
    if (sample.some((item) => isJsonObject(item) && isConversation(item))) {
      return { kind: 'envelope', ...at }
    }
    if (sample.some(looksLikeMessage) && !ANSWERS.has(name)) {
      return { kind: sample.some(namesConversation) ? 'envelope' : 'conversation', ...at }
    }
  }
  return undefined
}

/** An answer is part of a conversation, not a conversation. */
const ANSWERS: ReadonlySet<string> = new Set(['choices', 'output', 'outputs', 'candidates'])

function isConversation(value: JsonObject): boolean {
  return Array.isArray(value['messages']) && value['role'] === undefined
}
