import type { Analysis } from '../../../domain/analysis/analysis.ts'
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
const MOST_EVIDENCE = 5

/** A rank by the cues of the user's turns; the last of them weighs double. Absent without cues. */
export function satisfactionOf(reading: ThreadReading): Analysis['satisfaction'] {
  const scores: number[] = []
  const evidence = []
  for (const turn of reading.users) {
    const cues = reading.userCues.filter((cue) => cue.turn === turn && MOOD[cue.kind] !== undefined)
    const kinds = new Set(cues.map(({ kind }) => kind))
    if (kinds.size === 0) continue
    let score = 3
    for (const kind of kinds) score += MOOD[kind] ?? 0
    scores.push(Math.min(5, Math.max(1, score)))
    const cue = cues[0]
    if (cue !== undefined) evidence.push(evidenceOfCue(reading.thread, cue))
  }
  const last = scores.at(-1)
  if (last === undefined) return undefined
  const mean = scores.reduce((total, score) => total + score, last) / (scores.length + 1)
  return { rank: Math.round((mean - 1) * 25) / 100, evidence: evidence.slice(-MOST_EVIDENCE) }
}
