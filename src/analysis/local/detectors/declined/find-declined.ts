import type { AssistantCue } from '../../cues/cue-kinds.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import type { Turn } from '../../text/read-thread.ts'
import { textOf } from '../../text/sentences.ts'
import type { Draft } from '../draft.ts'
import { wordCount } from '../thread-reading.ts'
import type { Cue } from '../thread-reading.ts'
import { decliningSentence, FEW } from './declining-words.ts'
import { toldIn } from './told.ts'
import type { Declining, Told } from './told.ts'
import { asksOfOthers, speaksOfItself } from './of-itself.ts'
import {
  asksToKnow,
  asksWhatIsMeant,
  isAboutItself,
  isPersonal,
  isScene,
  playsAPart,
} from './asked-for.ts'
import { handedOver } from './handed-over.ts'
import { declinesAtOnce } from './in-part.ts'
import { lecture } from './lecture.ts'
import { foundNothing } from './no-decline/no-decline.ts'
import { isNotUnable } from './no-decline/not-unable.ts'
import { ruledOut } from './of-rules.ts'
import { saysEarly } from './says-early.ts'
import { servesAnyway } from './served-anyway.ts'

/** A question that is small talk is served by whatever is said to it. */
const CHAT = 0.4
/** The same words are said of others too in languages that the lexicons know less well: there it has to be so likely. */
const DECLINES = 0.3
/** From which probability "I can't help with that" is taken for unwillingness. */
const UNWILLING = { en: 0.3, others: 0.6 }
/** From which probability a turn that speaks of what is not there asks back. */
const ASKS_BACK = 0.7

/** What a user gave to be opened: an address, a file by its name, "the attached document". */
const GIVEN =
  /https?:\/\/\S|\bwww\.\S|\b[\w-]{2,60}\.(?:com|org|net|io|pdf|docx?|xlsx?|csv|png|jpe?g|gif|mp3|wav|mp4|mov)\b|\b(?:this|that|these|my|attached|uploaded|following|above) (?:\w+ ){0,2}(?:link|url|web ?(?:site|page)|file|pdf|image|picture|photo|video|audio|recording|document|attachment|screenshot|spreadsheet|repo(?:sitory)?|article)s?\b|\bthe (?:\w+ ){0,1}(?:link|url|file|pdf|document|attachment|screenshot|spreadsheet)s?\b|(?:ה|את ה|ל)?(?:קישור|לינק|קובץ)|\b(?:este|esta|el|mi) (?:enlace|archivo|imagen|documento)\b|这个?(?:链接|文件|图片)/iu
/** What is done with what was given; to make one is another matter. */
const OPENS =
  /\b(?:open|access|view|see|browse|visit|click|follow|read|watch|listen|hear|download|retrieve|load|analy[sz]e|process|scan|attached|received?)(?:e?d|e?s|ing)?\b/iu

/**
 * The assistant will not, cannot, does not know, or cannot open what the user gave; it says so in a sentence of its
 * own, and gives no answer beside it. One a message.
 */
export function findDeclined(dialogue: Dialogue): Draft[] {
  const cues = Map.groupBy(dialogue.reading.assistantCues, ({ turn }) => turn.index)
  return dialogue.reading.assistants.flatMap((turn) =>
    declinedIn(dialogue, turn, cues.get(turn.index) ?? []),
  )
}

function declinedIn(dialogue: Dialogue, turn: Turn, cues: readonly Cue<AssistantCue>[]): Draft[] {
  const asked = dialogue.asked(turn)
  if (asked === undefined || cues.length === 0 || isChat(dialogue, asked)) return []
  const told = toldIn(turn, cues)
  const handed = handedOver(dialogue, turn, asked, told)
  if (handed !== undefined) return [handed]
  const said = decliningIn(dialogue, turn, told)
  const isServed = said !== undefined && servesAnyway(dialogue, turn, told, said)
  const declining =
    said ?? ruledOutIn(dialogue, turn, asked, told) ?? lecture(dialogue, turn, asked, told)
  if (declining === undefined) return []
  if (isServed && !isInPart(dialogue, turn, asked, told, declining)) return []
  if (isRepeated(declining, asked)) return []
  if (isEnglish(dialogue, turn) && isFact(declining, asked)) return []
  const { cue, way } = declining
  if (way === 'cannot' && isAboutItself(asked)) return []
  if (cue.kind !== 'wontDo' && way !== 'cannot' && asksWhatIsMeant(dialogue, turn)) return []
  if (way === 'does-not-know' && !asksToKnow(dialogue, asked, textOf(declining.sentence))) return []
  if (cue.kind === 'unavailable' && dialogue.modelled(turn, 'asks-back') >= ASKS_BACK) return []
  const proof = dialogue.quoteCue(cue, 'answer')
  const opens =
    way === 'cannot' && saysEarly(asked, GIVEN) && proof.some(({ quote }) => OPENS.test(quote))
  if (!opens && way === 'cannot' && isNotUnable(dialogue, turn, asked, declining)) return []
  if (!opens && playsAPart(turn, asked, textOf(declining.sentence))) return []
  return [
    {
      kind: opens ? 'cannot-open' : way,
      certainty: 'shown',
      noticedBy: dialogue.noticed(turn),
      evidence: [...proof, ...dialogue.request(asked)],
      at: turn.index,
      sure: dialogue.most(turn, ['declines', 'refuses', 'cannot', 'does-not-know']),
      ...(isServed ? { inPart: true as const } : {}),
      ...(way === 'cannot' && foundNothing(textOf(declining.sentence))
        ? { untold: true as const }
        : {}),
    },
  ]
}

function decliningIn(dialogue: Dialogue, turn: Turn, told: readonly Told[]): Declining | undefined {
  const inEnglish = isEnglish(dialogue, turn)
  if (!inEnglish && !isLikely(dialogue, turn)) return undefined
  const refuses = dialogue.modelled(turn, 'refuses')
  const isUnwilling =
    wordCount(turn) <= FEW || refuses >= (inEnglish ? UNWILLING.en : UNWILLING.others)
  return decliningSentence(told, inEnglish, isUnwilling)
}

function ruledOutIn(dialogue: Dialogue, turn: Turn, asked: Turn, told: readonly Told[]) {
  return isEnglish(dialogue, turn) ? ruledOut(dialogue, turn, asked, told) : undefined
}

/** Whether what an answer gives beside its decline is something else in the place of what was asked. */
function isInPart(
  dialogue: Dialogue,
  turn: Turn,
  asked: Turn,
  told: readonly Told[],
  declining: Declining,
): boolean {
  if (declining.way === 'refused' || !isEnglish(dialogue, turn)) return false
  if (isScene(dialogue.reading.users[0], asked) || asksWhatIsMeant(dialogue, turn)) return false
  return declinesAtOnce(told, declining, asked)
}

function isEnglish({ reading }: Dialogue, { index }: Turn): boolean {
  return reading.languages[index] === 'en'
}

/** Said outright in few words, or likely by the models. */
function isLikely(dialogue: Dialogue, turn: Turn): boolean {
  const isPlain = dialogue.saysPlainly(turn, 'cannot') || dialogue.saysPlainly(turn, 'refuses')
  return (isPlain && wordCount(turn) <= FEW) || dialogue.modelled(turn, 'declines') >= DECLINES
}

function isChat(dialogue: Dialogue, asked: Turn): boolean {
  return dialogue.probability(asked, 'small-talk') >= CHAT || isPersonal(asked)
}

/** The user's own words, said again because that was asked for. */
function isRepeated({ sentence }: Declining, asked: Turn): boolean {
  const said = textOf(sentence)
  return asked.texts.some(({ text }) => text.includes(said))
}

/** "Do they allow dogs?" has "no, dogs are not allowed" for its answer. */
function isFact({ sentence }: Declining, asked: Turn): boolean {
  return !speaksOfItself(textOf(sentence)) && asksOfOthers(asked)
}
