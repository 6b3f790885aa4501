import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'
import type { JsonPath } from './json-path.ts'

/** The answer that a log of a request has beside the request's messages. */
export interface FoundAnswer {
  /** As messages with roles; nearly always one. */
  readonly messages: readonly JsonObject[]
  /** Where these lie in the document. */
  readonly paths: readonly JsonPath[]
  /** Other answers to the same request, which are not read. */
  readonly others: number
}

const BESIDE = ['response', 'choices', 'completion', 'output', 'outputs', 'answer', 'result']
/** As a text they say how it went. */
const NO_TEXTS = new Set(['result', 'outputs'])
const WITHIN = ['choices', 'output', 'message', 'body', 'response', 'candidates', 'result', 'data']
/** Of a text that is an answer, or of an answer that is a text. */
const TEXTS = ['output_text', 'text', 'content', 'completion', 'answer']

/** The answer in `response`, `choices`, `completion`, `output` and their like, however deep it is wrapped. */
export function findAnswer(document: JsonObject): FoundAnswer | undefined {
  for (const name of BESIDE) {
    const value = document[name]
    if (value === undefined || (typeof value === 'string' && NO_TEXTS.has(name))) continue
    const found = answerIn(value, [name], 0)
    if (found !== undefined) return found
  }
  return undefined
}

function answerIn(value: JsonValue, path: JsonPath, depth: number): FoundAnswer | undefined {
  if (depth > 5) return undefined
  if (typeof value === 'string') {
    if (value.trim() === '') return undefined
    return { messages: [{ role: 'assistant', content: value }], paths: [path], others: 0 }
  }
  if (Array.isArray(value)) return answerOfList(value as readonly JsonValue[], path, depth)
  if (!isJsonObject(value)) return undefined
  if (isMessage(value)) return { messages: [withRole(value)], paths: [path], others: 0 }
  for (const name of WITHIN) {
    const inner = value[name]
    if (inner === null || typeof inner !== 'object') continue
    const found = answerIn(inner, [...path, name], depth + 1)
    if (found !== undefined) return found
  }
  for (const name of TEXTS) {
    const text = value[name]
    if (typeof text === 'string') return answerIn(text, [...path, name], depth + 1)
  }
  return undefined
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
