import { overlap } from '../acts/seen/similar.ts'
import { contentStems } from '../text/content-words.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import { cuesOf, wordCount } from './thread-reading.ts'

/** User turns back among which the first asking is; one of them may be a word between. */
const REACH = 2
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** Words of matter that two askings share at least. */
const FEWEST_SHARED = 2
/** Two answers of no more words than this, to three askings of one matter, served none of them. */
const CURT = 30
/** Failures of an answer that leave the wish as it was. */
const DECLINED: ReadonlySet<Draft['kind']> = new Set<Draft['kind']>([
  'refused',
  'cannot',
  'cannot-open',
  'does-not-know',
])
const UNSERVED: ReadonlySet<Draft['kind']> = new Set<Draft['kind']>([
  ...DECLINED,
  'broke',
  'wrong',
  'cut-off',
  'loops',
  'instruction-dropped',
  'other-language',
])
/** Share of the words of matter of two askings that both have. */
const SAME = 0.5
/** From which probability a turn only asks to go on. */
const GOES_ON = 0.4

/**
 * The same wish in the very next turns, nothing new in it, and the answer between did not serve: it is one of the
 * failures that were found, or the user is displeased with it; or the user says that it was asked before; or two
 * curt answers to three askings of one matter, and
 * the user is impatient. Mere likeness is none: people ask like things one after another.
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
    const said = dialogue.says(turn, 'again')
    const earlier =
      near.findLast((one) => isAgain(dialogue, turn, one, failure)) ??
      (said === undefined ? threeTimes(dialogue, turn, before) : mostShared(turn, before))
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

/** The same wish, after an answer that failed or that the turn calls wrong. One that was declined may be argued. */
function isAgain(dialogue: Dialogue, turn: Turn, earlier: Turn, failure?: Draft): boolean {
  if (wordCount(earlier) > MOST_WORDS) return false
  if (failure !== undefined && DECLINED.has(failure.kind) && isSameWish(earlier, turn)) return true
  const minded = dialogue.says(turn, 'displeased') ?? dialogue.says(turn, 'wrong')
  return (failure !== undefined || minded !== undefined) && isSameWish(turn, earlier)
}

/** The turn whose matter it shares most of, of equals the nearest; undefined where none shares any. */
function mostShared(turn: Turn, before: readonly Turn[]): Turn | undefined {
  const stems = stemsOf(turn)
  let best: { turn: Turn; shared: number } | undefined
  for (const earlier of before.toReversed()) {
    const shared = overlap(stems, stemsOf(earlier))
    if (shared > (best?.shared ?? 0)) best = { turn: earlier, shared }
  }
  return best?.turn
}

/** The first of three askings of one matter that got curt answers. */
function threeTimes(dialogue: Dialogue, turn: Turn, before: readonly Turn[]): Turn | undefined {
  const [first, second] = before.slice(-2)
  if (first === undefined || second === undefined || !isAsking(dialogue, turn)) return undefined
  const answers = [dialogue.answerBefore(second), dialogue.answerBefore(turn)]
  const isCurt = answers.every((one) => one !== undefined && wordCount(one) <= CURT)
  return isCurt && isImpatient(dialogue, turn) && isOneMatter([first, second, turn])
    ? first
    : undefined
}

/** All that one speaks of the other does, and not much else: another word is another wish. */
function isSameWish(turn: Turn, earlier: Turn): boolean {
  const known = stemsOf(earlier)
  const stems = stemsOf(turn)
  return (
    stems.size >= FEWEST_SHARED &&
    [...stems].every((stem) => known.has(stem)) &&
    overlap(stems, known) >= SAME
  )
}

/** Shows that it is not the first time: says so, is displeased, or asks with more than one mark. */
function isImpatient(dialogue: Dialogue, turn: Turn): boolean {
  return (
    cuesOf(dialogue.reading, turn, 'repeat').length > 0 ||
    dialogue.says(turn, 'displeased') !== undefined ||
    turn.texts.some(({ text }) => /[?？؟]{2}/u.test(text))
  )
}

function isAsking({ reading }: Dialogue, turn: Turn): boolean {
  return (
    turn.texts.some(({ text }) => /[?？؟]/u.test(text)) ||
    cuesOf(reading, turn, 'ask', 'repeat', 'wish').length > 0
  )
}

/** Half of what the last speaks of was spoken of in each of the others. */
function isOneMatter(turns: readonly Turn[]): boolean {
  const [last, ...others] = turns.map(stemsOf).toReversed()
  if (last === undefined) return false
  return others.every(
    (stems) => [...last].filter((stem) => stems.has(stem)).length * 2 >= last.size,
  )
}

/** What shows that it did not serve; else its first words. */
function answerBetween(dialogue: Dialogue, answer: Turn, failure: Draft | undefined) {
  const quotes = failure?.evidence.filter(({ messageId }) => messageId === answer.message.id) ?? []
  return quotes.length > 0 ? quotes.slice(0, 1) : dialogue.first(answer, 'answer')
}

function stemsOf(turn: Turn): Set<string> {
  return new Set(turn.texts.flatMap(({ tokens }) => contentStems(tokens.words.slice(0, 300))))
}
