import { askedAmount } from '../acts/seen/asked-amount.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import { quoteEnd } from '../evidence/quote.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import { wordCount } from './thread-reading.ts'

/** In longer turns "I said not to" is told of somebody else more often than not. */
const MOST_WORDS = 40
/** Of the items that were asked for, a list of fewer than this share dropped some. */
const SHORT_OF = 0.8
/** Items from which an answer is the list that was asked for. */
const FEWEST_ITEMS = 3

/** What the user told of an answer's form and the answer did not keep: as the user says, or as can be counted. */
export function findDroppedInstructions(dialogue: Dialogue): Draft[] {
  return [...unheeded(dialogue), ...tooFew(dialogue)]
}

function unheeded(dialogue: Dialogue): Draft[] {
  return dialogue.reading.users.flatMap((turn) => {
    const cue = dialogue.says(turn, 'unheeded')
    const answer = dialogue.answerBefore(turn)
    const asked = answer && dialogue.asked(answer)
    if (cue === undefined || answer === undefined || wordCount(turn) > MOST_WORDS) return []
    return [
      {
        kind: 'instruction-dropped' as const,
        certainty: 'shown' as const,
        noticedBy: 'user' as const,
        evidence: [
          ...(asked === undefined ? [] : dialogue.request(asked)),
          ...dialogue.quoteCue(cue, 'reaction'),
        ],
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}

/** A numbered list that ends before the number that was asked for. */
function tooFew(dialogue: Dialogue): Draft[] {
  return dialogue.reading.assistants.flatMap((turn) => {
    const asked = dialogue.asked(turn)
    const amount = asked && askedAmount(asked.texts[0]?.text ?? '')
    if (asked === undefined || amount === undefined || amount.unit !== 'items') return []
    const last = lastNumber(turn)
    if (last < FEWEST_ITEMS || last >= amount.count * SHORT_OF) return []
    if (textShape(turn).items !== last) return []
    const end = quoteEnd(dialogue.reading, turn, 'answer')
    if (end === undefined) return []
    return [
      {
        kind: 'instruction-dropped' as const,
        certainty: 'shown' as const,
        noticedBy: dialogue.noticed(turn),
        note: `asked for ${amount.count}, got ${last}`,
        evidence: [...dialogue.request(asked), end],
        at: turn.index,
      },
    ]
  })
}

/** The number of the last numbered item; 0 for none. */
function lastNumber(turn: Turn): number {
  const text = turn.texts.at(-1)?.text ?? ''
  const numbers = [...text.matchAll(/^(\d{1,3})[.)] /gmu)]
  return Number(numbers.at(-1)?.[1] ?? 0)
}
