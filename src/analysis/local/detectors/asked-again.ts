import { overlap } from '../acts/seen/similar.ts'
import type { Act } from '../acts/act.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import { contentStems } from '../text/content-words.ts'
import type { Turn } from '../text/read-thread.ts'
import { tokenize } from '../text/tokenize.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from './draft.ts'
import type { Cue } from './thread-reading.ts'
import { wordCount } from './thread-reading.ts'

/** User turns back among which the first asking is; one of them may be a word between. */
const REACH = 2
/** The same after a decline: what is needed for the wish may have been asked between. */
const FAR = 4
/** Longer turns bring matter of their own. */
const MOST_WORDS = 60
/** Words of matter that two askings share at least. */
const FEWEST_SHARED = 2
const OTHER: ReadonlySet<string> = new Set(
  'other another different also too alternative alternatively else instead more without not otro otra mas sin autre autres plus sans andere anderen mehr ohne אחר אחרת עוד בלי'.split(
    ' ',
  ),
)
/** Failures by which the assistant declines: who asks on in the same matter does not take it. */
const DECLINES: ReadonlySet<Draft['kind']> = new Set<Draft['kind']>([
  'refused',
  'cannot',
  'cannot-open',
  'does-not-know',
])
/** Failures of an answer that leave the wish as it was. */
const UNSERVED: ReadonlySet<Draft['kind']> = new Set<Draft['kind']>([
  ...DECLINES,
  'broke',
  'wrong',
  'cut-off',
  'loops',
  'instruction-dropped',
  'other-language',
])
/** Acts of an answer that leave a wish open, and from which probability; an answer of few words leaves it open, too. */
const UNSERVING: readonly Act[] = ['declines', 'cut-off', 'admits', 'broke', 'promises']
const UNSERVES = 0.3
const FEW_ANSWERING = 12
/** Words of matter of a wish that is repeated in the very words. */
const FEWEST_REPEATED = 3
/** Words of a turn that leans on the answer before it: the same words ask for something new each time. */
const LEANING: ReadonlySet<string> = new Set(
  'that this these those above last previous next continue more again another other new further keep sigue sigues continua mas otro otra eso esto anterior siguiente weiter mehr noch nachste vorige suite encore plus autre continue remaining similar rest cont עוד תמשיך תמשיכי המשך הבא הבאה זה 继续'.split(
    ' ',
  ),
)
/** Share of the words of matter of two askings that both have. */
const SAME = 0.6
const NUMBER = /\d|^(?:one|two|three|four|five|six|seven|eight|nine|ten|pm|am)$/u
/** From which probability a turn is a correction, and from which it only asks to go on. */
const CORRECTS = 0.6
const GOES_ON = 0.4

/**
 * The same wish in the very next turns, nothing new in it, and the answer between did not serve: it is one of the
 * failures that were found, or the user is displeased with it; or the user says that it was asked before. After a
 * decline the same matter is enough where the user insists. Mere likeness is none: people ask like things one after
 * another.
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
    if (answer === undefined || dialogue.probability(turn, 'continue') >= GOES_ON) return []
    const before = users.slice(Math.max(0, n - FAR), n).filter(({ index }) => index < answer.index)
    const failure = failed.get(answer.index)
    const proof = askedBefore(dialogue, turn, answer, before, { failure, reactions })
    if (proof === undefined) return []
    return [
      {
        kind: 'asked-again' as const,
        certainty: 'shown' as const,
        noticedBy: 'user' as const,
        evidence: [
          ...dialogue.request(proof.earlier),
          ...answerBetween(dialogue, answer, failure),
          ...(proof.said === undefined
            ? dialogue.request(turn, 'reaction')
            : dialogue.quoteCue(proof.said, 'reaction')),
        ],
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}

/** The asking before, and where the user says outright that it is asked again. */
interface Proof {
  readonly earlier: Turn
  readonly said?: Cue
}

interface Known {
  /** Of the answer between. */
  readonly failure: Draft | undefined
  /** Indexes of turns that show a failure. */
  readonly reactions: ReadonlySet<number | undefined>
}

function askedBefore(
  dialogue: Dialogue,
  turn: Turn,
  answer: Turn,
  before: readonly Turn[],
  { failure, reactions }: Known,
): Proof | undefined {
  const [last] = before.slice(-1)
  if (last === undefined) return undefined
  // Further back only where the turn between was no wish: it called the answer wrong.
  const near = reactions.has(last.index) ? before.slice(-REACH) : [last]
  const repeated = near.findLast((one) => isSameText(dialogue, turn, one, answer))
  if (repeated !== undefined) return { earlier: repeated }
  if (wordCount(turn) > MOST_WORDS) return undefined
  // Who calls his own question unclear asks anew.
  const said =
    dialogue.says(turn, 'own-slip') === undefined ? dialogue.says(turn, 'again') : undefined
  const again =
    near.findLast((one) => isAgain(dialogue, turn, answer, one, failure)) ??
    (said === undefined ? undefined : nearestIn(stemsOf(turn), before.slice(-REACH)))
  if (again !== undefined) return { earlier: again, ...(said === undefined ? {} : { said }) }
  return insistedOn(dialogue, turn, answer, before, failure)
}

/**
 * The very words again, of a wish that stands by itself, after an answer that by its looks did not serve: who repeats
 * what was served wants more of it.
 */
function isSameText(dialogue: Dialogue, turn: Turn, earlier: Turn, answer: Turn): boolean {
  const words = wordsOf(turn)
  const before = wordsOf(earlier)
  return (
    words.length === before.length &&
    words.every((word, n) => word === before[n] && !LEANING.has(word)) &&
    stemsOf(turn).size >= FEWEST_REPEATED &&
    !textShape(answer).endsAsking &&
    (wordCount(answer) <= FEW_ANSWERING || dialogue.most(answer, UNSERVING) >= UNSERVES)
  )
}

/** The same wish, after an answer that failed or that the turn calls wrong. */
function isAgain(
  dialogue: Dialogue,
  turn: Turn,
  answer: Turn,
  earlier: Turn,
  failure: Draft | undefined,
): boolean {
  if (wordCount(earlier) > MOST_WORDS || !isSameWish(turn, earlier)) return false
  // Who calls one answer wrong and then the next wishes for nothing by it.
  if (dialogue.says(earlier, 'wrong', 'beside', 'astray') !== undefined) return false
  if (dialogue.says(turn, 'displeased', 'wrong', 'beside', 'astray') !== undefined) return true
  // Who sets a wrong answer right asks for nothing by it, nor who takes what a decline offers.
  if (failure === undefined || (failure.kind === 'wrong' && corrects(dialogue, turn))) return false
  return !(DECLINES.has(failure.kind) && textShape(answer).endsAsking)
}

function corrects(dialogue: Dialogue, turn: Turn): boolean {
  return dialogue.modelled(turn, 'correction') >= CORRECTS
}

/**
 * A decline is not taken: the user insists, in the matter of what was declined, and names no other thing and no new
 * number. The asking that the declining words answer, of the last few.
 */
function insistedOn(
  dialogue: Dialogue,
  turn: Turn,
  answer: Turn,
  before: readonly Turn[],
  failure: Draft | undefined,
): Proof | undefined {
  const said = dialogue.says(turn, 'insists')
  const [last] = before.slice(-1)
  if (said === undefined || last === undefined || hasNew(turn, last)) return undefined
  if (failure === undefined || !DECLINES.has(failure.kind)) return undefined
  const declined = quotedOf(answer, failure).flatMap(({ quote }) =>
    contentStems(tokenize(quote).words),
  )
  const matter = new Set([...declined, ...stemsOf(last)])
  const stems = stemsOf(turn)
  const rest = said.text.tokens.words.filter((_, n) => n < said.match.from || n >= said.match.to)
  const told = new Set(contentStems(rest))
  if (told.size > 0 && told.isDisjointFrom(matter)) return undefined
  return { earlier: nearestIn(new Set([...declined, ...stems]), before) ?? last, said }
}

/** Another thing, or another number: what is asked for is not the same. */
function hasNew(turn: Turn, earlier: Turn): boolean {
  const known = new Set(wordsOf(earlier))
  return wordsOf(turn).some((word) => (OTHER.has(word) || NUMBER.test(word)) && !known.has(word))
}

/** The turn whose matter it shares most of, of equals the nearest; undefined where none shares enough to be the same wish. */
function nearestIn(stems: ReadonlySet<string>, before: readonly Turn[]): Turn | undefined {
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
  return new Set(wordsOf(turn).filter((word) => OTHER.has(word)))
}

function wordsOf({ texts }: Turn): string[] {
  return texts.flatMap(({ tokens }) => [...tokens.words])
}

/** What shows that it did not serve; else its first words. */
function answerBetween(dialogue: Dialogue, answer: Turn, failure: Draft | undefined) {
  const quotes = quotedOf(answer, failure)
  return quotes.length > 0 ? quotes.slice(0, 1) : dialogue.first(answer, 'answer')
}

function quotedOf(answer: Turn, failure: Draft | undefined) {
  return failure?.evidence.filter(({ messageId }) => messageId === answer.message.id) ?? []
}

function stemsOf(turn: Turn): Set<string> {
  return new Set(turn.texts.flatMap(({ tokens }) => contentStems(tokens.words.slice(0, 300))))
}
