import type { Missed } from '../backlog.ts'
import { PACE } from '../pace.ts'

/** How a shadow stands to its first store, as far as the processes of this machine know. */
export interface ShadowState {
  /** Which store it is, for people. Never a secret. */
  readonly location: string
  /**
   * - `unknown`: no migration or verification has made or found them equal yet.
   * - `different`: a read was answered differently, again and again, with nothing on its way.
   * - `missed`: something was written or erased that did not get there; a migration brings it.
   * - `following`: equal but for what is on its way.
   * - `equal`: nothing is on its way either.
   */
  readonly state: 'unknown' | 'different' | 'missed' | 'following' | 'equal'
  /** When a migration that made them equal began; absent where they are not. ISO 8601. */
  readonly equalSince?: string
  /** What is on its way. */
  readonly queued: number
  readonly oldestQueuedAt?: string
  readonly missed: Missed
  /** Processes that ended with something on its way; how much, nobody knows. */
  readonly died: number
  readonly compared: number
  /** Reads that were answered differently; the first ones by call and id. */
  readonly differences: number
  readonly examples: readonly ReadDifference[]
  readonly down?: { readonly since: string; readonly why: string }
}

export interface ReadDifference {
  readonly at: string
  /** The call of the store: `getThread`. */
  readonly call: string
  /** What was asked for, where that is one id. */
  readonly id?: string
}

/** What one process knows. Times are ISO 8601. */
export interface ShadowNote {
  readonly writtenAt: string
  /** Whether something is, or may be, on its way. */
  readonly isBusy: boolean
  readonly queued: number
  readonly oldestQueuedAt?: string
  readonly missed: Missed
  readonly lastMissedAt?: string
  readonly compared: number
  readonly differences: readonly ReadDifference[]
  readonly down?: { readonly since: string; readonly why: string }
}

/** Milliseconds without a word after which a busy process counts as dead. */
export const SILENCE = 15_000
/**
 * Milliseconds for which a process that is killed may have written behind its last word: the migration that made both equal
 * may have walked past before. Twice the pause between two words.
 */
export const UNTOLD = 2 * PACE.word

/**
 * @param equalAt when the last migration or verification began that ended with both equal
 * @param now milliseconds since 1970
 */
export function shadowStateOf(
  location: string,
  notes: readonly ShadowNote[],
  equalAt: string | undefined,
  now: number,
): ShadowState {
  const base = equalAt ?? ''
  const isSilent = (note: ShadowNote) => now - Date.parse(note.writtenAt) > SILENCE
  const living = notes.filter((note) => note.isBusy && !isSilent(note))
  const settled = Date.parse(base) - UNTOLD
  const died = notes.filter(
    (note) => note.isBusy && isSilent(note) && !(Date.parse(note.writtenAt) < settled),
  ).length
  const missing = notes.filter(({ lastMissedAt }) => (lastMissedAt ?? '') > base)
  const missed = {
    names: sum(missing.map(({ missed: { names } }) => names)),
    erasures: sum(missing.map(({ missed: { erasures } }) => erasures)),
  }
  const differences = notes
    .flatMap((note) => note.differences)
    .filter(({ at }) => at > base)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const queued = sum(living.map((note) => note.queued))
  const oldest = living.flatMap(({ oldestQueuedAt }) => oldestQueuedAt ?? []).toSorted()[0]
  const down = notes.filter((note) => !isSilent(note)).find((note) => note.down !== undefined)?.down
  const state = differs()
  return {
    location,
    state,
    ...(equalAt !== undefined && (state === 'equal' || state === 'following')
      ? { equalSince: equalAt }
      : {}),
    queued,
    ...(oldest === undefined ? {} : { oldestQueuedAt: oldest }),
    missed,
    died,
    compared: sum(notes.map(({ compared }) => compared)),
    differences: differences.length,
    examples: differences.slice(0, 5),
    ...(down === undefined ? {} : { down }),
  }

  function differs(): ShadowState['state'] {
    if (equalAt === undefined) return 'unknown'
    if (differences.length > 0) return 'different'
    if (missing.length > 0 || died > 0) return 'missed'
    return living.length > 0 ? 'following' : 'equal'
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
