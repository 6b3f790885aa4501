import { isHitCraftError } from '../../../../errors/hitcraft-error.ts'
import type { ErrorCode } from '../../../../errors/error-codes.ts'
import type { FileSystem } from '../disk/file-system.ts'
import { OpenSegments, settleThread } from './settle-thread.ts'
import type { SettleJob } from './settle-thread.ts'

/** The work of one turn, shared by the threads of this process: each job is done by whoever claims it first. */
export interface SettleTurn {
  /** Another for each turn of a process. */
  readonly number: number
  readonly jobs: readonly SettleJob[]
  /** By {@link NEXT}, {@link CLOSED} and {@link ACTIVE}. */
  readonly shared: Int32Array
}

/** What became of a job; `tokens` as {@link settleThread} gives them. */
export type SettleResult =
  | { readonly index: number; readonly tokens: string | undefined }
  | {
      readonly failed: {
        readonly code: ErrorCode
        readonly message: string
        readonly remedy: string
      }
    }

/** What a helper tells of a turn, by its number: of one that ended in an error nobody takes it any more. */
export interface Told {
  readonly turn: number
  readonly result: SettleResult
}

/** The first job that nobody claimed. */
const NEXT = 0
/** 1: no job is begun any more. */
const CLOSED = 1
/** Helpers that are at work. */
const ACTIVE = 2
/** Milliseconds after which a helper that says nothing is taken for dead. */
const PATIENCE = 60_000

let turns = 0

export function newTurn(jobs: readonly SettleJob[]): SettleTurn {
  return { number: ++turns, jobs, shared: new Int32Array(new SharedArrayBuffer(12)) }
}

/** Does jobs of a turn until it is closed or there are no more. */
export function* work({ jobs, shared }: SettleTurn, fs: FileSystem): Generator<SettleResult> {
  const segments = new OpenSegments(fs)
  try {
    while (Atomics.load(shared, CLOSED) === 0) {
      const index = Atomics.add(shared, NEXT, 1)
      const job = jobs[index]
      if (job === undefined) return
      yield { index, tokens: settleThread(fs, job, segments) }
    }
  } finally {
    segments.close()
  }
}

/** The same, for a helper: whoever closes the turn waits for it, so it tells of its errors as results. */
export function help(turn: SettleTurn, fs: FileSystem, post: (told: Told) => void): void {
  const { shared } = turn
  const tell = (result: SettleResult) => post({ turn: turn.number, result })
  Atomics.add(shared, ACTIVE, 1)
  try {
    for (const result of work(turn, fs)) tell(result)
  } catch (error) {
    const {
      code,
      message,
      remedy = '',
    } = isHitCraftError(error)
      ? error
      : { code: 'INTERNAL' as const, message: 'a thread file could not be made' }
    tell({ failed: { code, message, remedy } })
  } finally {
    Atomics.sub(shared, ACTIVE, 1)
    Atomics.notify(shared, ACTIVE)
  }
}

/**
 * Lets no job begin and waits until none is under way. Blocks, as its caller holds the writers' lock.
 * @param patience milliseconds without an answer after which a helper is given up
 * @returns false where one was, and may still write
 */
export function closeTurn({ shared }: SettleTurn, patience = PATIENCE): boolean {
  Atomics.store(shared, CLOSED, 1)
  for (let active = Atomics.load(shared, ACTIVE); active > 0;) {
    if (Atomics.wait(shared, ACTIVE, active, patience) === 'timed-out') return false
    active = Atomics.load(shared, ACTIVE)
  }
  return true
}
