import type { Failure } from '../../../domain/analysis/analysis.ts'
import type { AssistantCue } from '../cues/cue-kinds.ts'
import { evidenceOfCue } from '../evidence/evidence-of.ts'
import { noticedAfter } from '../evidence/noticed-by.ts'
import type { Turn } from '../text/read-thread.ts'
import { wordCount } from './thread-reading.ts'
import type { Cue, ThreadReading } from './thread-reading.ts'

/** Words of an answer within which an assistant declines; later a "cannot" is part of the advice. */
const REFUSAL_WORDS = 60
const UNAVAILABLE_WORDS = 45
/** A lecture declines when it opens a short answer that goes on to no list. */
const LECTURE_OPENS = 25
const LECTURE_WORDS = 130
const LIST = /^\s*(?:[-*•]|\d{1,2}[.)])\s/mu

export interface Declined {
  readonly kind: 'refused' | 'cannot'
  readonly cue: Cue<AssistantCue>
}

/**
 * Where the assistant declined, or said that the product cannot: one a message. Where a sentence reads
 * as both, words about the product decide.
 */
export function findDeclined(reading: ThreadReading): Declined[] {
  const found: Declined[] = []
  for (const turn of reading.assistants) {
    const cues = reading.assistantCues.filter((cue) => cue.turn === turn)
    const unavailable = cues.find(
      (cue) => cue.kind === 'unavailable' && cue.match.from < UNAVAILABLE_WORDS,
    )
    const refusal = cues.find(
      (cue) =>
        cue.kind === 'refusal' &&
        cue.match.from < REFUSAL_WORDS &&
        !cues.some((other) => other.kind === 'unavailable' && sameSentence(cue, other)),
    )
    const lecture = isShort(turn)
      ? cues.find(({ kind, match }) => kind === 'moralizing' && match.from < LECTURE_OPENS)
      : undefined
    if (refusal !== undefined) found.push({ kind: 'refused', cue: refusal })
    else if (unavailable !== undefined) {
      found.push({ kind: 'cannot', cue: unavailable })
    } else if (lecture !== undefined) found.push({ kind: 'refused', cue: lecture })
  }
  return found
}

export function declinedFailures(reading: ThreadReading, declined: readonly Declined[]): Failure[] {
  return declined.map(({ kind, cue }) => ({
    kind,
    certainty: 'shown' as const,
    noticedBy: noticedAfter(reading, cue.turn.index),
    evidence: [evidenceOfCue(reading.thread, cue)],
  }))
}

function isShort(turn: Turn): boolean {
  return (
    wordCount(turn) <= LECTURE_WORDS &&
    !turn.texts.some(({ text }) => LIST.test(text.slice(0, 4000)))
  )
}

function sameSentence(a: Cue, b: Cue): boolean {
  if (a.text !== b.text) return false
  const { sentences } = a.text.tokens
  return sentences[a.match.from] === sentences[b.match.from]
}
