import type { Analysis, Failure } from '../../domain/analysis/analysis.ts'
import { readActs } from './acts/read-acts.ts'
import { held } from './certainty.ts'
import { findAskedAgain } from './detectors/asked-again.ts'
import { findBesideThePoint } from './detectors/beside-the-point.ts'
import { findBroken } from './detectors/broke.ts'
import { findCutOff } from './detectors/answers/cut-off.ts'
import { findDeclined } from './detectors/declined/find-declined.ts'
import { Dialogue } from './dialogue/dialogue.ts'
import type { Draft } from './detectors/draft.ts'
import { featuresOf, findWorks } from '../findings/works.ts'
import { findDroppedInstructions } from './detectors/instruction-dropped.ts'
import { findLoops } from './detectors/answers/loops.ts'
import { findNotDelivered } from './detectors/not-delivered.ts'
import { findOtherLanguage } from './detectors/answers/other-language.ts'
import { findSignals } from './detectors/signals.ts'
import type { ThreadReading } from './detectors/thread-reading.ts'
import { findWrong } from './detectors/wrong.ts'
import { checkEvidence } from '../evidence/check-evidence.ts'
import { findWishes } from './fulfilment/find-requests.ts'
import { failedTurns, followWish } from './fulfilment/follow-wish.ts'
import type { Followed } from './fulfilment/follow-wish.ts'
import { toldBy } from './fulfilment/label.ts'
import { outcomeOf } from '../findings/outcome.ts'
import { satisfactionOf } from './fulfilment/satisfaction.ts'
import { summaryOf } from '../findings/summary.ts'
import { findUnmetNeeds } from './fulfilment/needs/unmet-needs.ts'

/** Requests of one thread that are kept. */
const MOST_REQUESTS = 12

/** All findings of the rules on one thread. A pure function of the reading and the key. */
export function analyzeReading(reading: ThreadReading, analyzerKey: string): Analysis {
  const { thread } = reading
  const dialogue = new Dialogue(reading, readActs(reading))
  const works = findWorks(thread)
  const alone = [
    ...findDeclined(dialogue),
    ...findWrong(dialogue),
    ...findBesideThePoint(dialogue),
    ...findBroken(dialogue, works),
    ...findNotDelivered(dialogue, works),
    ...findCutOff(dialogue),
    ...findLoops(dialogue),
    ...findOtherLanguage(dialogue),
    ...findDroppedInstructions(dialogue),
  ]
  const drafts = [...alone, ...findAskedAgain(dialogue, alone)].sort(
    (a, b) => a.at - b.at || Number(a.kind > b.kind) - Number(a.kind < b.kind),
  )
  const failed = failedTurns(drafts)
  const followed = findWishes(dialogue, drafts).map((wish) => followWish(dialogue, wish, failed))
  const requests = followed.slice(0, MOST_REQUESTS).map((one) => requestOf(reading, one))
  const { outcome, evidence } = outcomeOf(followed)
  const satisfaction = satisfactionOf(dialogue, followed)
  // What is not sure in itself takes no place; what is, and of a kind that is not held, is a maybe.
  const failures = drafts
    .filter(({ certainty, untold }) => certainty === 'shown' && untold !== true)
    .map(failureOf)
  return checkEvidence(
    {
      schemaVersion: 2,
      threadId: thread.id,
      analyzerKey,
      contentHash: thread.contentHash,
      summary: summaryOf(requests[0]?.label, outcome, failures),
      ...(reading.language === undefined ? {} : { language: reading.language }),
      requests,
      outcome,
      outcomeEvidence: [...evidence],
      ...(satisfaction === undefined ? {} : { satisfaction }),
      failures,
      unmetNeeds: findUnmetNeeds(dialogue, followed, failed).map((need) => held('need', need)),
      improvements: [],
      strengths: [],
      signals: findSignals(dialogue)
        .filter(({ certainty }) => certainty === 'shown')
        .map((signal) => held(signal.kind, signal)),
      features: featuresOf(works),
      quotes: { checked: 0, dropped: 0 },
      itemsDropped: 0,
    },
    thread,
  )
}

function requestOf(
  reading: ThreadReading,
  { wish, fulfilment }: Followed,
): Analysis['requests'][number] {
  const { label, evidence } = toldBy(reading, wish.phrase)
  return { label, messageId: wish.turn.message.id, fulfilment, evidence: [...evidence] }
}

/** What an item of the product shows is no estimate; the rest is as certain as its kind. */
function failureOf({
  at: _at,
  shownAt: _shownAt,
  sure: _sure,
  inPart: _inPart,
  untold: _untold,
  ...failure
}: Draft): Failure {
  return failure.items === undefined ? held(failure.kind, failure) : failure
}
