import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import { wordCount } from './thread-reading.ts'

/** Longer turns bring matter of their own. */
const MOST_WORDS = 60

/**
 * The user says that the answer speaks of something else than was asked, and the assistant does not defend it. One
 * an answer. Whoever takes the misunderstanding upon himself, or asks for the rest, says nothing of the answer.
 */
export function findBesideThePoint(dialogue: Dialogue): Draft[] {
  const told = new Set<number>()
  return dialogue.reading.users.flatMap((turn) => {
    const said = dialogue.says(turn, 'beside')
    const answer = dialogue.answerBefore(turn)
    const asked = answer && dialogue.asked(answer)
    if (said === undefined || answer === undefined || asked === undefined) return []
    if (wordCount(turn) > MOST_WORDS) return []
    if (dialogue.says(turn, 'own-slip', 'unfinished') !== undefined) return []
    const next = dialogue.answerAfter(turn)
    if (next !== undefined && dialogue.says(next, 'stands') !== undefined) return []
    if (told.has(answer.index)) return []
    told.add(answer.index)
    const owned = next && dialogue.says(next, 'misread')
    return [
      {
        kind: 'beside-the-point' as const,
        certainty: 'shown' as const,
        noticedBy: 'user' as const,
        evidence: [
          ...dialogue.request(asked),
          ...dialogue.quoteCue(said, 'reaction'),
          ...(owned === undefined ? [] : dialogue.quoteCue(owned, 'answer')),
        ],
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}
