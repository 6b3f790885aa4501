import { overlap } from '../../acts/seen/similar.ts'
import { contentStems } from '../../text/content-words.ts'
import type { Turn } from '../../text/read-thread.ts'
import { sentencesOf, textOf } from '../../text/sentences.ts'
import type { Sentence } from '../../text/sentences.ts'
import type { Evidence, EvidenceRole } from '../../../../domain/analysis/evidence.ts'
import { quoteSpan } from '../../evidence/quote.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import { saysEarly } from '../declined/says-early.ts'
import type { Draft } from '../draft.ts'
import { wordCount } from '../thread-reading.ts'

/** Words of an answer from which it is no stock line. */
const FEWEST_REPEATED = 20
/** UTF-16 units of an answer in which its first words are counted. */
const LOOKED_AT = 1000
/** Words of a sentence that says enough to be known again. */
const FEWEST_SHARED = 8
/** From which probability an answer only greets or takes leave. */
const STOCK = 0.5
/** Answers back that one is held against. */
const REACH = 3
/** Share of the words of two answers that both have, where the user minded; and where the user says that they are the same, and they share a sentence. */
const NEARLY_ALL = 0.93
const MUCH = 0.5
/** Share of the words of two askings from which they ask for the same, so that the same answer is right. */
const SAME_ASKING = 0.6
/** A first line that only leads in: the rest is the answer. */
const LEADS_IN =
  /^\s*(?:(?:sure|certainly|of course|absolutely|okay|ok|yes|apologies|sorry|i apologi[sz]e|i['’]m sorry|my apologies|you(?:['’]re| are) (?:right|correct)|here)\b[^\n]{0,300}?[:.!](?:\s|$)){1,3}/iu
/** The user says that an answer came before; the same error or outcome, a same part, or a same thing that is asked for, is none. */
const SAYS_SAME =
  /\b(?:(?:this|that|it|these|those|they)(?:['’](?:s|re))?(?: is| are)?(?: just| still| also)? (?:literally |exactly )?the (?:very |exact )?same (?:\w+ )?(?:answer|code|response|example|list|solution|script|reply|text|instruction|link)s?|(?:giving|gave|given|sent|posted|posting|provided|repeating|repeated|wrote|written) (?:me |us )?(?:back )?(?:literally |exactly )?the (?:very |exact )?same (?:\w+ )?(?:answer|code|response|example|list|solution|script|reply|text|instruction|link|thing)s?|(?:it|this|that)(?:['’]s| is) (?:literally|exactly) the same(?: thing)?\W*(?:$|\.)|you (?:just |are just |keep |are |were |only )(?:repeat(?:ed|ing)|repeat yourself)|(?:you|u)(?: have|['’]ve| had)? already (?:said|told me|g[ai]ve(?:n)?(?: me)?|suggested|wrote)|going (?:around |round )?in circles|stop repeating|you (?:have |['’]ve )?(?:just )?repeated|same (?:answer|response|reply) (?:again|as before)|no changes? (?:were|was) made)\b|\b(?:la misma respuesta|el mismo código|lo mismo de antes|otra vez lo mismo|la même réponse|encore la même|dieselbe antwort|das gleiche nochmal|a mesma resposta)\b|אותה תשובה|אותו דבר שוב|את אותו הדבר|тот же (?:ответ|код)|то же самое/iu
/** Who wants back what was there before gets it. */
const WANTS_BACK =
  /\b(?:same|again|original|previous|earlier|repeat|back|revert|undo|above|first)\b/iu
/** Words of a turn in which such a complaint is made; more is something else pasted or asked. */
const MOST_SAID = 60

/** Answers that come twice. */
export function findLoops(dialogue: Dialogue): Draft[] {
  const { assistants } = dialogue.reading
  return assistants.flatMap((turn, n) => {
    const asked = dialogue.asked(turn)
    if (asked === undefined || wordCount(turn) < FEWEST_REPEATED) return []
    if (dialogue.modelled(turn, 'small-talk') >= STOCK) return []
    const before = assistants.slice(Math.max(0, n - REACH), n)
    const saidSo = saysSame(dialogue, turn)
    const told =
      saidSo.length > 0 ? before.findLast((answer) => isMuchLike(turn, answer)) : undefined
    const earlier = told ?? before.findLast((answer) => repeats(dialogue, asked, turn, answer))
    if (earlier === undefined) return []
    const minded = mindedCue(dialogue, asked)
    const [first, second] = twiceSaid(dialogue, turn, earlier)
    return [
      {
        kind: 'loops' as const,
        certainty: 'shown' as const,
        noticedBy:
          minded === undefined && told === undefined ? dialogue.noticed(turn) : ('user' as const),
        evidence: [
          ...first,
          ...(minded === undefined
            ? dialogue.first(asked, 'request')
            : dialogue.quoteCue(minded, 'reaction')),
          ...second,
          ...(told === undefined ? [] : saidSo),
        ],
        at: turn.index,
      },
    ]
  })
}

/** Whether two answers have most words in common and a sentence, or nearly all of their words. */
function isMuchLike(turn: Turn, earlier: Turn): boolean {
  const shared = sharedWords(turn, earlier)
  return shared >= NEARLY_ALL || (shared >= MUCH && sharedSentence(turn, earlier) !== undefined)
}

/** A sentence that both answers have, as each says it; what they begin with where they share none. */
function twiceSaid(dialogue: Dialogue, turn: Turn, earlier: Turn): [Evidence[], Evidence[]] {
  const shared = sharedSentence(turn, earlier)
  if (shared === undefined)
    return [dialogue.first(earlier, 'answer'), dialogue.first(turn, 'answer')]
  return [
    quoted(dialogue, earlier, shared.before, 'answer'),
    quoted(dialogue, turn, shared.again, 'answer'),
  ]
}

function sharedSentence(
  turn: Turn,
  earlier: Turn,
): { readonly before: Sentence; readonly again: Sentence } | undefined {
  const said = new Map(earlier.texts.flatMap(sentencesOf).map((one) => [textOf(one), one]))
  for (const again of turn.texts.flatMap(sentencesOf)) {
    const before = said.get(textOf(again))
    if (again.to - again.from >= FEWEST_SHARED && before !== undefined) return { before, again }
  }
  return undefined
}

function quoted(
  { reading }: Dialogue,
  turn: Turn,
  { text, start, end }: Sentence,
  role: EvidenceRole,
): Evidence[] {
  const quote = quoteSpan(reading, turn, { part: text.part, start, end }, role)
  return quote === undefined ? [] : [quote]
}

/** The sentence of the user's next turn that says that the answer came before. */
function saysSame(dialogue: Dialogue, turn: Turn): Evidence[] {
  const after = dialogue.userAfter(turn)
  if (after === undefined || wordCount(after) > MOST_SAID) return []
  const said = after.texts.flatMap(sentencesOf).find((one) => SAYS_SAME.test(textOf(one)))
  return said === undefined ? [] : quoted(dialogue, after, said, 'reaction')
}

/**
 * The very words of an answer shortly before, but for a line that leads in, to a turn that asks for something else in the
 * same language; or nearly the same ones, and nothing that was asked for among what is new, to a turn that says it is
 * displeased or calls them wrong. Short lines are stock.
 */
function repeats(dialogue: Dialogue, asked: Turn, turn: Turn, earlier: Turn): boolean {
  const before = dialogue.asked(earlier)
  if (before === undefined) return false
  if (bodyOf(turn) === bodyOf(earlier))
    return asksOtherwise(dialogue, asked, before) && !wantsBack(dialogue, asked, turn, earlier)
  return (
    mindedCue(dialogue, asked) !== undefined &&
    sharedWords(turn, earlier) >= NEARLY_ALL &&
    !isMended(asked, turn, earlier)
  )
}

/** The share of the words of two turns that both have. */
function sharedWords(turn: Turn, earlier: Turn): number {
  return overlap(wordsOf(turn), wordsOf(earlier))
}

/** A slip of the pen set right, or the same in another language, asks for the same; who minded the answer does not. */
function asksOtherwise(dialogue: Dialogue, asked: Turn, before: Turn): boolean {
  if (wholeOf(asked) === wholeOf(before)) return false
  if (mindedCue(dialogue, asked) !== undefined) return true
  const { languages } = dialogue.reading
  return (
    languages[asked.index] === languages[before.index] &&
    sharedWords(asked, before) < SAME_ASKING &&
    overlap(stemsOf(asked), stemsOf(before)) < SAME_ASKING
  )
}

/** Whether a user asks for an answer again that is not the last one. */
function wantsBack(dialogue: Dialogue, asked: Turn, turn: Turn, earlier: Turn): boolean {
  return dialogue.answerBefore(turn) !== earlier && saysEarly(asked, WANTS_BACK)
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

function wholeOf({ texts }: Turn): string {
  return texts.map(({ text }) => text.trim()).join('\n')
}

/** What an answer says, without the line that leads in, where enough is left. */
function bodyOf(turn: Turn): string {
  const whole = wholeOf(turn)
  const lead = LEADS_IN.exec(whole)?.[0].length ?? 0
  const isEnough = whole.slice(lead, lead + LOOKED_AT).split(/\s+/).length >= FEWEST_REPEATED
  return lead > 0 && isEnough ? whole.slice(lead).trim() : whole
}
