import { isTextPart } from '../thread/content-part.ts'
import { unitsOf } from './search-tokens.ts'
import type { Unit } from './search-tokens.ts'
import type { Thread } from '../thread/thread.ts'

/** Units that must stand next to each other in one text; a bare word is a term of one unit. */
export interface SearchTerm {
  readonly units: readonly Pick<Unit, 'token' | 'single'>[]
  /** The last unit, a word, may go on. */
  readonly prefix: boolean
}

/** All terms must occur in the thread, each in any message. */
export interface SearchQuery {
  readonly terms: readonly SearchTerm[]
}

/** The words that matched: a span in UTF-16 units of a text part. */
export interface SearchSpan {
  readonly messageId: string
  readonly part: number
  readonly start: number
  readonly end: number
}

/** A token that the index must hold for a term to be possible. */
export interface RequiredToken {
  readonly token: string
  readonly prefix: boolean
}

/**
 * Reads what a person typed: the AND of its words, the last one a prefix, `"…"` a phrase. A quote that
 * never closes reaches to the end. No terms (an empty text, only punctuation) match nothing.
 */
export function parseSearch(words: string): SearchQuery {
  const terms: SearchTerm[] = []
  for (const match of words.matchAll(/"([^"]*)(?:"|$)|([^\s"]+)/gu)) {
    const phrase = match[1]
    const units = unitsOf(phrase ?? match[2] ?? '')
    const last = units.at(-1)
    if (last === undefined) continue
    const atEnd = phrase === undefined && match.index + match[0].length === words.trimEnd().length
    terms.push({ units, prefix: atEnd && !last.single })
  }
  return { terms }
}

/**
 * The tokens that a thread's index entry must hold for the query to match. Necessary, not sufficient:
 * a term of several units still has to be found as neighbours by {@link findMatch}.
 */
export function requiredTokens(query: SearchQuery): RequiredToken[] {
  const required = new Map<string, RequiredToken>()
  for (const term of query.terms) {
    for (const [index, unit] of term.units.entries()) {
      const isLast = index === term.units.length - 1
      const prefix = term.prefix && isLast
      required.set(`${unit.token}${prefix ? '*' : ''}`, { token: unit.token, prefix })
    }
  }
  return [...required.values()]
}

/** Whether the tokens alone decide: every term is one unit. */
export function isDecidedByTokens(query: SearchQuery): boolean {
  return query.terms.every(({ units }) => units.length === 1)
}

/**
 * The first place where the first term occurs, if every term occurs somewhere in the thread's texts.
 * This is the definition of search; an index only narrows down where to look.
 */
export function findMatch(thread: Thread, query: SearchQuery): SearchSpan | undefined {
  const [firstTerm] = query.terms
  if (firstTerm === undefined) return undefined
  const missing = new Set(query.terms)
  let span: SearchSpan | undefined
  for (const message of thread.messages) {
    for (const [part, content] of message.content.entries()) {
      if (!isTextPart(content)) continue
      const units = unitsOf(content.text)
      for (const term of missing) {
        const found = findTerm(units, term)
        if (found === undefined) continue
        missing.delete(term)
        if (term === firstTerm) span = { messageId: message.id, part, ...found }
      }
      if (missing.size === 0) return span
    }
  }
  return undefined
}

function findTerm(units: readonly Unit[], term: SearchTerm) {
  const length = term.units.length
  for (let at = 0; at + length <= units.length; at++) {
    let i = 0
    while (i < length && unitMatches(units[at + i], term, i)) i++
    const first = units[at]
    const last = units[at + length - 1]
    if (i === length && first !== undefined && last !== undefined) {
      return { start: first.start, end: last.end }
    }
  }
  return undefined
}

function unitMatches(unit: Unit | undefined, term: SearchTerm, index: number): boolean {
  const wanted = term.units[index]
  if (unit === undefined || wanted === undefined) return false
  if (unit.token === wanted.token) return true
  return term.prefix && index === term.units.length - 1 && unit.token.startsWith(wanted.token)
}
