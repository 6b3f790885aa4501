import type { Analysis } from '../../../domain/analysis/analysis.ts'
import type { Act } from '../acts/act.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Followed } from './follow-wish.ts'
import { turnMood } from './turn-mood.ts'

/** What the user's turns say outright of contentment. */
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
/** What a tenth of log-odds of the turns' mean mood adds, over that of most threads. */
const MOOD = { worth: 0.002, usual: 145 }
/** What it adds to be sure that the answers serve, over how sure it is of most threads. */
const ANSWERS = { worth: 0.5, usual: 0.85 }
const LEAST = 0.5
const MOST_EVIDENCE = 3

/**
 * A rank: what became of the wishes, what the user said of it, the mean mood of the turns, and how sure it is
 * that the answers serve. Absent where no wish is known to have come to anything and nothing was said to an
 * answer.
 */
export function satisfactionOf(
  dialogue: Dialogue,
  followed: readonly Followed[],
): Analysis['satisfaction'] {
  const known = followed.filter(({ fulfilment }) => fulfilment !== 'unknown')
  const after = dialogue.reading.users.filter((turn) => dialogue.answerBefore(turn) !== undefined)
  const said = after.filter((turn) => saidAt(dialogue, turn) !== 0)
  if (known.length === 0 && after.length === 0) return undefined
  const last = said.at(-1)
  const came = meanOf(known.map(({ fulfilment }) => CAME_TO[fulfilment]))
  // What was said last counts twice.
  const told = [...said, ...(last === undefined ? [] : [last])]
  const outright = meanOf(told.map((turn) => saidAt(dialogue, turn)))
  const mood = meanOf(after.map((turn) => turnMood(dialogue, turn) - MOOD.usual))
  const answers = dialogue.reading.assistants
  const serve = meanOf(answers.map((turn) => dialogue.probability(turn, 'answers') - ANSWERS.usual))
  const rank = 0.5 + (came + outright + MOOD.worth * mood + ANSWERS.worth * serve) / 2
  return {
    rank: Math.round(Math.min(1, Math.max(0, rank)) * 100) / 100,
    evidence: said.slice(-MOST_EVIDENCE).flatMap((turn) => {
      const [act] = strongest(dialogue, turn)
      return act === undefined ? [] : dialogue.quote(turn, act, 'reaction')
    }),
  }
}

/** 0 of none. */
function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}

function saidAt(dialogue: Dialogue, turn: Turn): number {
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
