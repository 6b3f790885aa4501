import type { Told } from '../../detectors/declined/told.ts'
import { KNOWN } from '../../detectors/declined/no-decline/no-decline.ts'
import { asksOfOthers, speaksOfItself } from '../../detectors/declined/of-itself.ts'
import { NO_ANSWER } from '../../detectors/declined/served-anyway.ts'
import type { Turn } from '../../text/read-thread.ts'
import { textOf } from '../../text/sentences.ts'

/** What tells of others: "their number is", "yes, they do". */
const TELLS =
  /^\W*(?:(?:(?:yes|no|sure|of course|unfortunately|sorry|also|apologies)\W+)*(?:they|their|there|it|its|the|he|his|she|her|that)\b(?!['’ ](?:is|s) (?:\w+ )?(?:important|essential|crucial|best|recommended|possible))|(?:yes|no)\b\W+\w+ \w+)/iu
/** A number long enough to call. */
const NUMBER = /\d{3}[ -]?\d{2,}/u
const NEGATES = /\b(?:not|no|never|none|only|unavailable)\b|n['’]t\b/iu
const ASKS = /\?\s*$/u
/** Where another clause may begin. */
const PARTS = /\b(?:and|but)\b/iu

/**
 * Whether an answer that declines tells what was asked too, in a sentence or clause of its own that is not about the assistant:
 * "I could not book it. Their number is …". To a question about others "no, they have none" tells as well.
 */
export function answersBeside(asked: Turn | undefined, told: readonly Told[]): boolean {
  const isOfOthers = asked !== undefined && asksOfOthers(asked)
  return told.some(({ sentence, cues }) => {
    const said = textOf(sentence)
    const declines = cues.some(({ kind }) => NO_ANSWER.has(kind))
    if (cues.some(({ kind }) => kind === 'moralizing')) return false
    if (ASKS.test(said) && !declines) return false
    if (isOfOthers && KNOWN.test(said)) return true
    // "There is no such button" tells of the product what declines.
    if (!isOfOthers && cues.some(({ kind }) => kind === 'unavailable')) return NUMBER.test(said)
    return said.split(PARTS).some((part) => {
      if (speaksOfItself(part)) return false
      return TELLS.test(part) || NUMBER.test(part) || (isOfOthers && NEGATES.test(part))
    })
  })
}
