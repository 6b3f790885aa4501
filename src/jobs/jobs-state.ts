import type { Spending } from '../domain/analysis/spending.ts'
import type { Problem } from './problem.ts'

/** An upload on its way into the store. */
export interface ImportJob {
  readonly id: string
  readonly file: string
  readonly bytes: number
  /** SHA-256 of the bytes; unknown until the last one is here. */
  readonly sha256?: string
  readonly receivedAt: string
  /** `uploading` while bytes come, `stalled` while some are missing and nobody sends them. */
  readonly status: 'uploading' | 'stalled' | 'queued' | 'reading'
  /** Of the unpacked content (of an upload: how many came); the total is unknown where nothing tells it. */
  readonly bytesRead: number
  readonly bytesTotal?: number
  /** Threads read so far. */
  readonly threads: number
  /** Why it has to be tried again: the store could not be reached. */
  readonly problem?: Problem
}

/** The analysis under way, or what ended the last one. */
export interface RunJob {
  /** Of this analysis and no other. */
  readonly id: string
  /** `outage`: the service of a model did not answer any more, as the record of the run says too. */
  readonly status: 'waiting' | 'running' | 'failed' | 'outage'
  /** Threads done, failed ones among them, of those planned. */
  readonly done: number
  readonly planned: number
  /** What it cost so far, where a model is asked. */
  readonly spending?: Spending
  readonly problem?: Problem
}

/** What lay in a folder that was uploaded, and is no log. */
export interface PassedOver {
  /** Of its upload. */
  readonly id: string
  readonly file: string
  /** What it looks like. */
  readonly what: string
}

/** All that is going on; what is done stands in the store. */
export interface JobsState {
  readonly imports: readonly ImportJob[]
  readonly run?: RunJob
  /** The last of them since this process began, oldest first. */
  readonly passedOver: readonly PassedOver[]
  /** How many there were since this process began, those of which it is not told any more among them. */
  readonly passedOverCount: number
  /** Grows whenever something in the store has changed by a job: what was read before is old. */
  readonly revision: number
}
