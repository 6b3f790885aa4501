import { isJsonArray } from '../../domain/values/json.ts'
import type { JsonValue } from '../../domain/values/json.ts'

const WORDS: Readonly<Record<string, JsonValue>> = { None: null, True: true, False: false }
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
}
/** Levels of lists that are read; what goes deeper is no content of a message. */
const DEEPEST = 50

/**
 * The value of a list or dict as Python's `repr` writes it: `[{'type': 'text', 'text': "it's"}]`, `None`, `True`.
 * Tuples are lists. Undefined for a text that is not one such value and nothing else.
 */
export function pythonLiteral(text: string): JsonValue | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  const reader = new Reader(text)
  const value = reader.value(0)
  return value !== undefined && reader.isAtEnd ? value : undefined
}

/** Each method gives undefined where the text is none of what it reads. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    this.#skipSpace()
    return this.#at === this.#text.length
  }

  value(depth: number): JsonValue | undefined {
    if (depth > DEEPEST) return undefined
    this.#skipSpace()
    const next = this.#text[this.#at]
    if (next === '[') return this.#list(']', depth)
    if (next === '(') return this.#list(')', depth)
    if (next === '{') return this.#dict(depth)
    if (next === "'" || next === '"') return this.#string()
    return this.#word(depth)
  }

  #list(end: string, depth: number): JsonValue | undefined {
    const items: JsonValue[] = []
    this.#at++
    while (!this.#takes(end)) {
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
      if (!this.#takes(',') && !this.#isNext(end)) return undefined
    }
    return items
  }

  #dict(depth: number): JsonValue | undefined {
    const members: [string, JsonValue][] = []
    this.#at++
    while (!this.#takes('}')) {
      const key = this.value(depth + 1)
      if (typeof key !== 'string' && typeof key !== 'number') return undefined
      if (!this.#takes(':')) return undefined
      const member = this.value(depth + 1)
      if (member === undefined) return undefined
      members.push([String(key), member])
      if (!this.#takes(',') && !this.#isNext('}')) return undefined
    }
    return Object.fromEntries(members)
  }

  #string(): string | undefined {
    const quote = this.#text[this.#at] ?? ''
    let out = ''
    for (let at = this.#at + 1; at < this.#text.length; at++) {
      const char = this.#text[at] ?? ''
      if (char === quote) {
        this.#at = at + 1
        return out
      }
      if (char !== '\\') {
        out += char
        continue
      }
      const escape = this.#text[++at] ?? ''
      const digits = { x: 2, u: 4, U: 8 }[escape]
      if (digits === undefined) {
        out += ESCAPES[escape] ?? (`'"\\`.includes(escape) ? escape : `\\${escape}`)
        continue
      }
      const code = this.#text.slice(at + 1, at + 1 + digits)
      const point = Number.parseInt(code, 16)
      if (!/^[0-9a-f]+$/i.test(code) || code.length < digits || point > 0x10ffff) return undefined
      out += String.fromCodePoint(point)
      at += digits
    }
    return undefined
  }

  /** A word or a number, or what Python writes around a value: `ObjectId('…')`. */
  #word(depth: number): JsonValue | undefined {
    const pattern = /[A-Za-z_][\w.]*|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/iy
    pattern.lastIndex = this.#at
    const [word] = pattern.exec(this.#text) ?? []
    if (word === undefined) return undefined
    this.#at += word.length
    if (Object.hasOwn(WORDS, word)) return WORDS[word]
    if (/^[-+.\d]/.test(word)) {
      const number = Number(word)
      return Number.isFinite(number) ? number : undefined
    }
    if (!this.#isNext('(')) return undefined
    const given = this.value(depth + 1)
    return isJsonArray(given) && given.length === 1 ? given[0] : given
  }

  #takes(char: string): boolean {
    if (!this.#isNext(char)) return false
    this.#at++
    return true
  }

  #isNext(char: string): boolean {
    this.#skipSpace()
    return this.#text[this.#at] === char
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }
}
