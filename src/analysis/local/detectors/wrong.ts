import type { Cue } from './thread-reading.ts'
import { wordCount } from './thread-reading.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Draft } from './draft.ts'

/** Where the assistant gives in: from which probability the user's turn is the correction that it gives in to. */
const CORRECTS = 0.6
/** In a turn of more words than {@link FEW} that does not begin with it, "wrong" may be said of something else. */
const MAY_CORRECT = 0.1
const FEW = 12
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** From which probability the user asks to go on: an answer that is not complete is not wrong. */
const GOES_ON = 0.5

/** What is not liked of a short answer is what it offers, or how things are: nobody erred. */
const NOT_LIKED =
  /\b(?:not|isn['’]t|wasn['’]t) (?:\w+ )?(?:good|ok|okay|enough|what (?:i|we)(?:['’](?:m|d|ve)| am| was| have| had)? (?:want|need|like|looking|had in|after)\b)/iu
/** A mistake that the assistant owns where the user asked only may be that something was not told yet. */
const OVERSIGHT = /\boversight\b(?! (?:in|of)\b)/iu
const AGREES = /\b(?:right|correct)\b/iu
/** Words of an answer that gives in and mends nothing, as it only says sorry. */
const FEWEST_MENDING = 12

/** An answer of more words says more than what it asks to confirm. */
const MOST_TO_CONFIRM = 60

/**
 * The user says in so many words that the answer is wrong or not what was asked, or the assistant names and
 * owns a mistake in it; or the user corrects and the assistant gives in, which needs both. One an answer. A mere
 * doubt ("are you sure?") that the assistant does not give in to is none; so is a wish that the user changes where
 * he is asked to confirm it, or a slip that he calls his own.
 */
export function findWrong(dialogue: Dialogue): Draft[] {
  const { reading } = dialogue
  const found: Draft[] = []
  for (const turn of reading.users) {
    const wrong = dialogue.answerBefore(turn)
    if (wrong === undefined || wrong.index < (dialogue.asked(turn)?.index ?? 0)) continue
    if (dialogue.probability(turn, 'continue') >= GOES_ON) continue
    const changes = changesWish(dialogue, turn, wrong)
    const called = changes ? undefined : calledWrong(dialogue, turn, wrong)
    const taken = takenBack(dialogue, turn, changes)
    if (called === undefined && taken === undefined) continue
    const corrects = dialogue.modelled(turn, 'correction') >= CORRECTS
    found.push({
      kind: 'wrong',
      certainty: 'shown',
      noticedBy: called !== undefined || corrects ? 'user' : dialogue.noticed(wrong),
      evidence: [
        ...(called !== undefined ? dialogue.quoteCue(called, 'reaction') : []),
        ...(called === undefined && corrects ? dialogue.quote(turn, 'correction', 'reaction') : []),
        ...(taken === undefined ? [] : dialogue.quoteCue(taken, 'answer')),
      ],
      at: wrong.index,
      shownAt: turn.index,
    })
  }
  return found
}

function calledWrong(dialogue: Dialogue, turn: Turn, answer: Turn): Cue | undefined {
  const cue = dialogue.says(turn, 'wrong')
  if (cue === undefined || wordCount(turn) > MOST_WORDS) return undefined
  const isShort = wordCount(answer) <= MOST_TO_CONFIRM
  const isTold = dialogue.says(turn, 'told') !== undefined
  if (isShort && !isTold && quotes(dialogue, cue, NOT_LIKED)) return undefined
  const isPlain = cue.match.from === 0 || wordCount(turn) <= FEW
  return isPlain || dialogue.modelled(turn, 'correction') >= MAY_CORRECT ? cue : undefined
}

/**
 * Nothing is wrong yet in a short line that only asks: to confirm a wish, which the user then puts otherwise, or
 * for what he thinks of something. It is where he had said so before.
 */
function changesWish(dialogue: Dialogue, turn: Turn, answer: Turn): boolean {
  if (dialogue.says(turn, 'own-slip') !== undefined) return true
  if (wordCount(answer) > MOST_TO_CONFIRM || dialogue.says(turn, 'told') !== undefined) return false
  const isAsked = (['confirms', 'asks'] as const).some((kind) => dialogue.says(answer, kind))
  return isAsked || (textShape(answer).endsAsking && dialogue.says(turn, 'wishes') !== undefined)
}

/** What the assistant says next, of what it said before; to a changed wish it gives in without a fault. */
function takenBack(dialogue: Dialogue, turn: Turn, changes: boolean): Cue | undefined {
  const next = dialogue.answerAfter(turn)
  if (next === undefined || dialogue.asked(next) !== turn) return undefined
  const owned = dialogue.says(next, 'owns')
  const correction = dialogue.modelled(turn, 'correction')
  if (owned !== undefined && correction < MAY_CORRECT && quotes(dialogue, owned, OVERSIGHT))
    return undefined
  if (owned !== undefined || changes || correction < CORRECTS) return owned
  const given = dialogue.says(next, 'gives-in')
  if (given === undefined || wordCount(next) >= FEWEST_MENDING) return given
  return quotes(dialogue, given, AGREES) ? given : undefined
}

function quotes(dialogue: Dialogue, cue: Cue, words: RegExp): boolean {
  return dialogue.quoteCue(cue, 'answer').some(({ quote }) => words.test(quote))
}
