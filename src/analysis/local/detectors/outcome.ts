import type { Failure, Outcome } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import { evidenceOfCue, evidenceOfTurn } from '../evidence/evidence-of.ts'
import { TROUBLE } from '../evidence/noticed-by.ts'
import type { Cue, ThreadReading } from './thread-reading.ts'

export interface Ending {
  readonly outcome: Outcome
  readonly evidence: Evidence[]
}

const CONTENT: ReadonlySet<UserCue> = new Set<UserCue>(['thanks', 'praise', 'solved'])

/**
 * How it ended, told by the last words that tell: giving up, contentment, trouble; without any, a
 * failure that nothing came after. Else `unknown`.
 */
export function findOutcome(reading: ThreadReading, failures: readonly Failure[]): Ending {
  const cues = reading.userCues
  const gaveUp = cues.findLast(({ kind }) => kind === 'giveUp')
  const content = cues.findLast(
    ({ kind, turn }) => CONTENT.has(kind) && isAnswered(reading, turn.index),
  )
  const trouble = cues.findLast(({ kind }) => TROUBLE.has(kind) && kind !== 'giveUp')
  const last = lastOf(gaveUp, content, trouble)
  const lastFailure = Math.max(
    -1,
    ...failures
      // An answer in another language that nobody minded may have served.
      .filter(({ kind, noticedBy }) => kind !== 'other-language' || noticedBy === 'user')
      .map((failure) => indexOfFailure(reading, failure)),
  )
  if (last === undefined) return withoutWords(reading, lastFailure)
  const evidence = [evidenceOfCue(reading.thread, last)]
  if (last === gaveUp) return { outcome: 'abandoned', evidence }
  if (last === content) {
    if (lastFailure > last.turn.index) return withoutWords(reading, lastFailure)
    return { outcome: failures.length > 0 ? 'partly' : 'resolved', evidence }
  }
  return { outcome: 'unresolved', evidence }
}

/**
 * Where nobody said how it ended: a failure that no contentment followed leaves it open; one that the
 * user never came back from, or that ends the thread, is abandonment.
 */
function withoutWords(reading: ThreadReading, lastFailure: number): Ending {
  const turn = reading.turns[lastFailure]
  if (turn === undefined) return { outcome: 'unknown', evidence: [] }
  const evidence = evidenceOfTurn(reading.thread, turn)
  const cameBack = reading.users.some(
    ({ index, texts }) =>
      index > lastFailure && texts.some(({ tokens }) => tokens.words.length > 0),
  )
  return {
    outcome: cameBack ? 'unresolved' : 'abandoned',
    evidence: evidence === undefined ? [] : [evidence],
  }
}

function lastOf(...cues: readonly (Cue<UserCue> | undefined)[]): Cue<UserCue> | undefined {
  let last: Cue<UserCue> | undefined
  for (const cue of cues) {
    if (cue !== undefined && (last === undefined || isAfter(cue, last))) last = cue
  }
  return last
}

function isAfter(a: Cue, b: Cue): boolean {
  if (a.turn.index !== b.turn.index) return a.turn.index > b.turn.index
  if (a.text.part !== b.text.part) return a.text.part > b.text.part
  return a.match.from > b.match.from
}

function isAnswered(reading: ThreadReading, index: number): boolean {
  return reading.assistants.some((turn) => turn.index < index)
}

/** The last message that proves the failure. */
export function indexOfFailure(reading: ThreadReading, failure: Failure): number {
  const ids = new Set([
    ...(failure.items ?? []).map(({ messageId }) => messageId),
    ...(failure.items === undefined ? failure.evidence.map(({ messageId }) => messageId) : []),
  ])
  return reading.turns.findLast(({ message }) => ids.has(message.id))?.index ?? -1
}
