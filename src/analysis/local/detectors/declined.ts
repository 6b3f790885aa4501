import type { Act } from '../acts/act.ts'
import type { Turn } from '../text/read-thread.ts'
import { certaintyAt } from './draft.ts'
import type { Draft, Kind } from './draft.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'

const DECLINES = [
  ['cannot', 'cannot'],
  ['does-not-know', 'does-not-know'],
  ['refuses', 'refused'],
] as const satisfies readonly (readonly [Act, Kind])[]
const LEVELS = { shown: 0.75, maybe: 0.4 }
const HANDED = { shown: 0.85, maybe: 0.5 }
/** A question that is small talk is served by whatever is said to it. */
const CHAT = 0.4
/** What no assistant has: to say so declines nothing that was wanted. */
const HUMAN =
  /\b(?:feelings?|emotions?|emotional|preferences?|opinions?|beliefs?|taste|tastes|favou?rites?|physical|body|consciousness|personal experiences?|sentimientos|emociones|preferencias|opiniones|gef[üu]hle|sentiments|émotions|préférences)\b|רגשות|情感|感情|喜好/iu

/** What a user can give an assistant to open. */
const GIVEN =
  /https?:\/\/|www\.|\b(?:link|url|web ?(?:site|page)|file|pdf|image|picture|photo|video|audio|document|attachment|screenshot|spreadsheet|repo(?:sitory)?)s?\b|קישור|לינק|קובץ|תמונה|enlace|archivo|imagen|链接|文件|图片/iu

/** Who asks what is meant declines nothing. */
const ASKS_BACK =
  /\b(?:not (?:quite |entirely )?sure (?:what|which|i understand)|not clear (?:what|which|to me)|(?:additional|more|enough|further|specific) (?:context|information|details?)|(?:please|could you|can you) (?:clarify|specify|provide|rephrase)|(?:don't|do not|didn't|did not) (?:quite |fully )?understand)\b/iu
/** What sounds like declining and is said out of joy or politeness. */
const SPEECH =
  /\b(?:hesitate|(?:can't|cannot|can not|couldn't) (?:wait|recommend|stress|thank|agree|go wrong)|no (?:puedo|dudes) (?:esperar|en)|no te preocupes|don't worry)\b|לא (?:יכול|יכולה) (?:לחכות|להמליץ)/iu
/** In English who declines speaks of itself: "they have no live music" is an answer. */
const ITSELF = /\b(?:i|i'm|i’m|we|we're|my|our|me|us|ai|model)\b/iu
/** Whatever else a turn says, these words tell of what it is not able to do. */
const UNABLE =
  /\b(?:abilit(?:y|ies)|capab(?:le|ility|ilities)|access|real[- ]time|capacidad|acceso|up[- ]to[- ]date)\b/iu

/** Where the assistant will not, cannot, does not know, cannot open or sends elsewhere: one a message. */
export function findDeclined(dialogue: Dialogue): Draft[] {
  return dialogue.reading.assistants.flatMap((turn) => {
    const asked = dialogue.asked(turn)
    if (asked === undefined || dialogue.does(asked, 'small-talk', CHAT)) return []
    const handed = certaintyAt(dialogue.probability(turn, 'hands-over'), HANDED)
    if (handed !== undefined) {
      return [draftOf(dialogue, turn, asked, 'handed-over', 'hands-over', handed)]
    }
    const sure = dialogue.most(turn, ['declines', ...DECLINES.map(([act]) => act)])
    const certainty = certaintyAt(sure, LEVELS)
    if (certainty === undefined) return []
    const [act, kind] = wayOf(dialogue, turn)
    const draft = draftOf(dialogue, turn, asked, kind, act, certainty)
    const said = draft.evidence.find(({ role }) => role === 'answer')?.quote ?? ''
    if ([HUMAN, ASKS_BACK, SPEECH].some((pattern) => pattern.test(said))) return []
    if (!speaksOfItself(dialogue, turn, said)) return []
    const kindly = draft.kind === 'refused' && UNABLE.test(said) ? 'cannot' : draft.kind
    return [{ ...draft, kind: kindly, sure }]
  })
}

function speaksOfItself(dialogue: Dialogue, turn: Turn, said: string): boolean {
  return (
    dialogue.reading.languages[turn.index] !== 'en' ||
    dialogue.saysPlainly(turn, 'cannot') ||
    dialogue.saysPlainly(turn, 'refuses') ||
    ITSELF.test(said)
  )
}

function draftOf(
  dialogue: Dialogue,
  turn: Turn,
  asked: Turn,
  kind: Kind,
  act: Act,
  certainty: Draft['certainty'],
): Draft {
  const said = dialogue.quote(turn, act, 'answer')
  const opens =
    kind !== 'handed-over' &&
    wasGiven(asked) &&
    said.some(({ quote }) => cannotOpen(dialogue, turn, quote))
  return {
    kind: opens ? 'cannot-open' : kind,
    certainty,
    noticedBy: dialogue.noticed(turn),
    evidence: [...said, ...dialogue.request(asked)],
    at: turn.index,
  }
}

/** In which way a turn declines: words about the product decide, then other words, then the models. */
function wayOf(dialogue: Dialogue, turn: Turn): (typeof DECLINES)[number] {
  if (dialogue.saysPlainly(turn, 'cannot')) return DECLINES[0]
  // The models were taught on English above all: there they know better than the words.
  const isEnglish = dialogue.reading.languages[turn.index] === 'en'
  if (dialogue.saysPlainly(turn, 'refuses') && !isEnglish) return DECLINES[2]
  const [best] = DECLINES.map((way) => ({ way, sure: dialogue.modelled(turn, way[0]) })).toSorted(
    (a, b) => b.sure - a.sure,
  )
  return best?.way ?? DECLINES[0]
}

/** Whether the declining words speak of opening something. */
function cannotOpen(dialogue: Dialogue, turn: Turn, quote: string): boolean {
  return (
    dialogue.reading.assistantCues.some((cue) => cue.turn === turn && cue.kind === 'cannotOpen') &&
    GIVEN.test(quote)
  )
}

function wasGiven(asked: Turn): boolean {
  return asked.texts.some(({ text }) => GIVEN.test(text.slice(0, 4000)))
}
