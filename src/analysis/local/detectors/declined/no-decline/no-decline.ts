import { textOf } from '../../../text/sentences.ts'
import type { Sentence } from '../../../text/sentences.ts'

/** What no assistant has: to say so declines nothing that was wanted. */
const HUMAN =
  /\b(?:(?:have|any|human|personal|own|or) feelings?|emotions|emotional|preferences?|opinions?|beliefs?|tastes?|favou?rites?|physical(?:ly)?|conscious(?:ness)?|sentient|sentience|fictional|in character|self-aware(?:ness)?|personal (?:experiences?|life|relationships?)|sentimientos|emociones|preferencias|opiniones|gef[üu]hle|sentiments|émotions|préférences)\b|רגשות|情感|感情|喜好/iu
/** What sounds like declining and is said out of joy, politeness or care. */
const SPEECH =
  /\b(?:hesitate|(?:can't|cannot|can not|couldn't) (?:wait|recommend|stress|thank|agree|go wrong|guarantee|promise|emphasi[sz]e|overstate|imagine|help but)|no (?:puedo|dudes) (?:esperar|en)|no te preocupes|don't worry)\b|לא (?:יכול|יכולה) (?:לחכות|להמליץ)/iu
/** What is told of oneself and declines nothing that was asked: a promise, and regret for what was. */
const OF_BEFORE =
  /\bpromise\b[^.]{0,20}\b(?:i|we) won['’]t\b|\bsorry (?:that|if) (?:i|we) (?:was|were|have|haven['’]t|had|couldn['’]t|could not|didn['’]t)\b|\bsorry (?:i|we) (?:couldn['’]t|could not) (?:help|assist|be of)\b/iu
/** Who does not do again what was minded does what was asked; not to help again is no such promise. */
const STOPS =
  /\b(?:i|we)(?:['’]ll| will| won['’]t)(?: not| never)?(?: \w+ly)? (?:do|say|repeat|make|use|call|write|mention|be|ask|try)\b.{0,60}\b(?:any ?more|again|from now on)\b|\bno lo (?:volveré|haré más)\b|\bje ne le (?:ferai|dirai) plus\b|\bich werde (?:das|es) nicht (?:mehr|wieder) (?:tun|machen|sagen|schreiben|verwenden)\b|לא א(?!עזור|סייע|תמוך|ענה|דבר|דון|ספק)\p{L}+ (?:\p{L}+ ){0,3}(?:יותר|שוב)/iu
/** Advice and an opinion are answers. */
const ADVISES =
  /\b(?:wouldn['’]t|would not|don['’]t|do not|strongly|firmly|must) (?:\w+ )?(?:recommend|advise|suggest|discourage|disagree)\b|\bi(?:['’]d| would) say ["“']?no\b|\b(?:i|we) (?:do not|don['’]t) (?:really |personally )?(?:think|believe|see)\b(?! (?:i|we) (?:can|could|should|will|am|have)\b)/iu
const JUDGES = /\b(?:don['’]t|do not|won['’]t|will not|would never) (?:\w+ )?judge\b/iu
/** Who is no expert has something to say all the same, or is not able. */
const NO_EXPERT =
  /\bnot (?:really )?an? (?:\w+ )?(?:expert|specialist)\b|\bpas (?:un |une )?experte?\b|\bno soy (?:un |una )?expert[oa]\b|\bkein(?:e)? expert(?:e|in)\b|\bnão sou (?:um |uma )?especialista\b|לא מומחי?ת?\b|не эксперт|不是专家/iu
/** Who could with more to go by asks back; what would be declined of somebody is not declined. */
const CONDITION =
  /^\W*if i (?:were|was)\b|\bif (?:someone|anyone|anybody|a user|people|asked)\b|\b(?:help|assist|support) you if\b|\b(?:without (?:(?:any |some )?(?:more|additional|further|specific)|knowing|seeing|the)|unless|until you|(?:specific|any|the) context|(?:enough|sufficient) (?:context|information|details|data))\b/iu
/** What is not able to be done is offered in another way in the same breath; what others could not do is no decline. */
const WHILE =
  /\b(?:while|although|though|even though) (?:i|we)\b[^.;]{0,200}, (?:i|we)(?: can| could| may|['’]ll| will)(?! not\b)\b|\bwhile (?:i|we) can\b[^.;]{0,200}, (?:i|we) (?:can['’]t|cannot)\b|\byou (?:were|are|will be) (?:not able|unable)\b/iu
/** What was looked for to decide a question, and words that are not followed. */
const NO_EVIDENCE =
  /\b(?:find|found|see|seen) (?:\w+ ){0,2}evidence\b|\b(?:know|understand|sure) (?:quite )?what (?:that|this|it|you|(?:the (?:term|word) )?["“'‘][^"”'’]{1,40}["”'’])[^.]{0,20}\bmeans?\b|\b(?:can['’]t|cannot) do (?:anything|much|a lot) about\b|\bthat['’]s why (?:i|we)\b/iu
/** How somebody's line in a scene begins: what it says is not said by the assistant of itself. */
const LABELLED = /^[\s*_#>"-]{0,6}\p{Lu}[\p{L}\d' ]{0,30}:/u
/** Who asks declines nothing. */
const ASKS = /^\W*(?:are|is|do|does|what|why|which|how|can|could|would|should|if)\b[^?]*\?$/iu

/** What is offered before the "but", or only held back from in part, is no refusal; to understand offers nothing. */
const HALF =
  /\b(?:i|we)(?: can| could| might| may|['’]ll| will)\b(?!['’]t| not| never| only)(?! (?:(?:\w+ly|also|really|well|totally) ){0,2}(?:understand|see|imagine|hear|feel|sense|relate|appreciate|sympathi[sz]e|empathi[sz]e|respect|know|guess|assume|admit|(?:have|need) to|say|tell (?:that|you(?:['’]re| are)|how|this)|refuse|decline|be (?:honest|clear|frank))\b)[^.;]{0,160}\bbut\b|\b(?:can['’]t|cannot|won['’]t) (?:directly|personally)\b/iu

/** Who does not know what somebody means, thinks or would do does not follow, or gives no fact away that was asked for. */
const OF_MINDS =
  /\bknow (?:(?:what|why|how) (?:you|they|he|she|i|we)\b|who you\b|(?:if|whether|that) (?:i|you|they|he|she|it|we)\b|(?:exactly |really )?(?:what|which)\b[^.?!]{0,40}\byou(?:['’](?:re|d|ve))?\b)|\bknow (?:how|what) to (?:say|think|answer|respond|handle)\b|\b(?:idea|sure) what (?:you|this|that)\b|\bfamiliar with (?:this|that|your) (?:question|request|query|idiom|joke)\b/iu
const IDLE =
  /^\W*(?:(?:oh|well|hm+),? )?i (?:do not|don['’]t) know(?: that)?, [^?]*\?$|\b(?:don['’]t|do not) (?:really )?know[ ,;:.!–-]{1,3}(?:i['’]d|i would|maybe|perhaps|probably|you|it['’]s)\b/iu
/** What follows a "but" is an answer, where it does not send on or regret. */
const BUT_ANSWERS =
  /(?:\b(?:not|no|never|unaware|unfamiliar|lack)\b|n['’]t\b)[^.]{0,60}\b(?:know|information|info|data|details|knowledge|idea|familiar|aware|heard)\b.{0,160}?\b(?:but|although|though|except)\b(?! (?:you|please|feel|if|unfortunately|perhaps|maybe|that)\b)/iu
/** Who begins so has answered, where something stands before it. */
const GOES_ON = /^\W*(?:however|that said|but)\b/iu
/** Who begins so is about to answer; an answer to choose is none of the assistant's. */
const CONCEDES =
  /^\W*(?:al)?though\b|^\W*(?:even though|while)\b|\b(?:for|say|answer|respond|or) ["“'(]{0,2}i (?:don['’]t|do not) know\b/iu
/** What was looked for and is not there, or is not offered, is known. */
export const KNOWN =
  /\b(?:match\w*|(?:don['’]t|do not|doesn['’]t|does not) (?:\w+ )?(?:offer|sell|serve|provide|allow)|(?:none|not|nothing|nobody) that (?:i|we)(?:['’]m| am)? (?:\w+ )?(?:know|aware))\b/iu
/** What a given text does not have is an answer about it. */
const OF_A_TEXT =
  /\b(?:in|within|from) (?:the|this|your|that) (?:\w+ ){0,2}(?:report|article|text|passage|paper|transcript|paragraph|story|excerpt|image|picture|table|e-?mail)s?\b|\b(?:don['’]t|do not) (?:think|believe)\b/iu

/** Who weighs an answer, or names nothing that could be out of reach. */
const HEDGES =
  /\b(?:don['’]t|do not) think\b|\b(?:can['’]t|cannot) (?:quite |honestly )?(?:say|advise|guarantee|promise|really)\b|\breally can['’]t\b|\bwould(?:n['’]t| not) be able\b|\bfor sure\b|\b(?:help|tell|give|advise|answer|assist)(?: you)?(?: with| on| in| to)?(?: do)? (?:that|this|so|it)(?: (?:matter|question|request|one|way))?\b(?: from[^.]{0,30})?\W*$/iu
/** A search that was made and has no result is no want of ability. */
const FOUND_NOTHING =
  /\b(?:can['’]?t|cannot|could ?(?:n['’]?t| not)|unable to|not able to|did ?(?:n['’]?t| not)) (?:\w+ ){0,2}(?:find|locate)\b/iu

/** Whether a sentence that says "cannot" weighs an answer, or names nothing. */
export function hedges(said: string): boolean {
  return HEDGES.test(said)
}

/** Whether a sentence says of a search that it found nothing. */
export function foundNothing(said: string): boolean {
  return FOUND_NOTHING.test(said)
}

/** Whether the words by which a sentence seems to decline are said of something else. */
export function declinesNothing(sentence: Sentence): boolean {
  const { text, start } = sentence
  const said = textOf(sentence)
  if (ASKS.test(said)) return true
  const line = text.text.lastIndexOf('\n', start) + 1
  if (LABELLED.test(text.text.slice(line, line + 60))) return true
  return [HUMAN, SPEECH, OF_BEFORE, CONDITION, WHILE, NO_EVIDENCE].some((pattern) =>
    pattern.test(said),
  )
}

/** Whether a sentence that seems to refuse advises, opines, promises to stop, or refuses in part. */
export function refusesNothing(said: string): boolean {
  return [STOPS, ADVISES, JUDGES, NO_EXPERT, HALF].some((pattern) => pattern.test(said))
}

/** Whether no knowledge is wanting, as others are not followed, an answer stands in the same breath, or a given text has it not. */
export function knowsEnough(sentence: Sentence): boolean {
  const said = textOf(sentence)
  if (sentence.from > 0 && GOES_ON.test(said)) return true
  return [OF_MINDS, IDLE, BUT_ANSWERS, CONCEDES, OF_A_TEXT].some((pattern) => pattern.test(said))
}
