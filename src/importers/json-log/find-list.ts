import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { JsonPath } from './json-path.ts'
import { BELONGING_NAMES, ID_NAMES, plainName } from '../kit/members.ts'
import { readConversationId } from '../kit/read-id.ts'
import { knownRole, roleWord } from '../kit/read-role.ts'

/** A list, and where in a document it lies. */
export interface ListAt {
  readonly path: JsonPath
  readonly list: readonly JsonValue[]
}

/** What a document is, by the lists that lie in it. */
export type FoundList =
  /** One conversation, and its messages. */
  | ({ readonly kind: 'conversation' } & ListAt)
  /** An envelope of messages or conversations that each stand for themselves. */
  | { readonly kind: 'envelope'; readonly lists: readonly ListAt[] }

/** Levels of objects that are searched: `{body: {messages}}`, `{export: {data: {threads}}}`. */
const DEEPEST = 4
/** Items of a list that are looked at. */
const SAMPLE = 8
/** An answer is part of a conversation, not a conversation. */
const ANSWERS: ReadonlySet<string> = new Set([
  'choices',
  'output',
  'outputs',
  'candidates',
  'response',
  'completion',
])
const SPEAKERS = ['author', 'sender', 'from', 'speaker', 'type']
const SPOKEN = ['content', 'text', 'parts', 'message', 'body', 'value']

/** Whether a value is a message by its look: it says who speaks, and something. */
export function looksLikeMessage(value: JsonValue): value is JsonObject {
  if (!isJsonObject(value) || Array.isArray(value['messages'])) return false
  if (typeof value['role'] === 'string') return true
  const speaks = SPEAKERS.some((name) => knownRole(roleWord(value[name]) ?? '') !== undefined)
  return speaks && SPOKEN.some((name) => value[name] !== undefined)
}

/** Whether a message names its conversation by a key of its own. */
export function namesConversation(value: JsonValue): boolean {
  if (!isJsonObject(value)) return false
  return Object.entries(value).some(
    ([name, member]) =>
      BELONGING_NAMES.has(plainName(name)) && readConversationId(member) !== undefined,
  )
}

/**
 * The list that makes a document a conversation or an envelope, wherever it lies: `messages` of its own,
 * else what lies in it nearest to the outside. Undefined: it is a message, or nothing.
 */
export function findList(document: JsonObject): FoundList | undefined {
  const own = document['messages']
  if (Array.isArray(own) && document['role'] === undefined) {
    const at: ListAt = { path: ['messages'], list: own as readonly JsonValue[] }
    const isNamed = namesConversation(document) || document['_id'] !== undefined
    if (isNamed || !at.list.some(namesConversation)) return { kind: 'conversation', ...at }
    return { kind: 'envelope', lists: [at] }
  }
  if (looksLikeMessage(document)) return undefined
  let level: (readonly [JsonPath, JsonObject])[] = [[[], document]]
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const found = findOnLevel(level)
    if (found !== undefined) return found
    level = level.flatMap(([path, object]) =>
      Object.entries(object).flatMap(([name, member]) =>
        isJsonObject(member) ? [[[...path, name], member] as const] : [],
      ),
    )
  }
  return undefined
}

function findOnLevel(level: readonly (readonly [JsonPath, JsonObject])[]): FoundList | undefined {
  const envelopes: ListAt[] = []
  const conversations: {
    readonly at: ListAt
    readonly path: JsonPath
    readonly object: JsonObject
  }[] = []
  for (const [path, object] of level) {
    const lists = messageLists(object, path)
    envelopes.push(...lists.filter(({ isEnvelope }) => isEnvelope))
    const first = lists.find(({ isEnvelope }) => !isEnvelope)
    if (first !== undefined) conversations.push({ at: first, path, object })
  }
  // The answer to a request lies beside it, `{"input": {"messages": …}, "output": {"messages": …}}`.
  const asked = conversations.filter(({ path }) => !ANSWERS.has(String(path.at(-1))))
  const [one, ...others] = asked.length === 0 ? conversations : asked
  if (envelopes.length === 0 && one !== undefined && others.length === 0) {
    return { kind: 'conversation', path: one.at.path, list: one.at.list }
  }
  // Conversations by their ids, `{"t1": {"messages": …}, "t2": …}`, are an envelope too; a list beside an
  // envelope in one object is a conversation by itself.
  const keyed = conversations.map(({ at, path, object }) =>
    envelopes.some(
      (envelope) => envelope.path.length === path.length + 1 && isBelow(path, envelope),
    )
      ? { path: at.path, list: [at.list] }
      : { path, list: [withKey(object, path)] },
  )
  const lists = [...envelopes, ...keyed]
  return lists.length === 0 ? undefined : { kind: 'envelope', lists }
}

function isBelow(path: JsonPath, { path: deeper }: ListAt): boolean {
  return path.every((step, index) => deeper[index] === step)
}

/** The lists of messages or of conversations among the members of an object. */
export function messageLists(
  object: JsonObject,
  path: JsonPath = [],
): (ListAt & { readonly isEnvelope: boolean })[] {
  return Object.entries(object).flatMap(([name, member]) => {
    if (!Array.isArray(member)) return []
    const list = member as readonly JsonValue[]
    const sample = list.slice(0, SAMPLE)
    const at = { path: [...path, name], list }
    if (sample.some(isConversation)) return [{ ...at, isEnvelope: true }]
    if (!sample.some(looksLikeMessage) || ANSWERS.has(name)) return []
    return [{ ...at, isEnvelope: sample.some(namesConversation) }]
  })
}

function isConversation(value: JsonValue): boolean {
  return isJsonObject(value) && Array.isArray(value['messages']) && value['role'] === undefined
}

/** A conversation that is named by its key alone, with that for its id. */
function withKey(object: JsonObject, path: JsonPath): JsonObject {
  const key = path.at(-1)
  const isNamed = Object.keys(object).some((name) => {
    const plain = plainName(name)
    return ID_NAMES.has(plain) || BELONGING_NAMES.has(plain)
  })
  return isNamed || typeof key !== 'string' ? object : { ...object, id: key }
}
