import type { Analysis } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { cuesOf, wordCount } from './thread-reading.ts'

/** From which probability a turn thanks; without a word of thanks it has to be as sure as the other. */
const THANKS = 0.75
const SURE_ANYWAY = 0.9
/** In longer turns words of displeasure speak of something else, unless they come first. */
const MOST_WORDS = 40
const FIRST = 12
const MOST_EVIDENCE = 3

/** Thanks and complaints, said outright after an answer: at most one of a kind, the surest said first. */
export function findSignals(dialogue: Dialogue): Analysis['signals'] {
  return (['thanks', 'complaint'] as const).flatMap((kind) => {
    const said = dialogue.reading.users
      .filter((turn) => dialogue.answerBefore(turn) !== undefined)
      .map((turn) => ({ turn, sure: signalOf(dialogue, turn, kind) }))
      .filter(({ sure }) => sure >= THANKS)
      .toSorted((a, b) => b.sure - a.sure || a.turn.index - b.turn.index)
    if (said.length === 0) return []
    const evidence = said
      .slice(0, MOST_EVIDENCE)
      .flatMap(({ turn }) => quoteOf(dialogue, turn, kind))
    return [{ kind, certainty: 'shown' as const, evidence }]
  })
}

/**
 * How sure it is that a turn thanks or complains. A complaint names what it is aimed at, or stands after an answer
 * that asked for no opinion.
 */
export function signalOf(dialogue: Dialogue, turn: Turn, kind: 'thanks' | 'complaint'): number {
  if (kind === 'complaint') return displeased(dialogue, turn) === undefined ? 0 : 1
  const sure = dialogue.probability(turn, kind)
  return sure >= SURE_ANYWAY || isThankful(dialogue, turn) ? sure : 0
}

function displeased(dialogue: Dialogue, turn: Turn) {
  const answer = dialogue.answerBefore(turn)
  const isAsked = answer !== undefined && textShape(answer).endsAsking
  const cue =
    dialogue.says(turn, 'displeased') ?? (isAsked ? undefined : dialogue.says(turn, 'poor'))
  return cue !== undefined && (wordCount(turn) <= MOST_WORDS || cue.match.from < FIRST)
    ? cue
    : undefined
}

function isThankful({ reading }: Dialogue, turn: Turn): boolean {
  return cuesOf(reading, turn, 'thanks', 'praise', 'solved').length > 0
}

function quoteOf(dialogue: Dialogue, turn: Turn, kind: 'thanks' | 'complaint'): Evidence[] {
  const cue = kind === 'complaint' ? displeased(dialogue, turn) : undefined
  return cue === undefined
    ? dialogue.quote(turn, kind, 'reaction')
    : dialogue.quoteCue(cue, 'reaction')
}
