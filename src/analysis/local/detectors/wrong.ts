import type { Turn } from '../text/read-thread.ts'
import { certaintyAt } from './draft.ts'
import type { Draft } from './draft.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'

/** The user's words and the assistant's admission hold each other up: each alone has to be surer. */
const CORRECTED = { shown: 0.9, maybe: 0.5 }
const ADMITTED = { shown: 0.8, maybe: 0.5 }
const BOTH = { shown: 0.6, maybe: 0.4 }

/** Answers that the user calls wrong, or that the assistant takes back: one an answer. */
export function findWrong(dialogue: Dialogue): Draft[] {
  const { reading } = dialogue
  const found: Draft[] = []
  for (const turn of reading.users) {
    const wrong = dialogue.answerBefore(turn)
    if (wrong === undefined || wrong.index < (dialogue.asked(turn)?.index ?? 0)) continue
    const next = dialogue.answerAfter(turn)
    const admitting = next !== undefined && isNext(dialogue, turn, next) ? next : undefined
    const corrected = dialogue.probability(turn, 'correction')
    const admitted = admitting === undefined ? 0 : dialogue.probability(admitting, 'admits')
    const certainty =
      certaintyAt(Math.min(corrected, admitted), BOTH) ??
      certaintyAt(admitted, ADMITTED) ??
      certaintyAt(corrected, CORRECTED)
    if (certainty === undefined) continue
    const reaction = dialogue.quote(turn, 'correction', 'reaction')
    const taken =
      admitting !== undefined && admitted >= BOTH.maybe
        ? dialogue.quote(admitting, 'admits', 'answer')
        : []
    found.push({
      kind: 'wrong',
      certainty,
      noticedBy: corrected >= BOTH.maybe ? 'user' : dialogue.noticed(wrong),
      evidence: [...reaction, ...taken],
      at: wrong.index,
      sure: Math.max(corrected, admitted),
      shownAt: turn.index,
    })
  }
  return found
}

function isNext(dialogue: Dialogue, turn: Turn, answer: Turn): boolean {
  return dialogue.asked(answer) === turn
}
