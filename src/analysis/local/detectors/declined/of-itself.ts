import type { Turn } from '../../text/read-thread.ts'
import { saysEarly } from './says-early.ts'

const ITSELF = /\b(?:i|i'm|i’m|i'd|i’d|i'll|i’ll|we|we're|my|our|me|us)\b/iu
/** "I'm sorry" tells of nobody. */
const COURTESY =
  /^\W*(?:(?:no|yes|well|oh|but|unfortunately|regrettably)\W+)*(?:(?:i|we)(?:['’](?:m|re)| am| are)? (?:(?:so|very|really|terribly|truly) )?(?:sorry|afraid|apologi[sz]e)|(?:my |our )?apologies|sorry)\b(?: for [^,.]{1,40})?\W*(?:(?:but|that)\b\W*)?/iu
/** "Sorry, couldn't book it" leaves the "I" out. */
const LEFT_OUT = /^(?:can|could|cannot|couldn|unable|not able)\b/iu
/** A question whether others do, have or are. */
const OF_OTHERS =
  /\b(?:do|does|did|are|is|was|will|would|can|could|has|have) (?:they|he|she)\b|\b(?:(?:does|will|has|can|could) (?:the|this|that)|(?:is|are|was) the) (?!be\b|(?:app|site|website|product|tool|system|program|editor|bot|assistant|service)\b)\w+\b|\b(?:know|see|check|find out|tell me) (?:if|whether) (?!you\b|i\b|we\b)|\b(?:can|may|could) (?:i|we) [^?]{1,60} there\b|^\W*(?:are|is) there (?!(?:\w+ )?(?:way|option|possibility)\b)/iu

/** In English who declines speaks of itself: what "they" cannot do is an answer. */
export function speaksOfItself(said: string): boolean {
  const rest = withoutCourtesy(said)
  return ITSELF.test(rest) || LEFT_OUT.test(rest)
}

/** What is left without "I'm sorry, but". */
export function withoutCourtesy(said: string): string {
  return said.replace(COURTESY, '')
}

/** Whether a turn asks about others what "no" answers. */
export function asksOfOthers(asked: Turn): boolean {
  return saysEarly(asked, OF_OTHERS)
}
