import type { AssistantCue } from '../../cues/cue-kinds.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import type { Turn } from '../../text/read-thread.ts'
import { textOf } from '../../text/sentences.ts'
import { wordCount } from '../thread-reading.ts'
import { FEW } from './declining-words.ts'
import type { Declining, Told } from './told.ts'

/** From which probability a turn that declines answers as well, where it has words for that. */
const ANSWERS = 0.6
const FEW_WORDS = { ofShort: 30, ofLonger: 12, ofIdle: 6 }
/** "I don't know" and no more: what comes after it is the answer. */
const IDLE =
  /^\W*(?:(?:hm+|well|oh|uh|um|gosh|ok)\W+)?i (?:really )?(?:don['’]t|do not) (?:really )?know\W*$/iu
/** Words beside the declining, its reasons and courtesies, from which they are an answer of their own. */
const MOST_WORDS = 150
/** The same where the turn may well answer, or may only be unable to do it in full. */
const FEWER_WORDS = 45
const MAY_ANSWER = 0.2

/** What a sentence has that declines, gives reasons, asks or is polite. */
export const NO_ANSWER: ReadonlySet<AssistantCue> = new Set<AssistantCue>([
  'wontDo',
  'cannotHelp',
  'cannotDo',
  'noAbility',
  'noKnowledge',
  'policy',
  'refusal',
  'moralizing',
  'inability',
  'unknowing',
  'unavailable',
  'disclaims',
  'unclear',
  'asksBack',
  'apology',
  'regret',
  'closing',
])

/** Whether an answer serves in spite of the words by which it declines. */
export function servesAnyway(
  dialogue: Dialogue,
  turn: Turn,
  told: readonly Told[],
  { way, sentence }: Declining,
): boolean {
  const words = wordsOf(told)
  const evenSo = told.findIndex(isEvenSo)
  if (way !== 'refused' && evenSo >= 0 && wordsOf(told.slice(evenSo + 1)) > FEW_WORDS.ofLonger)
    return true
  const isShort = wordCount(turn) <= FEW && evenSo < 0
  if (IDLE.test(textOf(sentence))) return words > FEW_WORDS.ofIdle
  if (words <= (isShort ? FEW_WORDS.ofShort : FEW_WORDS.ofLonger)) return false
  const answers = dialogue.modelled(turn, 'answers')
  if (answers >= ANSWERS || words > MOST_WORDS) return true
  return way !== 'refused' && answers >= MAY_ANSWER && words > FEWER_WORDS
}

function wordsOf(told: readonly Told[]): number {
  return told
    .filter(({ cues }) => !cues.some(({ kind }) => NO_ANSWER.has(kind)))
    .reduce((sum, { sentence }) => sum + sentence.to - sentence.from, 0)
}

/** "However": after it comes what is served all the same. */
function isEvenSo({ cues }: Told): boolean {
  return cues.some(({ kind }) => kind === 'evenSo')
}
