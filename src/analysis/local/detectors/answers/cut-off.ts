import { textShape } from '../../acts/seen/text-shape.ts'
import type { TextShape } from '../../acts/seen/text-shape.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import { quoteEnd } from '../../evidence/quote.ts'
import type { Turn } from '../../text/read-thread.ts'
import { certaintyAt } from '../draft.ts'
import type { Draft } from '../draft.ts'
import { hanging } from './hanging-end.ts'
import type { Hanging } from './hanging-end.ts'

/** From which probability of the models an answer is cut off that its form lets be one. */
const SURE = 0.8
/** The same where a sentence or a list plainly goes on, or the user asks for the rest. */
const LIKELY = 0.5
/** The same where nothing else can be meant. */
const POSSIBLE = 0.05
/** From which probability the user asks to go on: with an answer that has a middle to stop in, and with any other. */
const GOES_ON = 0.5
const GOES_ON_SURELY = 0.8
/** UTF-16 units of an answer that has nothing to be cut off, and of one that is no more than a line. */
const SHORT = 300
const LINE = 60
/** UTF-16 units of the end in which the last line of code is looked for. */
const TAIL = 600
const PROSE = /^(?:[\p{L}\d'’`"(),:;%-]+ ){5,}[^;{}]*[.!?]$/u
const DRAWN = /^[\s|+\-=_*┌┐└┘─│]+$/u
/** From here on an answer is no spoken line. */
const LONG = 600

/** Answers that stop in the middle. */
export function findCutOff(dialogue: Dialogue): Draft[] {
  const { assistants } = dialogue.reading
  const isSpoken = isSpokenStyle(assistants)
  return assistants.flatMap((turn) => {
    const after = dialogue.userAfter(turn)
    const shape = textShape(turn)
    const { length, lastIsItem } = shape
    const hasMiddle = length >= SHORT && !lastIsItem
    const goesOn =
      (length >= SHORT || !isSpoken) &&
      dialogue.does(after, 'continue', hasMiddle ? GOES_ON : GOES_ON_SURELY)
    // Talk ends as it likes, and so does a mere line.
    const mayHang = shape.openEnd && !isSpoken && length >= LINE
    const hangs = mayHang ? hanging(turn, dialogue.reading.languages[turn.index]) : undefined
    const shown = leastFor(turn, shape, isSpoken, goesOn, hangs)
    if (shown === undefined) return []
    const sure = dialogue.probability(turn, 'cut-off')
    const certainty = certaintyAt(sure, { shown, maybe: Math.min(shown, LIKELY) })
    const end = quoteEnd(dialogue.reading, turn, 'answer')
    if (certainty === undefined || end === undefined) return []
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

/** How sure the models must be of an answer that ends as this one does; undefined where its end says nothing. */
function leastFor(
  turn: Turn,
  shape: TextShape,
  isSpoken: boolean,
  goesOn: boolean,
  hangs: Hanging | undefined,
): number | undefined {
  const { openFence, openEnd, lastIsItem, openItem, openClause, openCode, length } = shape
  const isStopped = openFence || openItem || openClause || openCode || openEnd
  if (hangs === 'surely') return POSSIBLE
  if (hangs === 'likely' && length >= SHORT) return LIKELY
  if (goesOn) return isStopped ? LIKELY : SURE
  if (length < SHORT) return undefined
  if (openFence || openItem || openClause || (openCode && !endsInProse(turn))) return SURE
  return openEnd && !lastIsItem && (length >= LONG || !isSpoken) ? SURE : undefined
}

/** Whether the last line inside a fence is a sentence or a rule of a drawing: a fence that was closed late. */
function endsInProse({ texts }: Turn): boolean {
  const lines = (texts.at(-1)?.text ?? '').slice(-TAIL).trimEnd().split('\n')
  const last = lines.findLast((line) => !line.includes('```'))?.trim() ?? ''
  return PROSE.test(last) || DRAWN.test(last)
}

/** Whether half of the answers besides one that lacks its full stop lack theirs too. */
function isSpokenStyle(answers: readonly Turn[]): boolean {
  const open = answers.filter((answer) => textShape(answer).openEnd).length
  return answers.length > 2 && (open - 1) * 2 >= answers.length - 1
}
