import type { Dialogue } from '../../../dialogue/dialogue.ts'
import type { Turn } from '../../../text/read-thread.ts'
import { textOf } from '../../../text/sentences.ts'
import { wordCount } from '../../thread-reading.ts'
import { lacksInput } from '../asked-for.ts'
import { OBJECTIONABLE } from '../declining-words.ts'
import { hasNoWay, sharesMatter } from '../in-part.ts'
import { hedges } from './no-decline.ts'
import { saysEarly } from '../says-early.ts'
import type { Declining } from '../told.ts'

/** Words of an answer that says little but "I can't", and from which probability it may be unwilling, or is hardly a decline. */
const BRIEF = 50
const MAY_REFUSE = 0.6
const HARDLY = 0.25

/** Who calls itself a program speaks of what it is able to. */
const A_PROGRAM = /\b(?:language model|as an ai|text[- ]based)\b/iu
/** Who tried is not able. */
const TRIED =
  /\b(?:could ?(?:n['’]?t| not)|(?:was|were)(?:n['’]t| not)? (?:un)?able|unable to (?:book|reserve|make|get|find)|did ?(?:n['’]?t| not))\b/iu
/** What an assistant reaches or not. */
const ACCESS = /\baccess to\b/iu

/**
 * Whether words that say "cannot" lack what they need, hedge, may be meant of what nobody helps with, or speak of an access
 * that nobody asked for.
 */
export function isNotUnable(
  dialogue: Dialogue,
  turn: Turn,
  asked: Turn,
  { cue, sentence }: Declining,
): boolean {
  const said = textOf(sentence)
  if (lacksInput(turn, said) || hedges(said)) return true
  const isOfHelp = cue.kind === 'cannotDo' || cue.kind === 'cannotHelp' || cue.kind === 'refusal'
  if (
    isOfHelp &&
    dialogue.reading.languages[turn.index] === 'en' &&
    !A_PROGRAM.test(said) &&
    !TRIED.test(said)
  ) {
    if (saysEarly(asked, OBJECTIONABLE) || mayBeUnwilling(dialogue, turn)) return true
  }
  return ACCESS.test(said) && !hasNoWay(said) && !sharesMatter(asked, said)
}

/** Whether a short answer may as well be unwilling, or is hardly a decline to the models. */
function mayBeUnwilling(dialogue: Dialogue, turn: Turn): boolean {
  if (wordCount(turn) > BRIEF) return false
  return (
    dialogue.modelled(turn, 'refuses') >= MAY_REFUSE || dialogue.modelled(turn, 'declines') < HARDLY
  )
}
