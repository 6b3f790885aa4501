import { isTool } from '../../speaker.ts'
import type { Turn } from '../text/read-thread.ts'
import { certaintyAt } from './draft.ts'
import type { Draft } from './draft.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { itemsOf } from '../../findings/works.ts'
import type { Work } from '../../findings/works.ts'
import { itemFailure } from './items.ts'

const FAILED = { shown: 0.8, maybe: 0.5 }
const TOLD = { shown: 0.7, maybe: 0.4 }
const ERROR = /(?:^|[_\-:.])(?:error|failed|failure|exception|timeout)$/i
/** How a tool's answer begins that is an error. */
const TOOL_ERROR = /^\s{0,20}[{[("']{0,3}(?:error|exception|traceback|failed)\b/iu

/** Error items, errors that a tool or the assistant tells, and what the user says did not work. */
export function findBroken(dialogue: Dialogue, works: readonly Work[]): Draft[] {
  // Where work of the product is still open, what the user misses is that.
  const isOpen = works.some(({ open }) => open.length > 0)
  return [
    ...errorItems(dialogue),
    ...toolErrors(dialogue),
    ...told(dialogue),
    ...(isOpen ? [] : failed(dialogue)),
  ]
}

function errorItems(dialogue: Dialogue): Draft[] {
  return [...itemsOf(dialogue.reading.thread)]
    .filter(({ type }) => ERROR.test(type))
    .map((place) =>
      itemFailure(dialogue, place, { kind: 'broke', note: 'the product showed an error' }),
    )
}

/** An error of a tool with nothing but errors of tools after it until the user speaks again. */
function toolErrors(dialogue: Dialogue): Draft[] {
  const found: Draft[] = []
  let open: Turn | undefined
  const close = (): void => {
    if (open !== undefined) found.push(toolFailure(dialogue, open))
    open = undefined
  }
  for (const turn of dialogue.reading.turns) {
    if (turn.speaker === 'user') close()
    else if (isTool(turn.message.role)) open = saysError(turn) ? turn : undefined
  }
  close()
  return found
}

function saysError({ texts }: Turn): boolean {
  return texts.some(({ text }) => TOOL_ERROR.test(text.slice(0, 80)))
}

function toolFailure(dialogue: Dialogue, turn: Turn): Draft {
  const asked = dialogue.asked(turn)
  return {
    kind: 'broke',
    certainty: 'shown',
    noticedBy: dialogue.noticed(turn),
    note: 'a tool ran into an error',
    evidence: [
      ...dialogue.first(turn, 'item'),
      ...(asked === undefined ? [] : dialogue.request(asked)),
    ],
    at: turn.index,
  }
}

function told(dialogue: Dialogue): Draft[] {
  return dialogue.reading.assistants.flatMap((turn) => {
    const asked = dialogue.asked(turn)
    const certainty = certaintyAt(dialogue.probability(turn, 'broke'), TOLD)
    if (certainty === undefined || asked === undefined) return []
    return [
      {
        kind: 'broke' as const,
        certainty,
        noticedBy: dialogue.noticed(turn),
        note: 'the assistant told of an error',
        evidence: [...dialogue.quote(turn, 'broke', 'answer'), ...dialogue.request(asked)],
        at: turn.index,
      },
    ]
  })
}

function failed(dialogue: Dialogue): Draft[] {
  return dialogue.reading.users.flatMap((turn) => {
    const answer = dialogue.answerBefore(turn)
    const certainty = certaintyAt(dialogue.probability(turn, 'does-not-work'), FAILED)
    if (certainty === undefined || answer === undefined) return []
    return [
      {
        kind: 'broke' as const,
        certainty,
        noticedBy: 'user' as const,
        note: 'what was given did not work',
        evidence: dialogue.quote(turn, 'does-not-work', 'reaction'),
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}
