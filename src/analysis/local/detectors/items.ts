import type { Failure } from '../../../domain/analysis/analysis.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { hasWords } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import type { ItemPlace } from '../../findings/works.ts'

/** A failure that an item shows, with the user's words that it answers. */
export function itemFailure(
  dialogue: Dialogue,
  place: ItemPlace,
  what: Pick<Draft, 'kind'> & Pick<Failure, 'note'>,
): Draft {
  const turn = dialogue.reading.turns[place.index]
  const asked = turn === undefined ? undefined : (dialogue.asked(turn) ?? ownWords(dialogue, turn))
  return {
    ...what,
    certainty: 'shown',
    noticedBy: turn === undefined ? 'nobody' : dialogue.noticed(turn),
    evidence: asked === undefined ? [] : dialogue.request(asked),
    items: [{ messageId: place.messageId, part: place.part, type: place.type }],
    at: place.index,
  }
}

/** An item of the user's own message, or before anybody spoke. */
function ownWords(dialogue: Dialogue, turn: Dialogue['reading']['turns'][number]) {
  return turn.speaker === 'user' && hasWords(turn) ? turn : dialogue.userAfter(turn)
}
