import type { Fulfilment } from '../../../domain/analysis/analysis.ts'
import type { Evidence } from '../../../domain/analysis/evidence.ts'
import type { Dialogue } from '../dialogue/dialogue.ts'
import type { Draft } from '../detectors/draft.ts'
import { signalOf } from '../detectors/signals.ts'
import type { Turn } from '../text/read-thread.ts'
import type { Wish } from './find-requests.ts'
import { isUntroubled } from './untroubled.ts'

/** What became of a wish, and the words that tell. */
export interface Followed {
  readonly wish: Wish
  readonly fulfilment: Fulfilment
  readonly evidence: readonly Evidence[]
  /** The user gave up. */
  readonly gaveUp: boolean
  /** The failure that stands at the end of it. */
  readonly failure?: Draft
}

/** From which probability a turn changes where a wish stands. */
const LEAST = 0.5
const COMPLAINED = 0.5
/** From which probability a failure that is not sure enough to be shown tells what a wish came to. */
const LIKELY = 0.55
/** What was declined or broke needs a surer answer, or a delivery, to be served after all. */
const AFTER_ALL = 0.7
/** What was wrong is mended by the answer that comes next, if it is likely one. */
const MENDS = 0.4

/** What a wish comes to at an answer that fails so. */
const FAILED: Readonly<Partial<Record<Draft['kind'], Fulfilment>>> = {
  refused: 'declined',
  cannot: 'declined',
  'does-not-know': 'declined',
  'cannot-open': 'declined',
  'handed-over': 'handed-over',
  broke: 'broke',
  'not-delivered': 'not-served',
  'cut-off': 'not-served',
  'beside-the-point': 'not-served',
  loops: 'not-served',
}
/** What it comes to where the user shows the failure. */
const SHOWN: Readonly<Partial<Record<Draft['kind'], Fulfilment>>> = {
  wrong: 'taken-back',
  'asked-again': 'not-served',
  broke: 'broke',
}

/** Where a wish can stand for thanks to tell that it is served. */
const CONTENT_MENDS: ReadonlySet<Fulfilment> = new Set<Fulfilment>(['unknown', 'taken-back'])

class Standing {
  fulfilment: Fulfilment = 'unknown'
  troubled = false
  gaveUp = false
  evidence: readonly Evidence[] = []
  failure: Draft | undefined

  fails(draft: Draft, fulfilment: Fulfilment): void {
    // What is not even likely is no ground to say that a wish failed, nor that it was served.
    const isLikely = draft.certainty === 'shown' || (draft.sure ?? 0) >= LIKELY
    this.fulfilment = isLikely ? fulfilment : 'unknown'
    // What is cut off and goes on when asked to is served all the same.
    this.troubled ||= draft.certainty === 'shown' && draft.kind !== 'cut-off'
    this.evidence = isLikely ? draft.evidence : []
    this.failure = draft.certainty === 'shown' ? draft : undefined
  }
}

/** The first failure of each sort at a turn, by the turn's index; made once a thread. */
export interface FailedTurns {
  /** Where the answer itself fails. */
  readonly failed: ReadonlyMap<number, Draft>
  /** Where the user shows a failure. */
  readonly shown: ReadonlyMap<number, Draft>
  /** Where begins what never came. */
  readonly never: ReadonlyMap<number, Draft>
}

/** @param drafts the failures of the thread, in order */
export function failedTurns(drafts: readonly Draft[]): FailedTurns {
  const failed = new Map<number, Draft>()
  const shown = new Map<number, Draft>()
  const never = new Map<number, Draft>()
  for (const draft of drafts) {
    const { kind, at, shownAt, certainty, inPart } = draft
    if (inPart === true) continue
    if (shownAt === undefined && FAILED[kind] !== undefined) keepFirst(failed, at, draft)
    if (shownAt !== undefined && SHOWN[kind] !== undefined) keepFirst(shown, shownAt, draft)
    if (kind === 'not-delivered' && certainty === 'shown') keepFirst(never, at, draft)
  }
  return { failed, shown, never }
}

function keepFirst(drafts: Map<number, Draft>, turn: number, draft: Draft): void {
  if (!drafts.has(turn)) drafts.set(turn, draft)
}

/** Follows a wish through its turns. */
export function followWish(dialogue: Dialogue, wish: Wish, drafts: FailedTurns): Followed {
  const standing = new Standing()
  for (const turn of wish.turns.slice(1)) {
    if (turn.speaker === 'user') hear(dialogue, turn, standing, drafts)
    else weigh(dialogue, turn, standing, drafts)
  }
  const begun = wish.turns.find(({ index }) => drafts.never.has(index))
  const never = begun && drafts.never.get(begun.index)
  if (never !== undefined) standing.fails(never, 'not-served')
  const { troubled, gaveUp, evidence, failure } = standing
  let { fulfilment } = standing
  if (fulfilment === 'answered' && troubled) fulfilment = 'partly'
  else if (fulfilment === 'answered' && !isUntroubled(dialogue, wish.turns)) fulfilment = 'unknown'
  return {
    wish,
    fulfilment,
    evidence: fulfilment === 'unknown' ? [] : evidence,
    gaveUp,
    ...(failure === undefined ? {} : { failure }),
  }
}

/** What the assistant's turn does to it. */
function weigh(dialogue: Dialogue, turn: Turn, standing: Standing, drafts: FailedTurns): void {
  const failed = drafts.failed.get(turn.index)
  if (failed !== undefined) {
    standing.fails(failed, FAILED[failed.kind] ?? 'not-served')
    return
  }
  const kind = standing.failure?.kind
  const least = kind === undefined ? LEAST : kind === 'wrong' ? MENDS : AFTER_ALL
  if (!dialogue.does(turn, 'delivers', LEAST) && !dialogue.does(turn, 'answers', least)) return
  standing.fulfilment = 'answered'
  standing.evidence = dialogue.first(turn, 'answer')
  standing.failure = undefined
}

/** What the user says to it. */
function hear(dialogue: Dialogue, turn: Turn, standing: Standing, drafts: FailedTurns): void {
  const shown = drafts.shown.get(turn.index)
  if (dialogue.does(turn, 'gives-up', LEAST)) {
    standing.gaveUp = true
    standing.fulfilment = 'not-served'
    standing.evidence = dialogue.quote(turn, 'gives-up', 'reaction')
  } else if (shown !== undefined) {
    standing.fails(shown, SHOWN[shown.kind] ?? 'not-served')
  } else if (signalOf(dialogue, turn, 'complaint') >= COMPLAINED) {
    standing.fulfilment = 'not-served'
    standing.troubled = true
    standing.evidence = dialogue.quote(turn, 'complaint', 'reaction')
  } else if (dialogue.does(turn, 'thanks', LEAST) && CONTENT_MENDS.has(standing.fulfilment)) {
    standing.fulfilment = 'answered'
    standing.evidence = dialogue.quote(turn, 'thanks', 'reaction')
  }
}
