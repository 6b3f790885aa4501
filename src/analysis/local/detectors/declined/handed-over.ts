import type { Dialogue } from '../../dialogue/dialogue.ts'
import type { Turn } from '../../text/read-thread.ts'
import { textOf } from '../../text/sentences.ts'
import type { Draft } from '../draft.ts'
import type { Told } from './told.ts'

/** From which probability of the models a turn hands over that says so. */
const HANDS_OVER = 0.5
/** Who is sent on, and that it happens; an offer or a question hands over nobody. */
const SENDS =
  /\b(?:i(?:'ll|'m| am| will| have| need to| must| have to)|i will need to|we(?:'ll|'re| are| will| have)|let me|you(?:'re| are| will be| have been| are being)|your (?:request|case|call|chat) (?:is|has been|will be)) (?:\w+ ){0,3}(?:transfer|connect|escalat|forward|hand|pass|redirect|rout)\w*\b/iu
const PERSON =
  /\b(?:human|agent|representative|specialist|team|support|colleague|department|person|someone|manager|supervisor|staff)\b/iu
/** What makes an offer of it, where it stands before. */
const OFFERS = /\b(?:can|could|may|might|would|if|shall)\b|[?]/iu

/** The assistant sends the user to a person or another desk, now: advice to ask a professional is none. */
export function handedOver(
  dialogue: Dialogue,
  turn: Turn,
  asked: Turn,
  told: readonly Told[],
): Draft | undefined {
  if (dialogue.modelled(turn, 'hands-over') < HANDS_OVER) return undefined
  for (const { sentence, cues } of told) {
    const cue = cues.find(({ kind }) => kind === 'handOver')
    const said = textOf(sentence)
    if (cue === undefined || !isSent(said)) continue
    return {
      kind: 'handed-over',
      certainty: 'shown',
      noticedBy: dialogue.noticed(turn),
      evidence: [...dialogue.quoteCue(cue, 'answer'), ...dialogue.request(asked)],
      at: turn.index,
    }
  }
  return undefined
}

function isSent(said: string): boolean {
  const sends = SENDS.exec(said)
  return sends !== null && PERSON.test(said) && !OFFERS.test(said.slice(0, sends.index))
}
