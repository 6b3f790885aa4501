import type { Dialogue } from '../../dialogue/dialogue.ts'
import { askingPhrase, orders } from '../../fulfilment/asking.ts'
import { wordsOf } from '../../fulfilment/whole-phrase.ts'
import type { Turn } from '../../text/read-thread.ts'
import { textOf } from '../../text/sentences.ts'
import type { Declining, Told } from './told.ts'
import { saysEarly } from './says-early.ts'

/** From which probability a turn that gives reasons of law, ethics or rules refuses by them alone. */
const LECTURES = 0.65
/** From which probability a turn asks for something new: who chats on is lectured on what was said. */
const ASKS = 0.7
/** Sentences of a turn by which a lecture has begun. */
const AT_ONCE = 4

/** A verdict on what was asked for, as a deed. */
const VERDICT =
  /\b(?:(?:not|never|isn['’]t|wouldn['’]t be|nor) (?:\w+ ){0,3}(?:appropriate|ethical|acceptable|responsible|okay?|right|respectful|legal|safe)|illegal|unethical|inappropriate|unacceptable|immoral|unlawful)\b(?: \w+){0,6}? (?:to|for)\b/iu
const ASKS_HOW =
  /\bhow (?:can|do|to|could|would|should|might)\b|\b(?:what|where|which) (?:can|could|should|is the best|are (?:some|the))\b/iu
/** Whether something is right, good or so is asked: a verdict is the answer. */
const ASKS_VERDICT =
  /(?:^|[.!?]\s{1,4})\W{0,4}(?:(?:so|and|but|then|ok|well|because),? ){0,2}(?:is|are|was|were|isn['’]t|aren['’]t|should|shouldn['’]t|do you (?:think|believe|agree))\b[^?]{0,300}\?/iu

/** A lecture on why not, at once and in place of what was newly ordered or asked how to do. */
export function lecture(
  dialogue: Dialogue,
  turn: Turn,
  asked: Turn,
  told: readonly Told[],
): Declining | undefined {
  if (dialogue.modelled(turn, 'refuses') < LECTURES) return undefined
  if (dialogue.modelled(asked, 'request') < ASKS || !asksForADeed(dialogue, asked)) return undefined
  for (const { sentence, cues } of told.slice(0, AT_ONCE)) {
    const cue = cues.find(({ kind }) => kind === 'moralizing' || kind === 'policy')
    if (cue !== undefined && VERDICT.test(textOf(sentence)))
      return { way: 'refused', cue, sentence }
  }
  return undefined
}

function asksForADeed({ reading }: Dialogue, asked: Turn): boolean {
  if (saysEarly(asked, ASKS_VERDICT)) return false
  const phrase = askingPhrase(reading, asked)
  return saysEarly(asked, ASKS_HOW) || (phrase !== undefined && orders(wordsOf(phrase)))
}
