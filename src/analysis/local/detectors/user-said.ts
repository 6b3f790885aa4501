import type { Analysis, Failure } from '../../../domain/analysis/analysis.ts'
import type { FailureKind } from '../../../domain/analysis/failure-kind.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import { evidenceOfCue } from '../evidence/evidence-of.ts'
import type { Cue, ThreadReading } from './thread-reading.ts'

const MOST_EVIDENCE = 5
const COMPLAINTS: ReadonlySet<UserCue> = new Set<UserCue>([
  'complaint',
  'inaccurate',
  'notSpecific',
  'ignored',
  'languageComplaint',
])

/** Failures that only the user can tell: one a kind, with every turn that says so. */
export function userSaidFailures(reading: ThreadReading): Failure[] {
  return (
    [
      ['inaccurate', 'wrong'],
      ['ignored', 'instruction-dropped'],
    ] as const
  ).flatMap(([cue, kind]) => saidFailure(reading, cue, kind))
}

function saidFailure(reading: ThreadReading, cue: UserCue, kind: FailureKind): Failure[] {
  const said = afterAnswer(
    reading,
    reading.userCues.filter((found) => found.kind === cue),
  )
  if (said.length === 0) return []
  return [{ kind, certainty: 'shown', noticedBy: 'user', evidence: evidenceOf(reading, said) }]
}

/** Thanks and complaints, said outright: at most one signal each, with its words. */
export function signalsOf(reading: ThreadReading): Analysis['signals'] {
  const signals: Analysis['signals'] = []
  const thanks = reading.userCues.filter(({ kind }) => kind === 'thanks')
  const complaints = complaintsOf(reading)
  if (thanks.length > 0) {
    signals.push({
      kind: 'thanks',
      certainty: 'shown',
      evidence: evidenceOf(reading, thanks),
    })
  }
  if (complaints.length > 0) {
    signals.push({
      kind: 'complaint',
      certainty: 'shown',
      evidence: evidenceOf(reading, complaints),
    })
  }
  return signals
}

/**
 * What the user complains of: about an answer, so never in the words before the first. One "is it
 * ready?" is a question, two are a complaint.
 */
export function complaintsOf(reading: ThreadReading): Cue<UserCue>[] {
  const waited = new Set(
    reading.userCues.filter(({ kind }) => kind === 'waiting').map(({ turn }) => turn.index),
  )
  return afterAnswer(
    reading,
    reading.userCues.filter(
      ({ kind }) => COMPLAINTS.has(kind) || (kind === 'waiting' && waited.size > 1),
    ),
  )
}

function afterAnswer(reading: ThreadReading, cues: readonly Cue<UserCue>[]): Cue<UserCue>[] {
  const first = reading.assistants[0]?.index ?? Number.POSITIVE_INFINITY
  return cues.filter(({ turn }) => turn.index > first)
}

function evidenceOf(reading: ThreadReading, cues: readonly Cue<UserCue>[]) {
  const seen = new Set<string>()
  return cues
    .map((cue) => evidenceOfCue(reading.thread, cue))
    .filter(({ messageId, part, start }) => {
      const place = `${messageId}\n${part}\n${start}`
      if (seen.has(place)) return false
      seen.add(place)
      return true
    })
    .slice(0, MOST_EVIDENCE)
}
