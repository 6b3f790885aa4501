import type { Act } from '../acts/act.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'

/**
 * What speaks for a content user, and against. Set by hand: to be corrected tells most, as it is said of the
 * answer itself; who asks for something new, or thanks, got on; an answer that declines leaves little to be
 * content with.
 */
const OF_THE_USER: readonly (readonly [Act, number])[] = [
  ['correction', -2],
  ['same-again', -1],
  ['gives-up', -1],
  ['request', 1],
  ['thanks', 1],
]
const OF_THE_ANSWER_BEFORE: readonly (readonly [Act, number])[] = [['declines', -1]]
/** Probabilities nearer to 0 or 1 are taken for this: of a turn that surely does nothing nothing more is said. */
const LEAST = 0.005

/**
 * How content a user seems at a turn, beside other turns: tenths of log-odds, whole numbers, about -150 to 250.
 * Only its order means something.
 */
export function turnMood(dialogue: Dialogue, turn: Turn): number {
  const answer = dialogue.answerBefore(turn)
  return weighed(dialogue, turn, OF_THE_USER) + weighed(dialogue, answer, OF_THE_ANSWER_BEFORE)
}

function weighed(
  dialogue: Dialogue,
  turn: Turn | undefined,
  weights: readonly (readonly [Act, number])[],
): number {
  return weights.reduce((sum, [act, weight]) => {
    const sure = turn === undefined ? 0 : dialogue.probability(turn, act)
    return sum + weight * oddsOf(sure)
  }, 0)
}

function oddsOf(sure: number): number {
  const kept = Math.min(Math.max(sure, LEAST), 1 - LEAST)
  return Math.round(10 * Math.log(kept / (1 - kept)))
}
