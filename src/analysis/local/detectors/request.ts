import type { Finding } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import type { ReadText, Turn } from '../text/read-thread.ts'
import { contentStems } from '../text/content-words.ts'
import { evidenceOfSpan } from '../evidence/evidence-of.ts'
import { cuesOf } from './thread-reading.ts'
import type { ThreadReading } from './thread-reading.ts'

/** UTF-16 units of a request's phrase. */
const LONGEST = 90
/** User turns that are looked at: what a user came for is said early. */
const REACH = 4

/** A phrase of a text, with its words' numbers. */
export interface Phrase {
  readonly turn: Turn
  readonly text: ReadText
  readonly from: number
  readonly to: number
}

/**
 * What the user came for: the first sentence of the first turns that asks for something, else the first
 * with two or more content words; without its greeting, cut at a word.
 */
export function findRequest(reading: ThreadReading): Finding | undefined {
  const turns = reading.users.slice(0, REACH)
  const phrase =
    firstPhrase(turns, (turn) => askingPhrase(reading, turn)) ?? firstPhrase(turns, tellingPhrase)
  return phrase === undefined ? undefined : findingOf(reading, phrase)
}

export function findingOf(reading: ThreadReading, phrase: Phrase): Finding {
  const evidence = evidenceOfPhrase(reading, phrase)
  return { label: labelOf(evidence.quote), certainty: 'shown', evidence: [evidence] }
}

export function evidenceOfPhrase(reading: ThreadReading, phrase: Phrase): Evidence {
  const { turn, text, from, to } = phrase
  const { starts, ends } = text.tokens
  return evidenceOfSpan(reading.thread, turn, text, starts[from] ?? 0, ends[to - 1] ?? 0)
}

/** The sentence with word `at`, from word `at` on, cut to a phrase. */
export function phraseFrom(turn: Turn, text: ReadText, at: number): Phrase {
  const { starts, ends, sentences } = text.tokens
  let to = at + 1
  while (
    to < sentences.length &&
    sentences[to] === sentences[at] &&
    (ends[to] ?? 0) - (starts[at] ?? 0) <= LONGEST
  ) {
    to++
  }
  return { turn, text, from: at, to: Math.min(to, sentences.length) }
}

function firstPhrase(
  turns: readonly Turn[],
  find: (turn: Turn) => Phrase | undefined,
): Phrase | undefined {
  for (const turn of turns) {
    const phrase = find(turn)
    if (phrase !== undefined) return phrase
  }
  return undefined
}

function askingPhrase(reading: ThreadReading, turn: Turn): Phrase | undefined {
  for (const { text, match } of cuesOf(reading.userCues, turn, 'ask', 'wish')) {
    const phrase = phraseFrom(turn, text, match.from)
    if (matterOf(phrase) >= 1 && phrase.to - match.to >= 1) return phrase
  }
  return undefined
}

function tellingPhrase(turn: Turn): Phrase | undefined {
  for (const text of turn.texts) {
    const { words, sentences } = text.tokens
    for (let i = 0; i < words.length; i++) {
      if (text.apart[i] === true || (i > 0 && sentences[i] === sentences[i - 1])) continue
      const phrase = phraseFrom(turn, text, i)
      if (matterOf(phrase) >= 2) return phrase
    }
  }
  return undefined
}

function matterOf({ text, from, to }: Phrase): number {
  return contentStems(text.tokens.words.slice(from, to)).length
}

function labelOf(quote: string): string {
  return quote.replace(/\s+/gu, ' ').trim()
}
