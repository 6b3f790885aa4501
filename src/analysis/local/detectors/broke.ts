import { isTool } from '../../speaker.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import { errorSignatures } from '../acts/seen/error-signature.ts'
import { textShape } from '../acts/seen/text-shape.ts'
import { quoteSpan } from '../evidence/quote.ts'
import type { Turn } from '../text/read-thread.ts'
import { sentencesOf } from '../text/sentences.ts'
import { cuesOf, wordCount } from './thread-reading.ts'
import type { Draft } from './draft.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import { itemsOf } from '../../findings/works.ts'
import type { Work } from '../../findings/works.ts'
import { itemFailure } from './items.ts'

/** From which probabilities a turn says so. */
const FAILED = 0.7
const TOLD = 0.7
const ADMITS = 0.5
const ASKS = 0.5
/** Words of a turn that tells of an error and of nothing else. */
const FEW_WORDS = 60
/** An error in what was said is none of the product. */
const OF_WORDS =
  /\b(?:my|previous|earlier|calculat\w*|misunderst\w*|your (?:code|script|request))\b/iu
/** What may break has not. */
const CONDITION = /^\W*(?:if|when|whenever|in case)\b/iu
/** A line of a program, whatever its names speak of. */
const CODE =
  /^\s{0,40}(?:func|def|class|import|from|if|for|return|const|let|var|public|private|throw|raise)\b|[{;]\s*$/u
/** Something to type, in backticks. */
const COMMAND = /`[^`\n]{2,200}`/u
const ERROR = /(?:^|[_\-:.])(?:error|failed|failure|exception|timeout)$/i
/** How a tool's answer begins that is an error. */
const TOOL_ERROR = /^\s{0,20}[{[("']{0,3}(?:error|exception|traceback|failed)\b/iu

/** Error items, errors that a tool or the assistant tells, and what the user says did not work. */
export function findBroken(dialogue: Dialogue, works: readonly Work[]): Draft[] {
  // Where work of the product is still open, what the user misses is that.
  const isOpen = works.some(({ open }) => open.length > 0)
  return [
    ...errorItems(dialogue),
    ...toolErrors(dialogue),
    ...told(dialogue),
    ...(isOpen ? [] : failed(dialogue)),
  ]
}

function errorItems(dialogue: Dialogue): Draft[] {
  return [...itemsOf(dialogue.reading.thread)]
    .filter(({ type }) => ERROR.test(type))
    .map((place) =>
      itemFailure(dialogue, place, { kind: 'broke', note: 'the product showed an error' }),
    )
}

/** An error of a tool with nothing but errors of tools after it until the user speaks again. */
function toolErrors(dialogue: Dialogue): Draft[] {
  const found: Draft[] = []
  let open: Turn | undefined
  const close = (): void => {
    if (open !== undefined) found.push(toolFailure(dialogue, open))
    open = undefined
  }
  for (const turn of dialogue.reading.turns) {
    if (turn.speaker === 'user') close()
    else if (isTool(turn.message.role)) open = saysError(turn) ? turn : undefined
  }
  close()
  return found
}

function saysError({ texts }: Turn): boolean {
  return texts.some(({ text }) => TOOL_ERROR.test(text.slice(0, 80)))
}

function toolFailure(dialogue: Dialogue, turn: Turn): Draft {
  const asked = dialogue.asked(turn)
  return {
    kind: 'broke',
    certainty: 'shown',
    noticedBy: dialogue.noticed(turn),
    note: 'a tool ran into an error',
    evidence: [
      ...dialogue.first(turn, 'item'),
      ...(asked === undefined ? [] : dialogue.request(asked)),
    ],
    at: turn.index,
  }
}

/** The assistant tells of an error of the product, in a few words and not of one in what it said. */
function told(dialogue: Dialogue): Draft[] {
  const cues = Map.groupBy(
    dialogue.reading.assistantCues.filter(({ kind }) => kind === 'broken' || kind === 'fault'),
    ({ turn }) => turn.index,
  )
  return dialogue.reading.assistants.flatMap((turn) => {
    const asked = dialogue.asked(turn)
    const [cue] = cues.get(turn.index) ?? []
    if (cue === undefined || asked === undefined || wordCount(turn) > FEW_WORDS) return []
    if (dialogue.probability(turn, 'broke') < TOLD) return []
    if (dialogue.probability(turn, 'admits') >= ADMITS) return []
    const said = dialogue.quoteCue(cue, 'answer')
    if (said.some(({ quote }) => OF_WORDS.test(quote) || CONDITION.test(quote))) return []
    return [
      {
        kind: 'broke' as const,
        certainty: 'shown' as const,
        noticedBy: dialogue.noticed(turn),
        note: 'the assistant told of an error',
        evidence: [...said, ...dialogue.request(asked)],
        at: turn.index,
      },
    ]
  })
}

/** The user tried what an answer gave and says, or shows by what a program printed, that it failed. */
function failed(dialogue: Dialogue): Draft[] {
  return dialogue.reading.users.flatMap((turn) => {
    const answer = dialogue.answerBefore(turn)
    if (answer === undefined || !isToTry(answer)) return []
    if (!dialogue.does(turn, 'does-not-work', FAILED)) return []
    const evidence = failureIn(dialogue, turn)
    if (evidence.length === 0) return []
    return [
      {
        kind: 'broke' as const,
        certainty: 'shown' as const,
        noticedBy: 'user' as const,
        note: 'what was given did not work',
        evidence,
        at: answer.index,
        shownAt: turn.index,
      },
    ]
  })
}

/** Code, commands or steps. */
function isToTry(answer: Turn): boolean {
  const { hasCode, items } = textShape(answer)
  return hasCode || items >= 2 || answer.texts.some(({ text }) => COMMAND.test(text.slice(0, 4000)))
}

/** The sentence that says so, or the first that a failing program printed. */
function failureIn(dialogue: Dialogue, turn: Turn): Evidence[] {
  const [cue] = cuesOf(dialogue.reading, turn, 'notWorking', 'broken')
  if (cue !== undefined) return dialogue.quoteCue(cue, 'reaction')
  // Who asks for something new pastes programs that may only speak of errors.
  if (dialogue.probability(turn, 'request') >= ASKS) return []
  for (const sentence of turn.texts.flatMap(sentencesOf)) {
    const { text, start, end } = sentence
    const said = text.text.slice(start, end)
    if (errorSignatures(said) === 0 || CODE.test(said)) continue
    const quote = quoteSpan(dialogue.reading, turn, { part: text.part, start, end }, 'reaction')
    if (quote !== undefined) return [quote]
  }
  return []
}
