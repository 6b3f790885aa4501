import { isJsonObject } from '../../domain/values/json.ts'
import type { JsonObject, JsonValue } from '../../domain/values/json.ts'

export type JsonPath = readonly (string | number)[]

/** `response.choices[0].message`, for people; a name that does not look like one is not quoted. */
export function pathText(path: JsonPath): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return /^\w{1,40}$/.test(step) ? `.${step}` : '.(a member)'
  })
  return steps.join('').replace(/^\./, '')
}

/** The value at a path, if there is one. */
export function valueAt(value: JsonValue, path: JsonPath): JsonValue | undefined {
  let at: JsonValue | undefined = value
  for (const step of path) {
    if (Array.isArray(at)) at = (at as readonly JsonValue[])[Number(step)]
    else at = isJsonObject(at) && Object.hasOwn(at, step) ? at[step] : undefined
  }
  return at
}

/** A copy of the object without the value at a path; the object itself where there is none. */
export function withoutPath(object: JsonObject, path: JsonPath): JsonObject {
  const result = without(object, path)
  return isJsonObject(result) ? result : {}
}

function without(value: JsonValue, [step, ...further]: JsonPath): JsonValue {
  if (Array.isArray(value) && typeof step === 'number') {
    const list = value as readonly JsonValue[]
    if (further.length === 0) return list.toSpliced(step, 1)
    return list.map((one, index) => (index === step ? without(one, further) : one))
  }
  if (!isJsonObject(value) || typeof step !== 'string' || !Object.hasOwn(value, step)) return value
  const entries = Object.entries(value).flatMap(([name, member]): [string, JsonValue][] => {
    if (name !== step) return [[name, member]]
    return further.length === 0 ? [] : [[name, without(member, further)]]
  })
  return Object.fromEntries(entries)
}

/** How many values a value holds that are no lists or objects. */
export function leavesOf(value: JsonValue): number {
  let leaves = 0
  const left: JsonValue[] = [value]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (typeof one !== 'object' || one === null) leaves++
    else left.push(...Object.values(one))
  }
  return leaves
}
