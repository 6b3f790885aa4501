import { overlap } from '../acts/seen/similar.ts'
import { contentStems } from '../text/content-words.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import { wordCount } from './thread-reading.ts'

/** User turns back among which the first asking is; one of them may be a word between. */
const REACH = 2
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** Words of matter that two askings share at least. */
const FEWEST_SHARED = 2
const OTHER: ReadonlySet<string> = new Set(
  'other another different else instead more without not otro otra mas sin autre autres plus sans andere anderen mehr ohne אחר אחרת עוד בלי'.split(
    ' ',
  ),
)
/** Failures of an answer that leave the wish as it was. */
const UNSERVED: ReadonlySet<Draft['kind']> = new Set<Draft['kind']>([
  'refused',
  'cannot',
  'cannot-open',
  'does-not-know',
  'broke',
  'wrong',
  'cut-off',
  'loops',
  'instruction-dropped',
  'other-language',
])
/** Share of the words of matter of two askings that both have. */
const SAME = 0.6
/** From which probability a turn only asks to go on. */
const GOES_ON = 0.4

/**
 * The same wish in the very next turns, nothing new in it, and the answer between did not serve: it is one of the
 * failures that were found, or the user is displeased with it; or the user says that it was asked before. Mere
 * likeness is none: people ask like things one after another.
 *
 * @param failures found so far
 */
export function findAskedAgain(dialogue: Dialogue, failures: readonly Draft[]): Draft[] {
  const failed = new Map<number, Draft>()
  for (const draft of failures) {
    if (draft.certainty === 'shown' && UNSERVED.has(draft.kind)) failed.set(draft.at, draft)
  }
  const reactions = new Set(failures.map(({ shownAt }) => shownAt))
  const { users } = dialogue.reading
  return users.flatMap((turn, n) => {
    const answer = dialogue.answerBefore(turn)
    if (answer === undefined || wordCount(turn) > MOST_WORDS) return []
    if (dialogue.probability(turn, 'continue') >= GOES_ON) return []
    const before = users
      .slice(Math.max(0, n - REACH), n)
      .filter(({ index }) => index < answer.index)
    const last = before.at(-1)
    // Further back only where the turn between was no wish: it called the answer wrong.
    const near = last !== undefined && reactions.has(last.index) ? before : before.slice(-1)
    const failure = failed.get(answer.index)
    // Who calls his own question unclear asks anew.
    const said =
      dialogue.says(turn, 'own-slip') === undefined ? dialogue.says(turn, 'again') : undefined
    const earlier =
      near.findLast((one) => isAgain(dialogue, turn, one, failure)) ??
      (said === undefined ? undefined : mostShared(turn, before))
    if (earlier === undefined) return []
    return [
      {
        kind: 'asked-again' as const,
        certainty: 'shown' as const,
        noticedBy: 'user' as const,
        evidence: [
          ...dialogue.request(earlier),
          ...answerBetween(dialogue, answer, failure),
          ...(said === undefined
            ? dialogue.request(turn, 'reaction')
            : dialogue.quoteCue(said, 'reaction')),
        ],
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}

/** The same wish, after an answer that failed or that the turn calls wrong. */
function isAgain(dialogue: Dialogue, turn: Turn, earlier: Turn, failure?: Draft): boolean {
  if (wordCount(earlier) > MOST_WORDS || !isSameWish(turn, earlier)) return false
  // Who calls one answer wrong and then the next wishes for nothing by it.
  if (dialogue.says(earlier, 'wrong', 'astray') !== undefined) return false
  const minded = dialogue.says(turn, 'displeased', 'wrong', 'astray')
  return failure !== undefined || minded !== undefined
}

/** The turn whose matter it shares most of, of equals the nearest; undefined where none shares enough to be the same wish. */
function mostShared(turn: Turn, before: readonly Turn[]): Turn | undefined {
  const stems = stemsOf(turn)
  let best: { turn: Turn; shared: number } | undefined
  for (const earlier of before.toReversed()) {
    const known = stemsOf(earlier)
    const both = [...stems].filter((stem) => known.has(stem)).length
    const shared = overlap(stems, known)
    const least = earlier === before.at(-1) ? 1 : FEWEST_SHARED
    if (both >= least && shared > (best?.shared ?? 0)) best = { turn: earlier, shared }
  }
  return best?.turn
}

/** All that it speaks of was spoken of there, and not much else was: another word is another wish. */
function isSameWish(turn: Turn, earlier: Turn): boolean {
  const known = stemsOf(earlier)
  const stems = stemsOf(turn)
  const others = othersIn(earlier)
  return (
    stems.size >= FEWEST_SHARED &&
    [...stems].every((stem) => known.has(stem)) &&
    [...othersIn(turn)].every((word) => others.has(word)) &&
    overlap(stems, known) >= SAME
  )
}

/** The words by which something else is asked for in the words of before. */
function othersIn(turn: Turn): Set<string> {
  return new Set(turn.texts.flatMap(({ tokens }) => tokens.words.filter((word) => OTHER.has(word))))
}

/** What shows that it did not serve; else its first words. */
function answerBetween(dialogue: Dialogue, answer: Turn, failure: Draft | undefined) {
  const quotes = failure?.evidence.filter(({ messageId }) => messageId === answer.message.id) ?? []
  return quotes.length > 0 ? quotes.slice(0, 1) : dialogue.first(answer, 'answer')
}

function stemsOf(turn: Turn): Set<string> {
  return new Set(turn.texts.flatMap(({ tokens }) => contentStems(tokens.words.slice(0, 300))))
}
