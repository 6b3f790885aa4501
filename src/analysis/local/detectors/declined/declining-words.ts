import type { AssistantCue } from '../../cues/cue-kinds.ts'
import { textOf } from '../../text/sentences.ts'
import { declinesNothing, KNOWN, knowsEnough, refusesNothing } from './no-decline/no-decline.ts'
import type { Declining, Told, Way } from './told.ts'
import { withholds } from './of-rules.ts'
import { speaksOfItself } from './of-itself.ts'

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

/** Help is declined by itself, with no thing named that could be wanting. */
const BARE =
  /^(?:[^.]{0,30}\b(?:sorry|apologi\w+|afraid|unfortunately)\b)?\W*(?:(?:but|that|as|no)\W+)*(?:i|we)\b.{0,40}\b(?:help|assist|support|comply|fulfil+|answer|respond|advise)\b(?: \w+){0,2}(?: (?:that|this|it|request|question|so|sort|kind))?(?: (?:request|question|topic|task|thing))?\W*$/iu
const UNABLE = /\b(?:can['’]t|cannot|can not|couldn['’]t|could not|unable|not able)\b/iu
/** What nobody decent helps with is declined on that ground, said or not. */
export const OBJECTIONABLE =
  /\b(?:harm|hurt|kill|murder|shoot|stab|attack|poison|tortur|suicid|bomb|explosi|weapon|gun|drug|cocaine|meth|steal|theft|rob|fraud|scam|forg|counterfeit|launder|hack|malware|virus|phish|crack|pirat|smuggl|traffick|terror|genocid|racis|sexis|sexual|porn|nud|erotic|rape|abus|bully|harass|stalk|blackmail|insult|mock|hat[ei]|slur|demean|violat|illegal|unlawful|prostitut|defam|deceiv|manipulat|cheat|evad|bypass|imitat|copying|clon|impersonat)\w*/iu
/** What an assistant does for somebody, and declines to on such a ground. */
const SERVES =
  /\b(?:help|assist|facilitat|support|promot|provid|answer|advi[sc]|engag|encourag|participat|teach|comply|discuss|carry out)\w*/iu
/** What is known or not, rather than reached or not. */
const OF_KNOWLEDGE =
  /\baccess to\b.{0,60}\b(?:information|data|figures?|statistics|stats|records?|details|stud(?:y|ies)|reports?|research|numbers?|sales|address(?:es)?|reasons?)\b/iu
const OF_REACH =
  /\b(?:internet|web|brows\w+|real[- ]time|current|external|personal|private|files?|links?|url|previous|conversations?|chat|account|your|system|database|online|live|device|computer)\b/iu
/** Who names itself a program gives that as the reason. */
const MACHINE = /\b(?:language model|text[- ]based|only an? (?:ai|assistant)|machine)\b/iu

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
    if (declinesNothing(one.sentence)) return []
    if (!isEnglish && one.cues.some(({ kind }) => kind === 'unclear')) return []
    for (const [kind, way] of ways) {
      const cue = one.cues.find((each) => each.kind === kind)
      if (way === 'does-not-know' && KNOWN.test(textOf(one.sentence))) continue
      if (way === 'does-not-know' && cue !== undefined && knowsEnough(one.sentence)) return []
      if (way === 'refused' && refusesNothing(textOf(one.sentence))) continue
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
  const isHalf = refusesNothing(textOf(first.sentence))
  if (isEnglish && first.way === 'unable' && !isHalf && withholds(told, first.sentence))
    return { ...first, way: 'refused' }
  const isWill = isUnwilling && (!isEnglish || isOfWill(first.cue.kind, textOf(first.sentence)))
  const isOfKnowledge = first.cue.kind === 'noAbility' && lacksData(textOf(first.sentence))
  const way = isOfKnowledge ? 'does-not-know' : settled(first.way, told, isWill)
  return way === 'refused' && isHalf ? undefined : { ...first, way }
}

/** What "I can't help" is said of is no matter of ability. */
function isOfWill(kind: AssistantCue, said: string): boolean {
  if (kind === 'refusal' && !UNABLE.test(said)) return true
  return BARE.test(said) || OBJECTIONABLE.test(said)
}

/** "I have no access to the sales of it" tells of what it does not know. */
function lacksData(said: string): boolean {
  return OF_KNOWLEDGE.test(said) && !OF_REACH.test(said)
}

/** "I am not able to help you break the law" tells of no ability. */
function isUnlawfulHelp({ sentence, cues }: Told): boolean {
  const said = textOf(sentence)
  return (
    cues.some(({ kind }) => kind === 'cannotDo') && SERVES.test(said) && OBJECTIONABLE.test(said)
  )
}

/** Who "cannot" for reasons of law, ethics or rules will not; who is not able says so somewhere. */
function settled(said: Said, told: readonly Told[], isUnwilling: boolean): Way {
  if (said !== 'unhelpful' && said !== 'unable') return said
  const head = told.filter(({ sentence }) => sentence.from < SHORT)
  const has = (kind: AssistantCue): boolean =>
    head.some(({ cues }) => cues.some((cue) => cue.kind === kind))
  if (has('policy')) return 'refused'
  if (!isUnwilling || has('noAbility') || has('noKnowledge')) return 'cannot'
  if (said === 'unable') return head.some(isUnlawfulHelp) ? 'refused' : 'cannot'
  const isMachine = head.some(({ sentence }) => MACHINE.test(textOf(sentence)))
  return isMachine ? 'cannot' : 'refused'
}
