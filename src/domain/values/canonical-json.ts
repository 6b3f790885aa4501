import { hash } from 'node:crypto'

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/**
 * Canonical JSON after RFC 8785: no white space, keys ordered by UTF-16 code units, numbers as
 * ECMAScript prints them, strings with the shortest escapes. One deviation, because a thread may hold
 * what RFC 8785 forbids: a lone surrogate is written as its `\uxxxx` escape (lower case, as
 * `JSON.stringify` does). Members whose value is `undefined` are left out.
 *
 * @throws TypeError on a value that JSON cannot express (a function, NaN, an infinity, a bigint).
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError('JSON has no NaN and no infinity')
      return JSON.stringify(value)
    case 'object': {
      if (value === null) return 'null'
      if (Array.isArray(value)) {
        let out = '['
        for (let i = 0; i < value.length; i++) {
          if (i > 0) out += ','
          const item: unknown = value[i]
          out += canonicalJson(item === undefined ? null : item)
        }
        return out + ']'
      }
      const object = value as Record<string, unknown>
      let out = '{'
      // The default sort compares UTF-16 code units, which is what the RFC asks for.
      for (const key of Object.keys(object).sort()) {
        const member = object[key]
        if (member === undefined) continue
        if (out.length > 1) out += ','
        out += JSON.stringify(key) + ':' + canonicalJson(member)
      }
      return out + '}'
    }
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

/** Whether a text holds half of a surrogate pair, which no UTF-8 store can hold as it is. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text)
}
