import { keysOf } from '../../../domain/values/keys.ts'
import { tokenize } from '../text/tokenize.ts'
import type { Tokens } from '../text/tokenize.ts'
import { parsePattern } from './parse-pattern.ts'
import type { Pattern, PatternNode } from './parse-pattern.ts'
import { Vocabulary } from './vocabulary.ts'

/** Patterns by what they give away, with the rows that they name. */
export interface CueSource<K extends string> {
  readonly named: Readonly<Record<string, string>>
  readonly patterns: Readonly<Partial<Record<K, readonly string[]>>>
  /** Its words are of another language of the Latin script: some of them are English ones by chance. */
  readonly notEnglish?: boolean
}

/** A match: words `from` to `to` (exclusive) of the tokens. */
export interface CueMatch<K extends string> {
  readonly kind: K
  readonly from: number
  readonly to: number
}

interface Accept<K extends string> {
  readonly kind: K
  readonly negative: boolean
  readonly notEnglish: boolean
  readonly atStart: boolean
  readonly atEnd: boolean
}

class State<K extends string> {
  readonly on = new Map<number, State<K>[]>()
  any: State<K>[] | undefined
  accept: Accept<K>[] | undefined
}

/**
 * All patterns of all languages as one automaton over words: a token that begins no pattern costs one
 * look-up. Made once; holds no state of a text.
 */
export class CueMatcher<K extends string> {
  readonly #vocabulary = new Vocabulary()
  readonly #root = new State<K>()

  constructor(sources: readonly CueSource<K>[]) {
    for (const { named, patterns, notEnglish = false } of sources) {
      for (const kind of keysOf(patterns)) {
        for (const text of patterns[kind] ?? []) {
          this.#add(
            kind,
            parsePattern(text, named, (word) => tokenize(word).words),
            notEnglish,
          )
        }
      }
    }
  }

  /**
   * Every match, the longest of a kind at a place, without what a negative pattern overlaps. Of a text in English
   * the patterns of other languages of the Latin script are left out.
   */
  match(tokens: Tokens, inEnglish: boolean): CueMatch<K>[] {
    const symbols = tokens.words.map((word) => this.#vocabulary.symbolsOf(word))
    const found: CueMatch<K>[] = []
    const negative: CueMatch<K>[] = []
    for (let from = 0; from < symbols.length; from++) {
      let best: Map<Accept<K>, number> | undefined
      for (const symbol of symbols[from] ?? []) {
        const states = this.#root.on.get(symbol)
        if (states === undefined) continue
        best ??= new Map()
        for (const state of states) follow(state, from, from + 1, tokens, symbols, best)
      }
      if (best === undefined) continue
      for (const [accept, to] of best) {
        if (inEnglish && accept.notEnglish) continue
        const list = accept.negative ? negative : found
        list.push({ kind: accept.kind, from, to })
      }
    }
    return withoutOverlaps(found).filter(
      (match) =>
        !negative.some((no) => no.kind === match.kind && no.from < match.to && match.from < no.to),
    )
  }

  #add(kind: K, pattern: Pattern, notEnglish: boolean): void {
    const { negative, atStart, atEnd } = pattern
    const ends = this.#addRow(pattern.row, [this.#root])
    if (ends.includes(this.#root)) throw new TypeError(`a pattern of ${kind} matches nothing`)
    for (const state of ends)
      (state.accept ??= []).push({ kind, negative, notEnglish, atStart, atEnd })
  }

  #addRow(row: readonly PatternNode[], from: readonly State<K>[]): State<K>[] {
    let states = [...from]
    for (const node of row) states = this.#addNode(node, states)
    return states
  }

  #addNode(node: PatternNode, from: readonly State<K>[]): State<K>[] {
    switch (node.kind) {
      case 'word': {
        const next = new State<K>()
        const symbol = this.#vocabulary.symbol(node.word, node.stem)
        for (const state of from) {
          const list = state.on.get(symbol)
          if (list === undefined) state.on.set(symbol, [next])
          else list.push(next)
        }
        return [next]
      }
      case 'gap': {
        const all = [...from]
        let last: readonly State<K>[] = from
        for (let i = 0; i < node.most; i++) {
          const next = new State<K>()
          for (const state of last) (state.any ??= []).push(next)
          all.push(next)
          last = [next]
        }
        return all
      }
      case 'oneOf':
        return [...new Set(node.rows.flatMap((row) => this.#addRow(row, from)))]
      case 'maybe':
        return [...new Set([...from, ...this.#addRow(node.row, from)])]
    }
  }
}

const NOTHING: readonly never[] = []

function follow<K extends string>(
  state: State<K>,
  from: number,
  at: number,
  tokens: Tokens,
  symbols: readonly (readonly number[])[],
  best: Map<Accept<K>, number>,
): void {
  const { sentences } = tokens
  for (const accept of state.accept ?? NOTHING) {
    if (accept.atStart && from > 0 && sentences[from - 1] === sentences[from]) continue
    if (accept.atEnd && sentences[at] === sentences[from]) continue
    if (at > (best.get(accept) ?? 0)) best.set(accept, at)
  }
  if (sentences[at] !== sentences[from]) return
  if (state.on.size > 0) {
    for (const symbol of symbols[at] ?? []) {
      for (const next of state.on.get(symbol) ?? [])
        follow(next, from, at + 1, tokens, symbols, best)
    }
  }
  for (const next of state.any ?? NOTHING) follow(next, from, at + 1, tokens, symbols, best)
}

/** One match for each run of overlapping matches of a kind: the longest, the first of those. */
function withoutOverlaps<K extends string>(matches: readonly CueMatch<K>[]): CueMatch<K>[] {
  const kept: CueMatch<K>[] = []
  const lastOf = new Map<K, number>()
  for (const match of matches) {
    const index = lastOf.get(match.kind)
    const last = index === undefined ? undefined : kept[index]
    if (index !== undefined && last !== undefined && match.from < last.to) {
      if (match.to - match.from > last.to - last.from) kept[index] = match
      continue
    }
    lastOf.set(match.kind, kept.length)
    kept.push(match)
  }
  return kept
}
