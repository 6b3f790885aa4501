import { headOf, tailOf } from './ends.ts'

/** Of a text the beginning and the end are read: people put their words around what they paste. UTF-16 units. */
const HEAD = 2400
const TAIL = 800
/** Of a line so much. */
const LONGEST_LINE = 320
const CODE_START =
  /^\s*(?:at |import |from \S+ import |def |class |return\b|const |let |var |public |private |#include|#!|<[/!?\w]|\$ |>>> |\/\/|\/\*|\* |@\w+\(|\} |\)|select |insert into |create table )/i
const CODE_END = /[{};]\s*$/
const STAMP = /^\W?\d{1,4}[-:/.]\d{1,2}[-:/.]\d/
const ADDRESS = /\b(?:https?:\/\/|www\.)\S+/gi

/**
 * The lines of a text that its writer says in words: without fenced code, lines of code and logs, rows of
 * tables, quoted lines and addresses. Where none is left, its first lines as they are.
 */
export function proseLines(text: string): string[] {
  const ends = text.length > HEAD + TAIL ? `${headOf(text, HEAD)}\n${tailOf(text, TAIL)}` : text
  const lines = ends
    .split('\n')
    .map((line) => headOf(line, LONGEST_LINE).replace(ADDRESS, ' ').trim())
  const outside = withoutFences(lines)
  const prose = outside.filter(isProse)
  return prose.length > 0 ? prose : lines.filter((line) => /\p{L}/u.test(line)).slice(0, 3)
}

function withoutFences(lines: readonly string[]): string[] {
  let isInside = false
  return lines.filter((line) => {
    if (!line.startsWith('```')) return !isInside
    isInside = !isInside
    return false
  })
}

function isProse(line: string): boolean {
  if (line.startsWith('>') || STAMP.test(line) || CODE_START.test(line)) return false
  if (CODE_END.test(line)) return false
  let letters = 0
  let marks = 0
  let bars = 0
  for (const char of line) {
    if (/[\p{L}\p{M}]/u.test(char)) letters++
    else if (char === '|' || char === '\t') bars++
    else if (char !== ' ') marks++
  }
  return letters > 1 && letters >= 2 * marks && bars < 2
}
