import type { AssistantCue } from '../../cues/cue-kinds.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import { contentStems } from '../../text/content-words.ts'
import type { Turn } from '../../text/read-thread.ts'
import type { Sentence } from '../../text/sentences.ts'
import { textOf } from '../../text/sentences.ts'
import type { Cue } from '../thread-reading.ts'
import type { Declining, Told } from './told.ts'
import { saysEarly } from './says-early.ts'

/** What a service has in its books. */
const HELD =
  /\b(?:reservation|booking|(?<!\bin )order(?!s? of\b)|ticket|insurance|passenger|flight|refund|account|subscription|membership|purchase|payment|bags?|baggage|invoice|delivery|fare|fees?|warranty)s?\b/iu
/** What a service grants or not, by its rules alone. */
const GRANTS = /\b(?:refund(?:ed|s)?|compensat\w+|waive\w*|vouchers?|reimburse\w*)\b/iu
/** What it does to what it has in its books. */
const DEEDS =
  /\b(?:cancel|modif|chang|upgrad|downgrad|add|remov|switch|extend|reschedul|rebook|return|exchang)\w*/iu
const REASONS =
  /\b(?:polic(?:y|ies)|since|due to|because|as (?:it|they|this|your|you)|non-?refundable|eligib\w*|restrictions?|terms|existing|within)\b/iu
const CANNOT = /\b(?:can['’]t|cannot|can not|(?:am|are|['’]m|['’]re) (?:unable|not able))\b/iu
/** A program that has no hands is not able. */
const NO_HANDS = /\b(?:language model|as an ai|an ai\b|ability|access|capabilit\w+|system)\b/iu
/** Rules by which what was asked for is not done. */
const RULE =
  /\b(?:cannot|can['’]t|can not|may not) be (?:\w+ly )?(?:cancel|modif|chang|refund|add|remov|upgrad|return|exchang|transferr?ed|waiv|combin|appl|extend)\w*|\b(?:is|are|was|were)(?:n['’]t| not) (?:\w+ )?(?:eligible|refundable|permitted|allowed|covered)\b|\bnon-?refundable\b|\b(?:does|do)(?:n['’]t| not) (?:allow|permit|cover|qualify)\b|\bnot (?:possible|allowed|permitted) to\b|\b(?:can|may) only \w[^.]{0,80}\b(?:if|within|not)\b/iu
/** Who orders, or wishes for it. */
const ORDERS =
  /\b(?:can|could|would) you\b|\bi(?:['’]d like|['’]d prefer| would like| want| need| wish|['’]m looking to)\b|\bplease\b|\b(?:cancel|change|refund|remove|add|upgrade) (?:it|them|my|the|all)\b/iu
/** Who asks what the rules say is answered by them. */
const ASKS_RULES =
  /\b(?:if|whether|is|are) (?:\w+ ){0,5}(?:refundable|allowed|permitted|eligible|possible|included|covered)\b/iu
/** From which probability a turn declines that names a rule. */
const DECLINES = 0.3

/** Whether what somebody says that it cannot do is a thing that its rules, and no want of ability, keep back. */
export function withholds(told: readonly Told[], sentence: Sentence): boolean {
  const said = textOf(sentence)
  if (!CANNOT.test(said) || NO_HANDS.test(said)) return false
  const isRuled = told.some((one) => RULE.test(textOf(one.sentence)))
  if (GRANTS.test(said)) return isRuled || HELD.test(said)
  return DEEDS.test(said) && HELD.test(said) && (isRuled || REASONS.test(said))
}

/** The sentence with a rule by which what a turn ordered is not done. */
export function ruledOut(
  dialogue: Dialogue,
  turn: Turn,
  asked: Turn,
  told: readonly Told[],
): Declining | undefined {
  if (dialogue.modelled(turn, 'declines') < DECLINES || !saysEarly(asked, ORDERS)) return undefined
  if (saysEarly(asked, ASKS_RULES)) return undefined
  const wanted = new Set(asked.texts.flatMap(({ tokens }) => contentStems(tokens.words)))
  const found = told.find(({ sentence }) => {
    const said = textOf(sentence)
    if (!RULE.test(said) || !(HELD.test(said) || GRANTS.test(said)) || said.endsWith('?'))
      return false
    const { text, from, to } = sentence
    return contentStems(text.tokens.words.slice(from, to)).some((stem) => wanted.has(stem))
  })
  if (found === undefined) return undefined
  const { sentence } = found
  const cue: Cue<AssistantCue> = {
    kind: 'policy',
    turn,
    text: sentence.text,
    match: { kind: 'policy', from: sentence.from, to: sentence.to },
  }
  return { way: 'refused', cue, sentence }
}
