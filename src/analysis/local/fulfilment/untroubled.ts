import type { Act } from '../acts/act.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'

/** What an answer does that leaves a wish open, or may. */
const DEFECTS: readonly Act[] = [
  'declines',
  'hands-over',
  'beside-the-point',
  'loops',
  'admits',
  'broke',
  'cut-off',
  'drops-instruction',
]
/** What a user says to an answer that did not serve. */
const TROUBLES: readonly Act[] = [
  'correction',
  'complaint',
  'does-not-work',
  'same-again',
  'gives-up',
]
/** From these probabilities on something may be the matter; chosen on the splits `train` and `tune`. */
const DEFECT = 0.3
const TROUBLE = 0.4
/** So sure are thanks that say it is well after all. */
const THANKS = 0.85

/** Whether nothing that is said in the turns of a wish speaks against its being served, or their last word is thanks. */
export function isUntroubled(dialogue: Dialogue, turns: readonly Turn[]): boolean {
  const reactions = turns.slice(1).filter(({ speaker }) => speaker === 'user')
  const last = reactions.at(-1)
  if (last !== undefined && isThankful(dialogue, last)) return true
  return (
    reactions.every((turn) => dialogue.most(turn, TROUBLES) < TROUBLE) &&
    turns.every((turn) => turn.speaker !== 'assistant' || dialogue.most(turn, DEFECTS) < DEFECT)
  )
}

function isThankful(dialogue: Dialogue, turn: Turn): boolean {
  return dialogue.does(turn, 'thanks', THANKS) && dialogue.most(turn, TROUBLES) < TROUBLE
}
