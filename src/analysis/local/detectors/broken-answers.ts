import { textShape } from '../acts/seen/text-shape.ts'
import { quoteEnd } from '../evidence/quote.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { certaintyAt } from './draft.ts'
import type { Draft } from './draft.ts'

const CUT = { shown: 0.8, maybe: 0.5 }
/** From which probability the user asks to go on. */
const GOES_ON = 0.5
/** UTF-16 units of an answer that has nothing to be cut off. */
const SHORT = 300
const LOOPS = { shown: 0.7, maybe: 0.4 }
const BESIDE = { shown: 0.8, maybe: 0.5 }

/** Answers that stop in the middle, come twice, or speak of something else. */
export function findBrokenAnswers(dialogue: Dialogue): Draft[] {
  return [...cutOff(dialogue), ...loops(dialogue), ...besideThePoint(dialogue)]
}

function cutOff(dialogue: Dialogue): Draft[] {
  return dialogue.reading.assistants.flatMap((turn) => {
    const after = dialogue.userAfter(turn)
    const goesOn = dialogue.does(after, 'continue', GOES_ON)
    const certainty = certaintyAt(dialogue.probability(turn, 'cut-off'), CUT)
    const end = certainty === undefined ? undefined : quoteEnd(dialogue.reading, turn, 'answer')
    if (certainty === undefined || end === undefined || !(goesOn || isOpen(turn))) return []
    return [
      {
        kind: 'cut-off' as const,
        certainty,
        noticedBy: goesOn ? ('user' as const) : dialogue.noticed(turn),
        evidence: [end, ...(goesOn ? dialogue.first(after, 'reaction') : [])],
        at: turn.index,
      },
    ]
  })
}

/** Stops inside code or a sentence; an item of a list needs no full stop. */
function isOpen(turn: Turn): boolean {
  const { openFence, openEnd, lastIsItem, openItem, openClause, length } = textShape(turn)
  if (length < SHORT) return false
  return openFence || openItem || openClause || (openEnd && !lastIsItem)
}

function loops(dialogue: Dialogue): Draft[] {
  return dialogue.reading.assistants.flatMap((turn) => {
    const certainty = certaintyAt(dialogue.probability(turn, 'loops'), LOOPS)
    const earlier = dialogue.answerBefore(turn)
    if (certainty === undefined || earlier === undefined) return []
    return [
      {
        kind: 'loops' as const,
        certainty,
        noticedBy: dialogue.noticed(turn),
        evidence: [...dialogue.first(earlier, 'answer'), ...dialogue.first(turn, 'answer')],
        at: turn.index,
      },
    ]
  })
}

function besideThePoint(dialogue: Dialogue): Draft[] {
  return dialogue.reading.assistants.flatMap((turn) => {
    const certainty = certaintyAt(dialogue.probability(turn, 'beside-the-point'), BESIDE)
    const asked = dialogue.asked(turn)
    if (certainty === undefined || asked === undefined) return []
    return [
      {
        kind: 'beside-the-point' as const,
        certainty,
        noticedBy: dialogue.noticed(turn),
        evidence: [...dialogue.request(asked), ...dialogue.first(turn, 'answer')],
        at: turn.index,
      },
    ]
  })
}
