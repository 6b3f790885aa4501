import type { UserCue } from '../cues/cue-kinds.ts'
import type { ThreadReading } from '../detectors/thread-reading.ts'

/** Cues by which a user says that something went wrong. */
export const TROUBLE: ReadonlySet<UserCue> = new Set<UserCue>([
  'complaint',
  'inaccurate',
  'notSpecific',
  'ignored',
  'broken',
  'waiting',
  'giveUp',
  'languageComplaint',
])

/** User turns after a failure in which a complaint is taken to be about it. */
const REACH = 2

/** Whether the user complained within the next turns after message `index`. */
export function noticedAfter(reading: ThreadReading, index: number): 'user' | 'nobody' {
  const next = reading.users.filter((turn) => turn.index > index).slice(0, REACH)
  const complained = reading.userCues.some(
    (cue) => TROUBLE.has(cue.kind) && next.some((turn) => turn === cue.turn),
  )
  return complained ? 'user' : 'nobody'
}
