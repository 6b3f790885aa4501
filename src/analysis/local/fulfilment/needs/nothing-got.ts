import type { Draft } from '../../detectors/draft.ts'
import { toldIn } from '../../detectors/declined/told.ts'
import { wordCount } from '../../detectors/thread-reading.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import type { Turn } from '../../text/read-thread.ts'
import { answersBeside } from './answers-beside.ts'
import type { FailedTurns } from '../follow-wish.ts'

/**
 * Failures that leave nothing of an answer, and its words at most: who declines at greater length does
 * something all the same, but for lectures. What is cut off or wrong was served in part, or is mended.
 */
const MOST_WORDS: Readonly<Partial<Record<Draft['kind'], number>>> = {
  refused: 130,
  cannot: 70,
  'does-not-know': 70,
  'cannot-open': 70,
  broke: 70,
}
/** Words after "however" with which an answer serves after all. */
const MOST_WORDS_AFTER = 25
const ASKS_BACK = 0.5
/** A question that ends many a decline and says nothing of the wish. */
const FORMULA =
  /\b(?:is there )?anything (?:else|specific|more)\b[^.?]{0,200}\?|\b(?:can|could|would) you\b[^.?]{0,20}\bprovide\b[^.?]{0,20}\b(?:more|additional|further) (?:context|information|details?)\b[^.?]{0,200}\?/giu

/**
 * The failures of whole answers, by the index of the user's turn that got nothing else. The last answer to
 * a turn counts.
 *
 * @param drafts the failures of the thread
 */
export function whatGotNothing(dialogue: Dialogue, drafts: FailedTurns): Map<number, Draft> {
  const { assistants, assistantCues } = dialogue.reading
  const servesAfterAll = new Set(
    assistantCues
      .filter(
        ({ kind, text, match }) =>
          kind === 'evenSo' && text.tokens.words.length - match.to > MOST_WORDS_AFTER,
      )
      .map(({ turn }) => turn.index),
  )
  const cues = Map.groupBy(assistantCues, ({ turn }) => turn.index)
  const last = new Map<number, Turn>()
  for (const answer of assistants) {
    const asked = dialogue.asked(answer)
    if (asked !== undefined) last.set(asked.index, answer)
  }
  const nothing = new Map<number, Draft>()
  for (const [asked, answer] of last) {
    const failure = drafts.failed.get(answer.index)
    if (failure?.certainty !== 'shown' || servesAfterAll.has(answer.index)) continue
    if (wordCount(answer) > (MOST_WORDS[failure.kind] ?? 0)) continue
    if (failure.kind !== 'refused') {
      const told = toldIn(answer, cues.get(answer.index) ?? [])
      if (answersBeside(dialogue.asked(answer), told)) continue
      if (dialogue.does(answer, 'asks-back', ASKS_BACK) && !asksByFormula(answer)) continue
    }
    nothing.set(asked, failure)
  }
  return nothing
}

/** Whether all that an answer asks is a formula. */
function asksByFormula({ texts }: Turn): boolean {
  const said = texts.map(({ text }) => text).join('\n')
  return said.search(FORMULA) >= 0 && !said.replaceAll(FORMULA, '').includes('?')
}
