import type { Cue } from './thread-reading.ts'
import { wordCount } from './thread-reading.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Draft } from './draft.ts'

/** Where the assistant gives in: from which probability the user's turn is the correction that it gives in to. */
const CORRECTS = 0.6
/** In a turn of more words than {@link FEW} that does not begin with it, "wrong" may be said of something else. */
const MAY_CORRECT = 0.1
const FEW = 12
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** From which probability the user asks to go on: an answer that is not complete is not wrong. */
const GOES_ON = 0.5

/**
 * The user says in so many words that the answer is wrong or not what was asked, or the assistant names and
 * owns a mistake in it; or the user corrects and the assistant gives in, which needs both. One an answer. A mere
 * doubt ("are you sure?") that the assistant does not give in to is none.
 */
export function findWrong(dialogue: Dialogue): Draft[] {
  const { reading } = dialogue
  const found: Draft[] = []
  for (const turn of reading.users) {
    const wrong = dialogue.answerBefore(turn)
    if (wrong === undefined || wrong.index < (dialogue.asked(turn)?.index ?? 0)) continue
    if (dialogue.probability(turn, 'continue') >= GOES_ON) continue
    const called = calledWrong(dialogue, turn)
    const taken = takenBack(dialogue, turn)
    if (called === undefined && taken === undefined) continue
    const corrects = dialogue.modelled(turn, 'correction') >= CORRECTS
    found.push({
      kind: 'wrong',
      certainty: 'shown',
      noticedBy: called !== undefined || corrects ? 'user' : dialogue.noticed(wrong),
      evidence: [
        ...(called !== undefined ? dialogue.quoteCue(called, 'reaction') : []),
        ...(called === undefined && corrects ? dialogue.quote(turn, 'correction', 'reaction') : []),
        ...(taken === undefined ? [] : dialogue.quoteCue(taken, 'answer')),
      ],
      at: wrong.index,
      shownAt: turn.index,
    })
  }
  return found
}

function calledWrong(dialogue: Dialogue, turn: Turn): Cue | undefined {
  const cue = dialogue.says(turn, 'wrong')
  if (cue === undefined || wordCount(turn) > MOST_WORDS) return undefined
  const isPlain = cue.match.from === 0 || wordCount(turn) <= FEW
  return isPlain || dialogue.modelled(turn, 'correction') >= MAY_CORRECT ? cue : undefined
}

/** What the assistant says next, of what it said before. */
function takenBack(dialogue: Dialogue, turn: Turn): Cue | undefined {
  const next = dialogue.answerAfter(turn)
  if (next === undefined || dialogue.asked(next) !== turn) return undefined
  const owned = dialogue.says(next, 'owns')
  if (owned !== undefined || dialogue.modelled(turn, 'correction') < CORRECTS) return owned
  return dialogue.says(next, 'gives-in')
}
