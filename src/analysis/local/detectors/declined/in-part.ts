import type { Turn } from '../../text/read-thread.ts'
import { contentStems } from '../../text/content-words.ts'
import { tokenize } from '../../text/tokenize.ts'
import { textOf } from '../../text/sentences.ts'
import type { Declining, Told } from './told.ts'
import { withoutCourtesy } from './of-itself.ts'

/** Words of a sentence that may stand before the one that declines: "I understand your concern." */
const FEW = 12
/** Sympathy, of any length. */
const FEELS =
  /^\W*(?:i(?:['’]m| am) (?:so |very |really )?sorry (?:to|that|about)|i (?:completely |fully )?understand|i apologi[sz]e for|thank you for)\b/iu
/** How a sentence begins by which an assistant declines outright: with itself, whatever it calls itself. */
const OUTRIGHT =
  /^\W*(?:(?:as (?:an?|of) [^,.]{2,80}|currently|unfortunately|at (?:this|the) (?:time|moment)|i understand[^,.]{0,60})\W+(?:and |but )?){0,2}(?:i|we)(?:['’](?:m|re)| am| are| do| don['’]t| can['’]t| cannot| can| have| was| could| couldn['’]t| lack)\b|^\W*it(?:['’]s| is| would)(?: be)? (?:not (?:be )?(?:possible|feasible)|impossible) (?:for me )?to\b/iu
/** Something is given in the same breath. */
const GIVES =
  /\bbut (?:i|we|here|there|it|you|the|this|based|in general|generally|some|one)\b|\b(?:so|therefore),? (?:i|here|this|the following|let)\b(?! (?:cannot|can['’]t|am (?:unable|not)|do(?:n['’]t| not)|have no)\b)|\bwithout\b/iu
/** To vouch for something, or to feel, was hardly asked; what a text has not is told of it. */
const VOUCHES =
  /\b(?:guarantee|verify|confirm|predict|be (?:sure|certain)|personal|opinions?|emotions?|beliefs?|physical|feel|think|believe|understand|judge|sure|in (?:the|this|your) (?:\w+ )?(?:report|text|article|document|transcript|passage|paper))\b/iu
/** What an assistant has no way to, whatever it was asked. */
const NO_WAY =
  /\b(?:internet|web|real[- ]time|browse|external|current (?:information|data|events)|latest|up-to-date|previous (?:conversation|message)s?)\b/iu

/**
 * Whether an answer says at once, of itself and outright, that it cannot do what was asked or does not know it, whatever
 * it gives in its place.
 */
export function declinesAtOnce(
  told: readonly Told[],
  { sentence, cue }: Declining,
  asked: Turn,
): boolean {
  const before = told.filter((one) => one.sentence.from < sentence.from)
  if (before.length > 1 || before.some(isMore)) return false
  const said = textOf(sentence)
  const rest = withoutCourtesy(said)
  if (!OUTRIGHT.test(rest) || GIVES.test(rest) || VOUCHES.test(rest) || said.endsWith('?'))
    return false
  if (cue.kind === 'unavailable' || cue.kind === 'refusal') return false
  return hasNoWay(said) || sharesMatter(asked, said)
}

/** Whether words name what an assistant has no way to, whatever it was asked. */
export function hasNoWay(said: string): boolean {
  return NO_WAY.test(said)
}

/** Whether a sentence is more than a courtesy. */
function isMore({ sentence }: Told): boolean {
  return sentence.to - sentence.from > FEW && !FEELS.test(textOf(sentence))
}

/** Whether a turn names what words speak of. */
export function sharesMatter({ texts }: Turn, said: string): boolean {
  const matter = new Set(contentStems(tokenize(said).words))
  return texts.some(({ tokens }) => contentStems(tokens.words).some((stem) => matter.has(stem)))
}
