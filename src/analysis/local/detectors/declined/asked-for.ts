import { textShape } from '../../acts/seen/text-shape.ts'
import type { Dialogue } from '../../dialogue/dialogue.ts'
import { askingPhrase } from '../../fulfilment/asking.ts'
import type { Turn } from '../../text/read-thread.ts'
import { sentencesOf, textOf } from '../../text/sentences.ts'
import { sharesMatter } from './in-part.ts'
import { saysEarly } from './says-early.ts'

/** From which probability a turn asks for something, however it is said. */
const ASKS = 0.5
const ASKS_BACK = 0.7

const QUESTION_MARK = /[?？؟]/u
/** Who is asked what he thinks, or would do, is asked for no knowledge. */
const OPINION =
  /\b(?:do|would|did) (?:you|u) (?:\w+ )?(?:think|believe|feel|consider|prefer|like|agree)\b|\bwhat (?:do|would) (?:you|u) (?:think|say|feel)\b|\bwhat['’]?s your (?:opinion|take)\b/iu
/** More is asked to know what is wanted; to offer help, or another way, is no such question. */
const CLARIFIES =
  /\b(?:can|could|would) you (?:please |maybe |possibly )?(?:explain|elaborate|clarify|rephrase)\b|\b(?:do|did) you mean\b|\bare you (?:\w+ )?(?:trying|asking|referring|talking)\b|\bis that (?:right|correct|what)\b|\bwhat (?:do|did|are) you\b[^?]{0,40}\b(?:mean|asking|trying)\b|\bwhy do you\b|\babout what you['’]re asking\b/iu

/** A part to play, in which another speaks; to be called a help, or a program, is none. */
const SCENE =
  /\b(?:imagine (?:that )?(?:you|u)\b|act (?:like|as)\b|pretend\b|role-?play|play the (?:role|part))|(?:^|[.!?\n]\s?)(?:now,? )?(?:you are|you['’]re) (?:now )?an? (?!(?:\w+ ){0,3}(?:help|star|genius|legend|life-?saver|machine|program|robot|(?:chat)?bot|assistant|tool|ai)(?:[^\w ]| ?$| (?:so|and|but|now|to|for)\b))\w/iu
const LETTER = /^\W*(?:subject\s*:|dear\b|to whom\b)/iu
/** Who has a letter written, mended or answered. */
const WANTS_LETTER =
  /\b(?:re)?writ(?:e|ing)\b|\b(?:draft|compose|rephrase|paraphrase|polish|proofread|translate)\b|\b(?:respond|reply|answer) to\b|\b(?:letter|e-?mail|mail|message|note) to\b|\b(?:escrib|redact)\p{L}+|\b(?:rédige|écris|schreib|verfasse|escrev|redij)\p{L}*|כתו?ב|לכתוב|נסח|напиши/iu
/** What was to be worked on is not there. */
const NOTHING_GIVEN =
  /\bno \w+ (?:\w+ )?(?:provided|given|attached|included|listed|specified)\b|\b(?:see|find|access|locate) (?:the|any|your) [^.]{0,60}\byou(?:['’](?:ve|re|d))?(?: are| have| were)? (?:provided|mention\w*|referring|referenc\w*|talking|posted|shared|sent|asking)\b|\bin (?:the|our|your) (?:previous|last) messages?\b|\bwithout (?:a |any |the |more |further )?(?:specific |additional )?(?:context|topic|details)\b/iu
const ASKS_FOR =
  /\b(?:please|can you|could you|if you)\b[^.?]{0,40}\b(?:provide|share|paste|send|give|post|repeat|tell)\b/iu
/** Who leaves the part. */
const OF_ITSELF =
  /\b(?:sorry|apologi\w+|unfortunately|language model|as an ai|ai assistant|chatgpt|openai)\b/iu
/** Who asks what an assistant is, has or did is answered by what it says of itself. */
const ABOUT_ITSELF =
  /^\W*(?:(?:so|and|but|then|ok|well),? ){0,2}(?:do|are|have|did|were|don't|aren't|haven't|so,?) (?:you|u)\b(?! (?:know|have any|want|able))/iu
/** Who asks an assistant about itself as a person is chatting. */
const PERSONAL =
  /\b(?:do|did|are|were|have|would|could|can) (?:you|u) (?:\w+ ){0,3}(?:like|love|feel|enjoy|eat|drink|sleep|dream|listen|married|single|alive|human|real|bored|lonely|marry|dance|kiss|hug|my (?:wife|husband|girlfriend|boyfriend|friend|lover))\b|\b(?:marry|dance for|kiss|hug) me\b|\bhow (?:am i|do you do)\b|\bwho (?:am i|are you)\b|\byour (?:favou?rite|age|gender|feelings|opinion|birthday|hobbies)\b/iu

/** Whether the words of an answer may be those of another whom the user had it play or write for. */
export function playsAPart(turn: Turn, asked: Turn, said: string): boolean {
  if (LETTER.test(turn.texts[0]?.text.slice(0, 40) ?? '')) return saysEarly(asked, WANTS_LETTER)
  return saysEarly(asked, SCENE) && !OF_ITSELF.test(said)
}

/** Whether a part is played in a thread: its first turn says so, or the last one. */
export function isScene(first: Turn | undefined, asked: Turn): boolean {
  return saysEarly(asked, SCENE) || (first !== undefined && saysEarly(first, SCENE))
}

/** Whether nothing was given that could be worked on, and more is asked for. */
export function lacksInput(turn: Turn, said: string): boolean {
  return NOTHING_GIVEN.test(said) && saysEarly(turn, ASKS_FOR)
}

/** Whether an answer ends by asking what is meant: nothing is declined yet. */
export function asksWhatIsMeant(dialogue: Dialogue, turn: Turn): boolean {
  const last = turn.texts.flatMap(sentencesOf).at(-1)
  if (last === undefined || !textShape(turn).endsAsking) return false
  return dialogue.reading.languages[turn.index] === 'en'
    ? CLARIFIES.test(textOf(last))
    : dialogue.modelled(turn, 'asks-back') >= ASKS_BACK
}

/** Whether a turn asks for something that can be known, or names what the answer then says it does not know. */
export function asksToKnow(dialogue: Dialogue, asked: Turn, said: string): boolean {
  if (saysEarly(asked, OPINION)) return false
  return (
    saysEarly(asked, QUESTION_MARK) ||
    askingPhrase(dialogue.reading, asked)?.isOutright === true ||
    dialogue.modelled(asked, 'request') >= ASKS ||
    sharesMatter(asked, said)
  )
}

/** Whether a turn asks an assistant what it is, has or did. */
export function isAboutItself({ texts }: Turn): boolean {
  return texts.some(({ text }) => ABOUT_ITSELF.test(text))
}

/** Whether a turn asks an assistant about itself as a person. */
export function isPersonal(asked: Turn): boolean {
  return saysEarly(asked, PERSONAL)
}
