/**
 * The small language that the lexicons are written in. A pattern is a row of words of one sentence:
 *
 * | written | means |
 * |---|---|
 * | `word` | that word, folded |
 * | `stem*` | any word that begins so |
 * | `(a b|c)` | one of these rows |
 * | `x?` | x or nothing (a word or a group) |
 * | `..3` | up to three words of any kind |
 * | `^` first, `$` last | the sentence begins, ends here |
 * | `!` first | not that: what overlaps this is no match of the kind |
 * | `{name}` | the row that the lexicon names so |
 *
 * Every pattern is bounded by how it is made, so no text can make matching slow.
 */
export type PatternNode =
  | { readonly kind: 'word'; readonly word: string; readonly stem: boolean }
  | { readonly kind: 'gap'; readonly most: number }
  | { readonly kind: 'oneOf'; readonly rows: readonly (readonly PatternNode[])[] }
  | { readonly kind: 'maybe'; readonly row: readonly PatternNode[] }

export interface Pattern {
  readonly row: readonly PatternNode[]
  readonly atStart: boolean
  readonly atEnd: boolean
  readonly negative: boolean
}

const PIECE = /\s*(\.\.\d|[()|?]|[^\s()|?]+)/gy

/** @throws TypeError for a pattern that is not well formed; lexicons are code, so this is a defect. */
export function parsePattern(
  source: string,
  named: Readonly<Record<string, string>>,
  wordsOf: (text: string) => readonly string[],
): Pattern {
  let text = source.trim()
  const negative = text.startsWith('!')
  if (negative) text = text.slice(1)
  const atStart = text.startsWith('^')
  if (atStart) text = text.slice(1)
  const atEnd = text.endsWith('$')
  if (atEnd) text = text.slice(0, -1)
  const pieces = splitPieces(`(${expand(text, named, source)})`, source)
  const reader = { pieces, at: 0, source, wordsOf }
  const row = readRow(reader)
  if (reader.at < pieces.length) throw new TypeError(`pattern does not end: ${source}`)
  return { row, atStart, atEnd, negative }
}

function expand(text: string, named: Readonly<Record<string, string>>, source: string): string {
  let out = text
  for (let depth = 0; out.includes('{'); depth++) {
    if (depth > 4) throw new TypeError(`names go in circles: ${source}`)
    out = out.replace(/\{(\w+)\}/g, (_, name: string) => {
      const row = named[name]
      if (row === undefined) throw new TypeError(`no row is named ${name}: ${source}`)
      return `(${row})`
    })
  }
  return out
}

function splitPieces(text: string, source: string): string[] {
  const pieces: string[] = []
  PIECE.lastIndex = 0
  let end = 0
  for (const match of text.matchAll(PIECE)) {
    pieces.push(match[1] ?? '')
    end = match.index + match[0].length
  }
  if (text.slice(end).trim() !== '') throw new TypeError(`cannot read ${source}`)
  return pieces
}

interface Reader {
  readonly pieces: readonly string[]
  at: number
  readonly source: string
  readonly wordsOf: (text: string) => readonly string[]
}

function readRow(reader: Reader): PatternNode[] {
  const row: PatternNode[] = []
  for (;;) {
    const piece = reader.pieces[reader.at]
    if (piece === undefined || piece === ')' || piece === '|') return row
    reader.at++
    let nodes: PatternNode[]
    if (piece === '(') nodes = [readGroup(reader)]
    else if (piece.startsWith('..')) nodes = [{ kind: 'gap', most: Number(piece.slice(2)) }]
    else nodes = readWord(piece, reader)
    if (reader.pieces[reader.at] === '?') {
      reader.at++
      nodes = [{ kind: 'maybe', row: nodes }]
    }
    row.push(...nodes)
  }
}

function readGroup(reader: Reader): PatternNode {
  const rows = [readRow(reader)]
  while (reader.pieces[reader.at] === '|') {
    reader.at++
    rows.push(readRow(reader))
  }
  if (reader.pieces[reader.at] !== ')') throw new TypeError(`a group stays open: ${reader.source}`)
  reader.at++
  return { kind: 'oneOf', rows }
}

/** A written word may be several to the tokenizer (Chinese, `j'ai`); a stem's star is on the last. */
function readWord(piece: string, reader: Reader): PatternNode[] {
  const stem = piece.endsWith('*')
  const words = reader.wordsOf(stem ? piece.slice(0, -1) : piece)
  if (words.length === 0) throw new TypeError(`"${piece}" is no word: ${reader.source}`)
  return words.map((word, index) => ({
    kind: 'word' as const,
    word,
    stem: stem && index === words.length - 1,
  }))
}
