import type { Analysis, Failure, FailureKind } from '../../../domain/analysis/analysis.ts'
import type { UserCue } from '../cues/cue-kinds.ts'
import { evidenceOfCue } from '../evidence/evidence-of.ts'
import type { ThreadReading } from './thread-reading.ts'

/** What one turn's cue says about the user's contentment, beside 3 for neither. */
const MOOD: Partial<Record<UserCue, number>> = {
  praise: 1.5,
  thanks: 1,
  solved: 1,
  complaint: -1.5,
  inaccurate: -1,
  notSpecific: -1,
  ignored: -1.5,
  broken: -1,
  waiting: -0.5,
  languageComplaint: -1,
  giveUp: -1.5,
}
const COST: Record<FailureKind, number> = {
  refusal: 2,
  'feature-unavailable': 1.5,
  inaccurate: 2.5,
  'technical-error': 2.5,
  'not-specific': 1.5,
  'wrong-language': 2,
  'repeated-question': 2,
  'promised-not-delivered': 2.5,
  'ignored-request': 2.5,
}
const MOST_EVIDENCE = 5

/** 1 to 5, a point for each turn with a cue; the last of them weighs double. Absent without cues. */
export function satisfactionOf(reading: ThreadReading): Analysis['satisfaction'] {
  const course: { messageId: string; score: number }[] = []
  const evidence = []
  for (const turn of reading.users) {
    const cues = reading.userCues.filter((cue) => cue.turn === turn && MOOD[cue.kind] !== undefined)
    const kinds = new Set(cues.map(({ kind }) => kind))
    if (kinds.size === 0) continue
    let score = 3
    for (const kind of kinds) score += MOOD[kind] ?? 0
    course.push({ messageId: turn.message.id, score: Math.min(5, Math.max(1, score)) })
    const cue = cues[0]
    if (cue !== undefined) evidence.push(evidenceOfCue(reading.thread, cue))
  }
  const last = course.at(-1)
  if (last === undefined) return undefined
  const sum = course.reduce((total, { score }) => total + score, last.score)
  return {
    score: round(sum / (course.length + 1)),
    course,
    evidence: evidence.slice(-MOST_EVIDENCE),
  }
}

/** 0 to 10 for the answers; absent unless a failure or the user's own words tell. */
export function qualityOf(
  reading: ThreadReading,
  failures: readonly Failure[],
): Analysis['quality'] {
  const kinds = [...new Set(failures.map(({ kind }) => kind))].sort()
  const praised = reading.userCues.some(({ kind }) => kind === 'praise')
  const solved = reading.userCues.some(({ kind }) => kind === 'solved')
  const thanked = reading.userCues.some(({ kind }) => kind === 'thanks')
  if (kinds.length === 0 && !praised && !solved && !thanked) return undefined
  let score = 7
  for (const kind of kinds) score -= COST[kind]
  if (praised) score += 1.5
  if (solved) score += 1
  if (thanked) score += 0.5
  const reasons: string[] = [...kinds]
  if (praised) reasons.push('praised by the user')
  if (solved) reasons.push('solved, says the user')
  if (thanked) reasons.push('thanked by the user')
  return { score: round(Math.min(10, Math.max(0, score))), reasons }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
