import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from '../detectors/draft.ts'
import { cuesOf } from '../detectors/thread-reading.ts'
import { contentStems } from '../text/content-words.ts'
import type { Turn } from '../text/read-thread.ts'
import { askingPhrase } from './asking.ts'
import { wordsOf } from './whole-phrase.ts'
import type { Phrase } from './whole-phrase.ts'

/** One wish with the turns that work on it. */
export interface Wish {
  readonly phrase: Phrase
  readonly turn: Turn
  /** From the turn that asks to the last before the next wish. */
  readonly turns: readonly Turn[]
}

/** From which probability a later turn is a wish of its own. */
const NEW = 0.6
/** A first turn that is so surely small talk asks for nothing. */
const CHAT = 0.5
/** To go on is no wish of its own. */
const GOES_ON = 0.5
const FEWEST_WORDS = 2
const GREETS = /\b(?:how|hw|hows|who|what|whats) (?:are |r |is )?(?:you|u|up|it going)\b/u

/**
 * The wishes of a thread, in the order asked: the user's first words that are no small talk, and each later
 * turn that asks for something new; not what asks again, corrects or complains.
 */
export function findWishes(dialogue: Dialogue, drafts: readonly Draft[]): Wish[] {
  const { turns } = dialogue.reading
  const again = new Set(drafts.map(({ shownAt }) => shownAt))
  const begun: { turn: Turn; phrase: Phrase }[] = []
  for (const turn of turns) {
    if (turn.speaker !== 'user' || again.has(turn.index)) continue
    if (!asks(dialogue, turn, begun.length === 0)) continue
    const phrase = askingPhrase(dialogue.reading, turn)
    if (phrase !== undefined && isWhole(dialogue, phrase)) begun.push({ turn, phrase })
  }
  return begun.map(({ turn, phrase }, n) => ({
    turn,
    phrase,
    turns: turns.slice(turn.index, begun[n + 1]?.turn.index ?? turns.length),
  }))
}

/** A single word may mean anything, and a greeting asks for nothing. */
function isWhole({ reading }: Dialogue, phrase: Phrase): boolean {
  const words = wordsOf(phrase)
  if (words.length < FEWEST_WORDS || GREETS.test(words.join(' '))) return false
  return (
    contentStems(words).length >= FEWEST_WORDS || cuesOf(reading, phrase.turn, 'chat').length === 0
  )
}

function asks(dialogue: Dialogue, turn: Turn, isFirst: boolean): boolean {
  if (dialogue.does(turn, 'continue', GOES_ON)) return false
  if (!isFirst) return dialogue.does(turn, 'request', NEW)
  return dialogue.probability(turn, 'small-talk') < CHAT || dialogue.does(turn, 'request', NEW)
}
