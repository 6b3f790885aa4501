import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { certaintyAt } from './draft.ts'
import type { Draft } from './draft.ts'
import { itemFailure } from './items.ts'
import type { Work } from '../../findings/works.ts'

const PROMISED = { shown: 0.85, maybe: 0.4 }
/** A turn that does one of these keeps the promise before it. */
const KEEPS = ['delivers', 'answers'] as const
const KEPT = 0.4

/** Work that was started in items or promised in words, and that nothing brought by the end. */
export function findNotDelivered(dialogue: Dialogue, works: readonly Work[]): Draft[] {
  return [...unfinished(dialogue, works), ...unkept(dialogue)]
}

function unfinished(dialogue: Dialogue, works: readonly Work[]): Draft[] {
  return works.flatMap((work) =>
    work.open.map((place) =>
      itemFailure(dialogue, place, {
        kind: 'not-delivered',
        note: `${work.feature} was started and never completed`,
      }),
    ),
  )
}

/** The last promise that no later turn keeps, with what the user said to the silence. */
function unkept(dialogue: Dialogue): Draft[] {
  const { assistants } = dialogue.reading
  const promise = assistants.findLast((turn) => dialogue.does(turn, 'promises', PROMISED.maybe))
  if (promise === undefined || isKept(dialogue, promise)) return []
  const certainty = certaintyAt(dialogue.probability(promise, 'promises'), PROMISED)
  if (certainty === undefined) return []
  const after = dialogue.userAfter(promise)
  return [
    {
      kind: 'not-delivered',
      certainty,
      noticedBy: dialogue.noticed(promise),
      note: after === undefined ? 'nothing came after it' : 'nothing after it brought it',
      evidence: [
        ...dialogue.quote(promise, 'promises', 'answer'),
        ...(after === undefined ? [] : dialogue.first(after, 'reaction')),
      ],
      at: promise.index,
    },
  ]
}

function isKept(dialogue: Dialogue, promise: Turn): boolean {
  return (
    dialogue.most(promise, KEEPS) >= KEPT ||
    dialogue.reading.assistants.some(
      (turn) => turn.index > promise.index && dialogue.most(turn, KEEPS) >= KEPT,
    )
  )
}
