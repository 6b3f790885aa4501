import { openEncoder, similarity } from '../../encoder/encoder.ts'
import type { Act } from '../acts/act.ts'
import { contentStems } from '../text/content-words.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { certaintyAt } from './draft.ts'
import type { Draft } from './draft.ts'
import { cuesOf, wordCount } from './thread-reading.ts'

const AGAIN = { shown: 0.6, maybe: 0.35 }
/** User turns back among which the first asking is. */
const REACH = 3
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** Meaning that two askings of one wish share at least. */
const ALIKE = 0.45
/** Two answers of no more words than this, to three askings of one matter, served none of them. */
const CURT = 30
/** From which probability an answer shows by itself that it did not serve. */
const UNSERVING = 0.5
const UNSERVED: readonly Act[] = [
  'refuses',
  'cannot',
  'does-not-know',
  'beside-the-point',
  'loops',
  'broke',
  'promises',
]
/** From which probability the user shows that the answer did not serve. */
const IMPATIENT = 0.25
const DISCONTENT: readonly Act[] = ['correction', 'complaint', 'same-again']

/**
 * The same wish again after an answer that did not serve it: an answer that declines, and nothing new is
 * asked; or two curt answers to three askings of one matter, and the user is impatient. Mere likeness is
 * none: people ask like things one after another.
 */
export function findAskedAgain(dialogue: Dialogue): Draft[] {
  const { users } = dialogue.reading
  return users.flatMap((turn, n) => {
    const answer = dialogue.answerBefore(turn)
    if (answer === undefined || wordCount(turn) > MOST_WORDS) return []
    const before = users
      .slice(Math.max(0, n - REACH), n)
      .filter(({ index }) => index < answer.index)
    const said = certaintyAt(dialogue.probability(turn, 'same-again'), AGAIN)
    if (said === undefined && !wasUnserved(dialogue, turn, before)) return []
    const earlier = mostAlike(turn, before)
    const isAlike = earlier !== undefined && earlier.alike >= ALIKE
    const certainty = said ?? (isAlike ? 'shown' : undefined)
    if (certainty === undefined || earlier === undefined) return []
    return [
      {
        kind: 'asked-again' as const,
        certainty,
        noticedBy: 'user' as const,
        evidence: [
          ...dialogue.request(earlier.turn),
          ...answerBetween(dialogue, answer),
          ...dialogue.quote(turn, 'same-again', 'reaction'),
        ],
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}

function wasUnserved(dialogue: Dialogue, turn: Turn, before: readonly Turn[]): boolean {
  const answer = dialogue.answerBefore(turn)
  const [first, second] = before.slice(-2)
  if (answer === undefined || second === undefined || !isAsking(dialogue, turn)) return false
  if (dialogue.most(answer, UNSERVED) >= UNSERVING && addsNothing(turn, before)) return true
  if (first === undefined || !isOneMatter([first, second, turn])) return false
  const answers = [dialogue.answerBefore(second), answer]
  return (
    isImpatient(dialogue, turn) &&
    answers.every((one) => one !== undefined && wordCount(one) <= CURT)
  )
}

/** All that it speaks of was spoken of before: another word is another wish. */
function addsNothing(turn: Turn, before: readonly Turn[]): boolean {
  const known = new Set(before.flatMap((earlier) => [...stemsOf(earlier)]))
  const stems = [...stemsOf(turn)]
  return stems.length > 0 && stems.every((stem) => known.has(stem))
}

/** Shows that it is not the first time: says so, is displeased, or asks with more than one mark. */
function isImpatient(dialogue: Dialogue, turn: Turn): boolean {
  return (
    cuesOf(dialogue.reading, turn, 'repeat', 'complaint', 'displeasure').length > 0 ||
    dialogue.most(turn, DISCONTENT) >= IMPATIENT ||
    turn.texts.some(({ text }) => /[?？؟]{2}/u.test(text))
  )
}

function isAsking({ reading }: Dialogue, turn: Turn): boolean {
  return (
    turn.texts.some(({ text }) => /[?？؟]/u.test(text)) ||
    cuesOf(reading, turn, 'ask', 'repeat', 'wish').length > 0
  )
}

/** One content word is common to all. */
function isOneMatter(turns: readonly Turn[]): boolean {
  const [first, ...rest] = turns.map(stemsOf)
  return [...(first ?? [])].some((stem) => rest.every((stems) => stems.has(stem)))
}

function answerBetween(dialogue: Dialogue, answer: Turn) {
  const [most] = UNSERVED.map((act) => ({ act, sure: dialogue.probability(answer, act) })).sort(
    (a, b) => b.sure - a.sure,
  )
  return most !== undefined && most.sure >= UNSERVING
    ? dialogue.quote(answer, most.act, 'answer')
    : dialogue.first(answer, 'answer')
}

/** The turn that means most of the same, of equals the nearest. */
function mostAlike(turn: Turn, before: readonly Turn[]): { turn: Turn; alike: number } | undefined {
  const mine = vectorOf(turn)
  let best: { turn: Turn; alike: number } | undefined
  for (const earlier of before.toReversed()) {
    const alike = Math.round(similarity(mine, vectorOf(earlier)) * 1000) / 1000
    if (best === undefined || alike > best.alike) best = { turn: earlier, alike }
  }
  return best
}

function vectorOf(turn: Turn): Float32Array {
  return openEncoder().encode(turn.texts.map(({ text }) => text.slice(0, 600)).join('\n'))
}

function stemsOf(turn: Turn): Set<string> {
  return new Set(turn.texts.flatMap(({ tokens }) => contentStems(tokens.words.slice(0, 300))))
}
