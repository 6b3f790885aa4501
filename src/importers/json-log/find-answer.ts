import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import { Members, names, plainName } from '../kit/members.ts'
import { isAnswerName } from './answer-names.ts'
import { leavesOf, valueAt } from './json-path.ts'
import type { JsonPath } from './json-path.ts'
import { parsedText } from './parsed-text.ts'

/** The answer that a log of a request has beside the request's messages. */
export interface FoundAnswer {
  /** As messages with roles, nearly always one; none where something stands there that is no answer. */
  readonly messages: readonly JsonObject[]
  /** Where these lie in the document; nowhere for one that lies in a text. */
  readonly paths: readonly JsonPath[]
  /** Other answers to the same request, which are not read. */
  readonly others: number
  /** Whether it is a text alone, which need not be an answer. */
  readonly isText: boolean
}

const BESIDE = names(
  `response responsebody modelresponse choices completion output outputs answer reply assistant
   generation result`,
)
/** As a text they say how it went. */
const NO_TEXTS = new Set(['result', 'outputs', 'generation'])
const WITHIN = [
  'choices',
  'output',
  'message',
  'messages',
  'body',
  'response',
  'candidates',
  'generations',
  'result',
  'data',
]
/** Of an answer that is no message. */
const TEXTS = ['output_text', 'text', 'content', 'completion', 'answer']
const RESPONSES = ['choices', 'output', 'candidates', 'role', 'message']
const WRAPPERS = ['data', 'body', 'payload', 'log', 'result', 'record']
const NOTHING: FoundAnswer = { messages: [], paths: [], others: 0, isText: false }
/** Wrappings of an answer. */
const DEEPEST = 6

/**
 * The answer in `response`, `choices`, `completion`, `output` and their like, however deep it is
 * wrapped, beside the list of messages or around it.
 *
 * @param holder the path of the object that holds the list
 */
export function findAnswer(document: JsonObject, holder: JsonPath = []): FoundAnswer | undefined {
  let isBeside = false
  for (let length = holder.length; length >= 0; length--) {
    const path = holder.slice(0, length)
    const object = valueAt(document, path)
    if (!isJsonObject(object)) continue
    for (const [name, value] of answersOf(object)) {
      if (typeof value === 'string' && NO_TEXTS.has(plainName(name))) continue
      const found = answerIn(value, [...path, name], 0)
      if (found !== undefined) return found
      isBeside ||= typeof value === 'object' && value !== null && leavesOf(value) > 0
    }
    const wrapped = wrappedAnswer(object, path)
    if (wrapped !== undefined) return wrapped
  }
  return isBeside ? NOTHING : undefined
}

/** An answer in `data` and its like, which hold much else. */
function wrappedAnswer(object: JsonObject, path: JsonPath): FoundAnswer | undefined {
  for (const wrapper of WRAPPERS) {
    const inner = object[wrapper]
    if (!isJsonObject(inner)) continue
    for (const [name, value] of answersOf(inner)) {
      const isText = typeof value === 'string'
      const found = isText ? undefined : answerIn(value, [...path, wrapper, name], 0)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** The members that are called as an answer is: by the usual names first, then by others. */
function answersOf(object: JsonObject): readonly [name: string, value: JsonValue][] {
  const usual = new Members(object).named(BESIDE)
  const others = Object.entries(object).filter(
    ([name]) => isAnswerName(name) && !BESIDE.has(plainName(name)),
  )
  return [...usual, ...others]
}

function answerIn(value: JsonValue, path: JsonPath, depth: number): FoundAnswer | undefined {
  if (depth > DEEPEST) return undefined
  if (typeof value === 'string') return answerOfText(value, path, depth)
  if (Array.isArray(value)) return answerOfList(value as readonly JsonValue[], path, depth)
  if (!isJsonObject(value)) return undefined
  if (isMessage(value)) {
    return { messages: [withRole(value)], paths: [path], others: 0, isText: false }
  }
  for (const name of WITHIN) {
    const inner = value[name]
    if (inner === null || inner === undefined) continue
    // A text is an answer only by its name; here it may be the JSON of a response.
    const found =
      typeof inner === 'object'
        ? answerIn(inner, [...path, name], depth + 1)
        : answerInJson(inner, depth)
    if (found !== undefined) return found
  }
  for (const name of TEXTS) {
    const text = value[name]
    const found = typeof text === 'string' ? answerIn(text, [...path, name], depth + 1) : undefined
    if (found !== undefined) return { ...found, isText: false }
  }
  return undefined
}

/** A text, which may be the JSON of a response; then it stays where it is. */
function answerOfText(text: string, path: JsonPath, depth: number): FoundAnswer | undefined {
  if (text.trim() === '') return undefined
  const within = answerInJson(text, depth)
  if (within !== undefined) return within
  return {
    messages: [{ role: 'assistant', content: text }],
    paths: [path],
    others: 0,
    isText: true,
  }
}

function answerInJson(text: JsonValue, depth: number): FoundAnswer | undefined {
  const response = typeof text === 'string' ? responseOf(parsedText(text)) : undefined
  const found = response === undefined ? undefined : answerIn(response, [], depth + 1)
  return found === undefined ? undefined : { ...found, paths: [] }
}

/** An answer in JSON is an answer; a response in JSON holds one. */
function responseOf(value: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined
  return RESPONSES.some((name) => value[name] !== undefined) ? value : undefined
}

/** Of choices the first is the answer; of the output of one response all messages are. */
function answerOfList(
  list: readonly JsonValue[],
  path: JsonPath,
  depth: number,
): FoundAnswer | undefined {
  const said = list.flatMap((item, index) =>
    isJsonObject(item) && isMessage(item) ? [{ item, index }] : [],
  )
  if (said.length > 0) {
    return {
      messages: said.map(({ item }) => withRole(item)),
      paths: said.map(({ index }) => path.concat(index)),
      others: 0,
      isText: false,
    }
  }
  const order = list.map((item, index) => ({ item, index })).toSorted(byIndex)
  const answers = order.flatMap(({ item, index }) => {
    const found = isJsonObject(item) ? answerIn(item, [...path, index], depth + 1) : undefined
    return found === undefined ? [] : [found]
  })
  const [first, ...others] = answers
  return first === undefined ? undefined : { ...first, others: others.length }
}

function byIndex(a: { item: JsonValue; index: number }, b: typeof a): number {
  const place = ({ item, index }: typeof a) => {
    const stated = isJsonObject(item) ? item['index'] : undefined
    return typeof stated === 'number' ? stated : index
  }
  return place(a) - place(b) || a.index - b.index
}

function isMessage(value: JsonObject): boolean {
  if (typeof value['role'] === 'string') return true
  return value['content'] !== undefined && value['choices'] === undefined
}

function withRole(message: JsonObject): JsonObject {
  return { ...message, role: message['role'] ?? 'assistant' }
}
