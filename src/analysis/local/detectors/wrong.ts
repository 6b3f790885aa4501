import type { Cue } from './thread-reading.ts'
import { wordCount } from './thread-reading.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Draft } from './draft.ts'

/** Where the assistant says that the user is right: from which probability the user's turn is a correction. */
const CORRECTS = 0.6
/** The same where the turn has a word that goes with a fault, and where it has none. */
const FAULTS = 0.5
const FAULTS_ANYWAY = 0.8
/** From which probability an answer that says nothing but that the user is right takes back the one before. */
const TAKES_BACK = 0.75
/** Where the assistant apologizes for a mistake: from which probability the user's turn points at one. */
const POINTS = 0.3
/** In a turn of more words than {@link FEW} that does not begin with it, "wrong" may be said of something else. */
const MAY_CORRECT = 0.1
const FEW = 12
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** From which probability the user asks to go on: an answer that is not complete is not wrong. */
const GOES_ON = 0.5
/** A bare "false" further back in a turn is an option of a quiz, or of a form. */
const BARE = 2
/** Words of an answer that gives in and mends nothing, as it only says sorry; and of one that is no small talk. */
const FEWEST_MENDING = 30
/** An answer of more words says more than what it asks to confirm. */
const MOST_TO_CONFIRM = 60

/** What proves that an answer was wrong. */
interface Proof {
  readonly reaction?: Cue
  readonly answer?: Cue
}

/**
 * An answer was called wrong, or was taken back. One an answer. Proofs are:
 *
 * - the user says in so many words that it is wrong, and the assistant does not defend it;
 * - the assistant owns a mistake in it, or apologizes for one after a turn that points at it;
 * - the user says that it passes by what was asked, and the assistant admits that, or mends it with an apology;
 * - the user corrects it, and the assistant apologizes and says that the user is right, and nothing against it;
 * - the user finds fault with it, and the assistant apologizes and says nothing against it, or takes it back.
 *
 * None are a wish that the user changes or puts in other words, a thought of the user's that the assistant only
 * confirms, an answer that is not at its end, a doubt that the assistant does not share, a polite apology.
 */
export function findWrong(dialogue: Dialogue): Draft[] {
  const found: Draft[] = []
  for (const turn of dialogue.reading.users) {
    const wrong = dialogue.answerBefore(turn)
    if (wrong === undefined || wrong.index < (dialogue.asked(turn)?.index ?? 0)) continue
    if (goesOn(dialogue, turn, wrong)) continue
    const proof = proofOf(dialogue, turn, wrong)
    if (proof === undefined) continue
    const corrects = dialogue.modelled(turn, 'correction') >= CORRECTS || findsFault(dialogue, turn)
    found.push({
      kind: 'wrong',
      certainty: 'shown',
      noticedBy: proof.reaction !== undefined || corrects ? 'user' : dialogue.noticed(wrong),
      evidence: quotesOf(dialogue, wrong, turn, proof, corrects),
      at: wrong.index,
      shownAt: turn.index,
    })
  }
  return found
}

/** The answer, what was said to it and the one after: as the thread goes. */
function quotesOf(
  dialogue: Dialogue,
  wrong: Turn,
  turn: Turn,
  { reaction, answer }: Proof,
  corrects: boolean,
): Evidence[] {
  const proof = [
    ...(reaction === undefined ? [] : dialogue.quoteCue(reaction, 'reaction')),
    ...(reaction === undefined && corrects ? dialogue.quote(turn, 'correction', 'reaction') : []),
    ...(answer === undefined ? [] : dialogue.quoteCue(answer, 'answer')),
  ]
  // The answer alone proves nothing.
  return proof.length === 0 ? [] : [...dialogue.first(wrong, 'answer'), ...proof]
}

function proofOf(dialogue: Dialogue, turn: Turn, wrong: Turn): Proof | undefined {
  const changes = changesWish(dialogue, turn, wrong)
  const called = changes ? undefined : calledWrong(dialogue, turn, wrong)
  const astray = changes ? undefined : dialogue.says(turn, 'beside', 'astray')
  const next = replyTo(dialogue, turn)
  if (next === undefined) return called && { reaction: called }
  const owned = dialogue.says(next, 'owns')
  if (owned !== undefined) return withReaction(called ?? astray, owned)
  const regretted = dialogue.says(next, 'regrets')
  if (called !== undefined) {
    const admitted = regretted ?? dialogue.says(next, 'misread', 'agrees')
    const stands = admitted === undefined && dialogue.says(next, 'stands') !== undefined
    return stands ? undefined : withReaction(called, admitted)
  }
  if (changes) return undefined
  const agreed = dialogue.says(next, 'agrees')
  const isPointedAt = agreed !== undefined || astray !== undefined || pointsAt(dialogue, turn)
  if (regretted !== undefined && isPointedAt) return withReaction(astray, regretted)
  if (astray !== undefined) {
    const admitted = dialogue.says(next, 'misread') ?? agreed ?? mended(dialogue, wrong, next)
    return admitted && { reaction: astray, answer: admitted }
  }
  if (dialogue.says(turn, 'rewords') !== undefined) return undefined
  const misread = dialogue.says(next, 'misread')
  if (agreed !== undefined && misread !== undefined) return { answer: misread }
  if (agreed !== undefined && isTakenBack(dialogue, turn, next)) return { answer: agreed }
  const yields = findsFault(dialogue, turn) ? givesIn(dialogue, turn, wrong, next) : undefined
  return yields && { answer: yields }
}

/**
 * An apology and another answer, nothing against the user; or that he is right who did not ask, which takes back the
 * answer before.
 */
function givesIn(dialogue: Dialogue, turn: Turn, wrong: Turn, next: Turn): Cue | undefined {
  if (dialogue.says(next, 'stands') !== undefined) return undefined
  const takesBack = dialogue.modelled(next, 'admits') >= TAKES_BACK && !textShape(turn).endsAsking
  return mended(dialogue, wrong, next) ?? (takesBack ? dialogue.says(next, 'agrees') : undefined)
}

/** The turn is taken for a correction, more surely than for an error that it pastes; the plainer its words, the less sure it has to be. */
function findsFault(dialogue: Dialogue, turn: Turn): boolean {
  const corrects = dialogue.modelled(turn, 'correction')
  if (dialogue.modelled(turn, 'does-not-work') > corrects) return false
  return corrects >= (dialogue.says(turn, 'amiss') === undefined ? FAULTS_ANYWAY : FAULTS)
}

/** Who is told that he is right may have had a thought of his own, asked, or brought something new: he gets no apology. */
function isTakenBack(dialogue: Dialogue, turn: Turn, next: Turn): boolean {
  const isCorrected = dialogue.modelled(turn, 'correction') >= CORRECTS
  const isSorry = dialogue.says(next, 'sorry') !== undefined
  return isCorrected && isSorry && dialogue.says(next, 'stands') === undefined
}

/** Says that something is not as it should be, whatever it is. */
function pointsAt(dialogue: Dialogue, turn: Turn): boolean {
  return (
    dialogue.most(turn, ['correction', 'does-not-work']) >= POINTS ||
    dialogue.says(turn, 'displeased', 'again', 'unheeded') !== undefined
  )
}

/** The answer to a turn, where it is the first that follows. */
function replyTo(dialogue: Dialogue, turn: Turn): Turn | undefined {
  const next = dialogue.answerAfter(turn)
  return next !== undefined && dialogue.asked(next) === turn ? next : undefined
}

/** Who calls a whole answer wrong, or the rest of it, asks for no more of it. */
function goesOn(dialogue: Dialogue, turn: Turn, wrong: Turn): boolean {
  if (dialogue.probability(turn, 'continue') >= GOES_ON) return true
  return (
    dialogue.says(turn, 'unfinished') !== undefined &&
    calledWrong(dialogue, turn, wrong) === undefined
  )
}

function calledWrong(dialogue: Dialogue, turn: Turn, wrong: Turn): Cue | undefined {
  const cue = dialogue.says(turn, 'wrong')
  if (cue === undefined || wordCount(turn) > MOST_WORDS) return undefined
  const { from, to } = cue.match
  if (to - from === 1 && (from >= BARE || answersQuiz(cue, turn, wrong))) return undefined
  const isPlain = from === 0 || wordCount(turn) <= FEW
  return isPlain || dialogue.modelled(turn, 'correction') >= MAY_CORRECT ? cue : undefined
}

/** Whether "false" is all that is said, to a question or to what offers that word. */
function answersQuiz({ text, match }: Cue, turn: Turn, wrong: Turn): boolean {
  if (wordCount(turn) > BARE) return false
  const word = text.tokens.words[match.from]
  return (
    textShape(wrong).endsAsking ||
    wrong.texts.some(({ tokens }) => word !== undefined && tokens.words.includes(word))
  )
}

/**
 * Nothing is wrong yet in a short line that only asks: to confirm a wish, which the user then puts otherwise, or
 * for what he thinks of something. It is where he had said so before.
 */
function changesWish(dialogue: Dialogue, turn: Turn, answer: Turn): boolean {
  if (dialogue.says(turn, 'own-slip') !== undefined) return true
  if (wordCount(answer) > MOST_TO_CONFIRM || dialogue.says(turn, 'told') !== undefined) return false
  const isAsked = dialogue.says(answer, 'confirms', 'asks') !== undefined
  return isAsked || (textShape(answer).endsAsking && dialogue.says(turn, 'wishes') !== undefined)
}

/** An apology before another answer, for one that was no small talk. */
function mended(dialogue: Dialogue, wrong: Turn, next: Turn): Cue | undefined {
  const isTalk = Math.min(wordCount(wrong), wordCount(next)) < FEWEST_MENDING
  return isTalk ? undefined : dialogue.says(next, 'sorry')
}

function withReaction(reaction: Cue | undefined, answer: Cue | undefined): Proof {
  return {
    ...(reaction === undefined ? {} : { reaction }),
    ...(answer === undefined ? {} : { answer }),
  }
}
