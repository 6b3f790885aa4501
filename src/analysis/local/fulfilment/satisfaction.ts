import type { Analysis } from '../../../domain/analysis/analysis.ts'
import type { Act } from '../acts/act.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Followed } from './follow-wish.ts'

/** What the user's turns say of contentment, against what the thread's wishes came to. */
const SAID: readonly (readonly [Act, number])[] = [
  ['thanks', 0.25],
  ['complaint', -0.35],
  ['correction', -0.15],
  ['does-not-work', -0.15],
  ['same-again', -0.2],
  ['gives-up', -0.25],
]
const CAME_TO: Readonly<Record<Followed['fulfilment'], number>> = {
  answered: 0.15,
  partly: -0.05,
  declined: -0.25,
  'handed-over': -0.2,
  broke: -0.3,
  'taken-back': -0.25,
  'not-served': -0.25,
  unknown: 0,
}
const LEAST = 0.5
const MOST_EVIDENCE = 3

/**
 * A rank by what became of the wishes and by what the user said after an answer, the last of it most. Absent
 * where neither tells.
 */
export function satisfactionOf(
  dialogue: Dialogue,
  followed: readonly Followed[],
): Analysis['satisfaction'] {
  const known = followed.filter(({ fulfilment }) => fulfilment !== 'unknown')
  const said = dialogue.reading.users.filter(
    (turn) => dialogue.answerBefore(turn) !== undefined && moodOf(dialogue, turn) !== 0,
  )
  if (known.length === 0 && said.length === 0) return undefined
  const came = known.reduce((sum, { fulfilment }) => sum + CAME_TO[fulfilment], 0)
  const last = said.at(-1)
  const moods = said.map((turn) => moodOf(dialogue, turn))
  const mood =
    last === undefined
      ? 0
      : moods.reduce((a, b) => a + b, moodOf(dialogue, last)) / (said.length + 1)
  const rank = 0.5 + (known.length === 0 ? 0 : came / known.length) + mood
  return {
    rank: Math.round(Math.min(1, Math.max(0, rank)) * 100) / 100,
    evidence: said.slice(-MOST_EVIDENCE).flatMap((turn) => {
      const [act] = strongest(dialogue, turn)
      return act === undefined ? [] : dialogue.quote(turn, act, 'reaction')
    }),
  }
}

function moodOf(dialogue: Dialogue, turn: Turn): number {
  return SAID.reduce((sum, [act, weight]) => {
    const sure = dialogue.probability(turn, act)
    return sure < LEAST ? sum : sum + weight * sure
  }, 0)
}

function strongest(dialogue: Dialogue, turn: Turn): Act[] {
  return SAID.map(([act]) => act).toSorted(
    (a, b) => dialogue.probability(turn, b) - dialogue.probability(turn, a),
  )
}
