import type { AssistantCue } from '../../cues/cue-kinds.ts'
import type { Turn } from '../../text/read-thread.ts'
import { sentencesOf } from '../../text/sentences.ts'
import type { Sentence } from '../../text/sentences.ts'
import type { Cue } from '../thread-reading.ts'
import { speaksOfItself } from './of-itself.ts'

/** In which way an answer declines. */
export type Way = 'refused' | 'cannot' | 'does-not-know'

/** A sentence by which an assistant declines. */
export interface Declining {
  readonly way: Way
  readonly cue: Cue<AssistantCue>
  readonly sentence: Sentence
}

/** A sentence with what its words give away. */
export interface Told {
  readonly sentence: Sentence
  readonly cues: readonly Cue<AssistantCue>[]
}

/** Words of an answer among which it is said that it declines; a short answer may say it anywhere. */
const HEAD = 60
const SHORT = 100
/** Words of an answer that says little else. */
export const FEW = 40

/** What words say by themselves: the way, or what the reasons beside them decide. */
type Said = Way | 'unhelpful' | 'unable'

/** The first kind that a sentence has decides. */
const WAYS: readonly (readonly [AssistantCue, Said])[] = [
  ['wontDo', 'refused'],
  ['noAbility', 'cannot'],
  ['noKnowledge', 'does-not-know'],
  ['cannotHelp', 'unhelpful'],
  ['cannotDo', 'unable'],
  ['unavailable', 'cannot'],
  ['refusal', 'unhelpful'],
]
/** Kinds of looser words: they tell of declining where little else is said. */
const LOOSE: ReadonlySet<AssistantCue> = new Set<AssistantCue>(['unavailable', 'refusal'])
/** The same in languages other than English, whose words are known less well. */
const OTHER_WAYS: readonly (readonly [AssistantCue, Said])[] = [
  ['unavailable', 'cannot'],
  ['unknowing', 'does-not-know'],
  ['refusal', 'unhelpful'],
  ['inability', 'unable'],
]

/** What no assistant has: to say so declines nothing that was wanted. */
const HUMAN =
  /\b(?:(?:have|any|human|personal|own|or) feelings?|emotions|emotional|preferences?|opinions?|beliefs?|tastes?|favou?rites?|physical(?:ly)?|conscious(?:ness)?|sentient|sentience|fictional|in character|self-aware(?:ness)?|personal (?:experiences?|life|relationships?)|sentimientos|emociones|preferencias|opiniones|gef[üu]hle|sentiments|émotions|préférences)\b|רגשות|情感|感情|喜好/iu
/** What sounds like declining and is said out of joy, politeness or care. */
const SPEECH =
  /\b(?:hesitate|(?:can't|cannot|can not|couldn't) (?:wait|recommend|stress|thank|agree|go wrong|guarantee|promise|emphasi[sz]e|overstate|imagine|help but)|no (?:puedo|dudes) (?:esperar|en)|no te preocupes|don't worry)\b|לא (?:יכול|יכולה) (?:לחכות|להמליץ)/iu

/** What is told of oneself and declines nothing that was asked: a promise, and regret for what was. */
const OF_BEFORE =
  /\bpromise\b[^.]{0,20}\b(?:i|we) won['’]t\b|\bsorry (?:that|if) (?:i|we) (?:was|were|have|haven['’]t|had|couldn['’]t|could not|didn['’]t)\b/iu
/** Who does not know what somebody means, thinks or would do does not follow, or gives no fact away that was asked for. */
const OF_MINDS =
  /\bknow (?:(?:what|why|how) (?:you|they|he|she|i|we)\b|who you\b|(?:if|whether|that) (?:i|you|they|he|she|it|we)\b)/iu
const IDLE = /^\W*(?:(?:oh|well|hm+),? )?i (?:do not|don['’]t) know(?: that)?, [^?]*\?$/iu
/** Who could with more to go by asks back. */
const CONDITION =
  /^\W*if i (?:were|was)\b|\b(?:without (?:(?:any |some )?(?:more|additional|further|specific)|knowing|seeing|the)|unless|until you|(?:specific|any|the) context|(?:enough|sufficient) (?:context|information|details|data))\b/iu
/** What was looked for and is not there, or is not offered, is known. */
export const KNOWN =
  /\b(?:match\w*|(?:don['’]t|do not|doesn['’]t|does not) (?:\w+ )?(?:offer|sell|serve|provide|allow)|(?:none|not|nothing|nobody) that (?:i|we)(?:['’]m| am)? (?:\w+ )?(?:know|aware))\b/iu
/** How somebody's line in a scene begins: what it says is not said by the assistant of itself. */
const LABELLED = /^[\s*_#>"-]{0,6}\p{Lu}[\p{L}\d' ]{0,30}:/u
/** Who asks declines nothing. */
const ASKS = /^\W*(?:are|is|do|does|what|why|which|how|can|could|would|should|if)\b[^?]*\?$/iu
/** Help is declined by itself, with no thing named that could be wanting. */
const BARE =
  /^(?:[^.]{0,30}\b(?:sorry|apologi\w+|afraid|unfortunately)\b)?\W*(?:(?:but|that|as|no)\W+)*(?:i|we)\b.{0,40}\b(?:help|assist|support|comply|fulfil+|answer|respond)\b(?: \w+){0,2}(?: (?:that|this|it|request|question|so|sort|kind))?(?: (?:request|question|topic|task|thing))?\W*$/iu
const UNABLE = /\b(?:can['’]t|cannot|can not|couldn['’]t|could not|unable|not able)\b/iu
/** What nobody decent helps with is declined on that ground, said or not. */
const OBJECTIONABLE =
  /\b(?:harm|hurt|kill|murder|shoot|stab|attack|poison|tortur|suicid|bomb|explosi|weapon|gun|drug|cocaine|meth|steal|theft|rob|fraud|scam|forg|counterfeit|launder|hack|malware|virus|phish|crack|pirat|smuggl|traffick|terror|genocid|racis|sexis|sexual|porn|nud|erotic|rape|abus|bully|harass|stalk|blackmail|insult|mock|hat[ei]|slur|demean|deceiv|manipulat|cheat|evad|bypass|imitat|copying|clon|impersonat)\w*/iu
/** Who names itself a program gives that as the reason. */
const MACHINE = /\b(?:language model|text[- ]based|only an? (?:ai|assistant)|machine)\b/iu

/** The sentences of a turn that have cues, in order. */
export function toldIn(turn: Turn, cues: readonly Cue<AssistantCue>[]): Told[] {
  return turn.texts.flatMap((text) =>
    sentencesOf(text).map((sentence) => ({
      sentence,
      cues: cues.filter(
        (cue) =>
          cue.text === text && cue.match.from >= sentence.from && cue.match.from < sentence.to,
      ),
    })),
  )
}

/**
 * The sentence by which a turn declines: one that says that it will not, else the first that says so at all.
 *
 * @param isUnwilling what "I can't help with that" is taken for where no reason stands beside it
 */
export function decliningSentence(
  told: readonly Told[],
  isEnglish: boolean,
  isUnwilling: boolean,
): Declining | undefined {
  const words = told.at(-1)?.sentence.to ?? 0
  const ways = isEnglish ? WAYS : OTHER_WAYS
  const said = told.flatMap((one) => {
    if (one.sentence.from >= HEAD && words > SHORT) return []
    if (isNoDeclining(one.sentence)) return []
    if (!isEnglish && one.cues.some(({ kind }) => kind === 'unclear')) return []
    for (const [kind, way] of ways) {
      const cue = one.cues.find((each) => each.kind === kind)
      if (way === 'does-not-know' && isKnown(textOf(one.sentence))) continue
      if (LOOSE.has(kind) && words > FEW) continue
      if (isEnglish && way === 'unhelpful' && !speaksOfItself(textOf(one.sentence))) continue
      if (cue !== undefined) return [{ way, cue, sentence: one.sentence }]
    }
    return []
  })
  const [first] = said
  if (first === undefined) return undefined
  const refused = said.find(({ way }) => way === 'refused')
  if (refused !== undefined) return { ...refused, way: 'refused' }
  const isWill = isUnwilling && (!isEnglish || isOfWill(first.cue.kind, textOf(first.sentence)))
  return { ...first, way: settled(first.way, told, isWill) }
}

/** No knowledge is wanting of what was looked for, nor of what others mean; who asks back in the same breath says so idly. */
function isKnown(said: string): boolean {
  return KNOWN.test(said) || OF_MINDS.test(said) || IDLE.test(said)
}

/** What "I can't help" is said of is no matter of ability. */
function isOfWill(kind: AssistantCue, said: string): boolean {
  if (kind === 'refusal' && !UNABLE.test(said)) return true
  return BARE.test(said) || OBJECTIONABLE.test(said)
}

/** Who "cannot" for reasons of law, ethics or rules will not; who is not able says so somewhere. */
function settled(said: Said, told: readonly Told[], isUnwilling: boolean): Way {
  if (said !== 'unhelpful' && said !== 'unable') return said
  const head = told.filter(({ sentence }) => sentence.from < SHORT)
  const has = (kind: AssistantCue): boolean =>
    head.some(({ cues }) => cues.some((cue) => cue.kind === kind))
  if (has('policy')) return 'refused'
  if (said === 'unable' || !isUnwilling || has('noAbility') || has('noKnowledge')) return 'cannot'
  const isMachine = head.some(({ sentence }) => MACHINE.test(textOf(sentence)))
  return isMachine ? 'cannot' : 'refused'
}

function isNoDeclining(sentence: Sentence): boolean {
  const { text, start } = sentence
  const said = textOf(sentence)
  if (ASKS.test(said)) return true
  const line = text.text.lastIndexOf('\n', start) + 1
  if (LABELLED.test(text.text.slice(line, line + 60))) return true
  return [HUMAN, SPEECH, OF_BEFORE, CONDITION].some((pattern) => pattern.test(said))
}

export function textOf({ text, start, end }: Sentence): string {
  return text.text.slice(start, end)
}
