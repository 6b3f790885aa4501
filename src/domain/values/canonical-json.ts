import { hash } from 'node:crypto'

/**
 * Canonical JSON after RFC 8785: no white space, keys ordered by UTF-16 code units, numbers as
 * ECMAScript prints them, strings with the shortest escapes. One deviation, because a thread may hold
 * what RFC 8785 forbids: a lone surrogate is written as its `\uxxxx` escape (lower case, as
 * `JSON.stringify` does). Members whose value is `undefined` are left out. Values may be nested to any
 * depth.
 *
 * @throws TypeError on a value that JSON cannot express (a function, NaN, an infinity, a bigint).
 */
export function canonicalJson(value: unknown): string {
  if (!isContainer(value)) return scalar(value)
  const outermost = opened(value)
  const open: Opened[] = [outermost]
  let out = outermost.keys === undefined ? '[' : '{'
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const { container, keys } = last
    if (last.next === last.length) {
      out += keys === undefined ? ']' : '}'
      open.pop()
      continue
    }
    const key = keys === undefined ? last.next : (keys[last.next] ?? '')
    const member = (container as Readonly<Record<string | number, unknown>>)[key]
    last.next++
    if (member === undefined && keys !== undefined) continue
    if (last.isBegun) out += ','
    last.isBegun = true
    if (keys !== undefined) out += `${JSON.stringify(key)}:`
    if (!isContainer(member)) {
      out += member === undefined ? 'null' : scalar(member)
      continue
    }
    const inner = opened(member)
    out += inner.keys === undefined ? '[' : '{'
    open.push(inner)
  }
  return out
}

/** An array or an object that is being written; the stack of them is ours, so depth costs no calls. */
interface Opened {
  readonly container: object
  /** Of an object, in order; undefined for an array. */
  readonly keys: readonly string[] | undefined
  readonly length: number
  next: number
  isBegun: boolean
}

function opened(container: object): Opened {
  if (Array.isArray(container)) {
    return { container, keys: undefined, length: container.length, next: 0, isBegun: false }
  }
  // The default sort compares UTF-16 code units, which is what the RFC asks for.
  const keys = Object.keys(container).sort()
  return { container, keys, length: keys.length, next: 0, isBegun: false }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function scalar(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('JSON has no NaN and no infinity')
      return JSON.stringify(value)
    case 'object':
      return 'null'
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      break
  }
  throw new TypeError(`JSON cannot express a ${typeof value}`)
}

/** SHA-256 as 64 lower-case hex digits, of a text's UTF-8 bytes or of bytes. */
export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/** SHA-256 of the canonical JSON of a value: what "hash of a record" means everywhere. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value))
}
