import type { Analysis } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { cuesOf, wordCount } from './thread-reading.ts'

/** From which probability a turn thanks; without a word of thanks it has to be as sure as the other. */
const THANKS = 0.75
const SURE_ANYWAY = 0.9
/** In longer turns words of displeasure speak of something else, unless they come first; those that name no aim in all but short ones. */
const MOST_WORDS = 40
const FIRST = 12
const MOST_EVIDENCE = 3
/** UTF-16 units of an answer up to which "great" takes it, and praises nothing. */
const SHORT_ANSWER = 300
/** Words of an answer up to which a question in it is what the user replies to. */
const SHORT_QUESTION = 40

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
  if (cuesOf(dialogue.reading, turn, 'thanks', 'solved').length > 0) return sure
  return isLongAnswer(dialogue, turn) && (sure >= SURE_ANYWAY || isPraise(dialogue, turn))
    ? sure
    : 0
}

function displeased(dialogue: Dialogue, turn: Turn) {
  const answer = dialogue.answerBefore(turn)
  const isAsked = answer !== undefined && asksOpinion(dialogue, answer)
  const aimed = dialogue.says(turn, 'displeased')
  const cue = aimed ?? (isAsked ? undefined : dialogue.says(turn, 'poor'))
  const most = aimed === undefined ? FIRST : MOST_WORDS
  return cue !== undefined && (wordCount(turn) <= most || cue.match.from < FIRST) ? cue : undefined
}

/** Ends in a question, or is little more than one, with or without its mark; or asks to confirm. */
function asksOpinion(dialogue: Dialogue, answer: Turn): boolean {
  const { endsAsking, asks } = textShape(answer)
  if (endsAsking) return true
  if (wordCount(answer) > SHORT_QUESTION) return false
  return asks || dialogue.says(answer, 'asks', 'confirms') !== undefined
}

/** What a short line offers or tells is taken, not praised. */
function isLongAnswer(dialogue: Dialogue, turn: Turn): boolean {
  const answer = dialogue.answerBefore(turn)
  return answer !== undefined && textShape(answer).length > SHORT_ANSWER
}

function isPraise({ reading }: Dialogue, turn: Turn): boolean {
  return cuesOf(reading, turn, 'praise').length > 0
}

function quoteOf(dialogue: Dialogue, turn: Turn, kind: 'thanks' | 'complaint'): Evidence[] {
  const cue = kind === 'complaint' ? displeased(dialogue, turn) : undefined
  return cue === undefined
    ? dialogue.quote(turn, kind, 'reaction')
    : dialogue.quoteCue(cue, 'reaction')
}
