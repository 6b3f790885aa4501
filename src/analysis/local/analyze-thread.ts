import type { Analysis, Failure, Finding, Request } from '../../domain/analysis/analysis.ts'
import { checkEvidence } from './evidence/check-evidence.ts'
import { declinedFailures, findDeclined } from './detectors/declined.ts'
import { errorItemFailures, featuresOf, findWorks, unfinishedFailures } from './detectors/items.ts'
import { findImprovements, findStrengths, findUnmetNeeds } from './detectors/needs.ts'
import { findOutcome, indexOfFailure } from './detectors/outcome.ts'
import { repeatedQuestionFailures } from './detectors/repeated-question.ts'
import { findRequest } from './detectors/request.ts'
import { satisfactionOf } from './detectors/scores.ts'
import type { ThreadReading } from './detectors/thread-reading.ts'
import { signalsOf, userSaidFailures } from './detectors/user-said.ts'
import { wrongLanguageFailures } from './detectors/wrong-language.ts'

/** All findings of the rules on one thread. A pure function of the reading and the key. */
export function analyzeReading(reading: ThreadReading, analyzerKey: string): Analysis {
  const { thread } = reading
  const works = findWorks(reading)
  const declined = findDeclined(reading)
  const failures = [
    ...declinedFailures(reading, declined),
    ...errorItemFailures(reading),
    ...unfinishedFailures(reading, works),
    ...wrongLanguageFailures(reading),
    ...repeatedQuestionFailures(reading),
    ...userSaidFailures(reading),
  ].sort(inReadingOrder(reading))
  const request = findRequest(reading)
  const ending = findOutcome(reading, failures)
  const satisfaction = satisfactionOf(reading)
  return checkEvidence(
    {
      schemaVersion: 2,
      threadId: thread.id,
      analyzerKey,
      contentHash: thread.contentHash,
      summary: summaryOf(request?.label, ending.outcome, failures),
      ...(reading.language === undefined ? {} : { language: reading.language }),
      requests: request === undefined ? [] : [requestOf(request)],
      outcome: ending.outcome,
      outcomeEvidence: ending.evidence,
      ...(satisfaction === undefined ? {} : { satisfaction }),
      failures,
      unmetNeeds: findUnmetNeeds(reading, declined),
      improvements: findImprovements(reading),
      strengths: findStrengths(reading),
      signals: signalsOf(reading),
      features: featuresOf(works),
      quotes: { checked: 0, dropped: 0 },
      itemsDropped: 0,
    },
    thread,
  )
}

function requestOf({ label, evidence }: Finding): Request {
  return { label, messageId: evidence[0]?.messageId ?? '', fulfilment: 'unknown', evidence }
}

function inReadingOrder(reading: ThreadReading) {
  return (a: Failure, b: Failure): number =>
    indexOfFailure(reading, a) - indexOfFailure(reading, b) || (a.kind < b.kind ? -1 : 1)
}

function summaryOf(
  request: string | undefined,
  outcome: string,
  failures: readonly Failure[],
): string {
  const kinds = [...new Set(failures.map(({ kind }) => kind))]
  const asked = request === undefined ? 'No request found' : `Asked: ${request}`
  const ended = outcome === 'unknown' ? '' : ` · ${outcome}`
  return `${asked}${ended}${kinds.length === 0 ? '' : ` · ${kinds.join(', ')}`}`
}
