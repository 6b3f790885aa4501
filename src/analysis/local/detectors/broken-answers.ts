import { overlap } from '../acts/seen/similar.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import { contentStems } from '../text/content-words.ts'
import { quoteEnd } from '../evidence/quote.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { certaintyAt } from './draft.ts'
import type { Draft } from './draft.ts'
import { wordCount } from './thread-reading.ts'

const CUT = { shown: 0.8, maybe: 0.5 }
/** From which probability the user asks to go on: with an answer that has a middle to stop in, and with any other. */
const GOES_ON = 0.5
const GOES_ON_SURELY = 0.8
/** UTF-16 units of an answer that has nothing to be cut off. */
const SHORT = 300
/** From here on an answer is no spoken line. */
const LONG = 600
/** Words of an answer from which it is no stock line. */
const FEWEST_REPEATED = 20
/** From which probability an answer only greets or takes leave. */
const STOCK = 0.5
/** Answers back that one is held against. */
const REACH = 2
/** Share of the words of two answers that both have, where the user minded. */
const NEARLY_ALL = 0.93
/** Share of the words of two askings from which they ask for the same, so that the same answer is right. */
const SAME_ASKING = 0.6

/** Answers that stop in the middle, or come twice. */
export function findBrokenAnswers(dialogue: Dialogue): Draft[] {
  return [...cutOff(dialogue), ...loops(dialogue)]
}

function cutOff(dialogue: Dialogue): Draft[] {
  const { assistants } = dialogue.reading
  const isSpoken = isSpokenStyle(assistants)
  return assistants.flatMap((turn) => {
    const after = dialogue.userAfter(turn)
    const { length, lastIsItem } = textShape(turn)
    const hasMiddle = length >= SHORT && !lastIsItem
    const goesOn =
      (length >= SHORT || !isSpoken) &&
      dialogue.does(after, 'continue', hasMiddle ? GOES_ON : GOES_ON_SURELY)
    const certainty = certaintyAt(dialogue.probability(turn, 'cut-off'), CUT)
    const end = certainty === undefined ? undefined : quoteEnd(dialogue.reading, turn, 'answer')
    if (certainty === undefined || end === undefined) return []
    if (!goesOn && !isOpen(turn, isSpoken)) return []
    return [
      {
        kind: 'cut-off' as const,
        certainty,
        noticedBy: goesOn ? ('user' as const) : dialogue.noticed(turn),
        evidence: [end, ...(goesOn ? dialogue.first(after, 'reaction') : [])],
        at: turn.index,
      },
    ]
  })
}

/** Stops inside code or a sentence; an item of a list needs no full stop, nor does a sentence of a spoken style. */
function isOpen(turn: Turn, isSpoken: boolean): boolean {
  const { openFence, openEnd, lastIsItem, openItem, openClause, length } = textShape(turn)
  if (length < SHORT) return false
  if (openFence || openItem || openClause) return true
  return openEnd && !lastIsItem && (length >= LONG || !isSpoken)
}

/** Whether half of the answers besides one that lacks its full stop lack theirs too. */
function isSpokenStyle(answers: readonly Turn[]): boolean {
  const open = answers.filter((answer) => textShape(answer).openEnd).length
  return answers.length > 2 && (open - 1) * 2 >= answers.length - 1
}

/**
 * The very words of one of the last two answers, to a turn that asks for something else in the same language; or
 * nearly the same ones, and nothing that was asked for among what is new, to a turn that says it is displeased or
 * calls them wrong. Short lines are stock.
 */
function loops(dialogue: Dialogue): Draft[] {
  const { assistants } = dialogue.reading
  return assistants.flatMap((turn, n) => {
    const asked = dialogue.asked(turn)
    if (asked === undefined || wordCount(turn) < FEWEST_REPEATED) return []
    if (dialogue.modelled(turn, 'small-talk') >= STOCK) return []
    const earlier = assistants
      .slice(Math.max(0, n - REACH), n)
      .findLast((answer) => repeats(dialogue, asked, turn, answer))
    if (earlier === undefined) return []
    const minded = mindedCue(dialogue, asked)
    return [
      {
        kind: 'loops' as const,
        certainty: 'shown' as const,
        noticedBy: minded === undefined ? dialogue.noticed(turn) : ('user' as const),
        evidence: [
          ...dialogue.first(earlier, 'answer'),
          ...(minded === undefined
            ? dialogue.first(asked, 'request')
            : dialogue.quoteCue(minded, 'reaction')),
          ...dialogue.first(turn, 'answer'),
        ],
        at: turn.index,
      },
    ]
  })
}

function repeats(dialogue: Dialogue, asked: Turn, turn: Turn, earlier: Turn): boolean {
  const before = dialogue.asked(earlier)
  if (before === undefined) return false
  if (textOf(turn) === textOf(earlier)) return asksOtherwise(dialogue, asked, before)
  return (
    mindedCue(dialogue, asked) !== undefined &&
    overlap(wordsOf(turn), wordsOf(earlier)) >= NEARLY_ALL &&
    !isMended(asked, turn, earlier)
  )
}

/** A slip of the pen set right, or the same in another language, asks for the same; who minded the answer does not. */
function asksOtherwise(dialogue: Dialogue, asked: Turn, before: Turn): boolean {
  if (textOf(asked) === textOf(before)) return false
  if (mindedCue(dialogue, asked) !== undefined) return true
  const { languages } = dialogue.reading
  return (
    languages[asked.index] === languages[before.index] &&
    overlap(wordsOf(asked), wordsOf(before)) < SAME_ASKING &&
    overlap(stemsOf(asked), stemsOf(before)) < SAME_ASKING
  )
}

/** Whether an answer has a word of what was asked for that the one before had not. */
function isMended(asked: Turn, turn: Turn, earlier: Turn): boolean {
  const known = wordsOf(earlier)
  const wanted = stemsOf(asked)
  const added = turn.texts.flatMap(({ tokens }) => tokens.words.filter((word) => !known.has(word)))
  return contentStems(added).some((stem) => wanted.has(stem))
}

function mindedCue(dialogue: Dialogue, turn: Turn) {
  return dialogue.says(turn, 'displeased', 'wrong', 'beside', 'astray')
}

function stemsOf({ texts }: Turn): ReadonlySet<string> {
  return new Set(texts.flatMap(({ tokens }) => contentStems(tokens.words)))
}

function wordsOf({ texts }: Turn): ReadonlySet<string> {
  return new Set(texts.flatMap(({ tokens }) => tokens.words))
}

function textOf({ texts }: Turn): string {
  return texts.map(({ text }) => text.trim()).join('\n')
}
