import { isJsonArray, isJsonObject } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'

type Kind = 'text' | 'number' | 'boolean' | 'object' | 'list'

/**
 * Whether a value has something at a path: `a.b`, `*` for any member, `[]` for any item of a list, `:kind` for
 * what it must be, `=word` for the text it must be.
 */
export function has(value: JsonValue, path: string): boolean {
  const [, steps = '', mark, wanted = ''] = /^([^:=]*)(?:([:=])(.*))?$/.exec(path) ?? []
  let found: JsonValue[] = [value]
  for (const step of steps.split(/\.|(?=\[\])/)) found = found.flatMap((one) => within(one, step))
  return found.some((one) =>
    mark === '=' ? one === wanted : mark === ':' ? kindOf(one) === wanted : true,
  )
}

function within(value: JsonValue, step: string): JsonValue[] {
  if (isJsonArray(value)) return step === '[]' ? [...value] : []
  if (!isJsonObject(value)) return []
  if (step === '*') return Object.values(value)
  const member = value[step]
  return member === undefined ? [] : [member]
}

function kindOf(value: JsonValue): Kind | 'nothing' {
  if (value === null) return 'nothing'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return Array.isArray(value) ? 'list' : 'object'
}
