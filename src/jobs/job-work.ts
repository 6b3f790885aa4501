import type { Run } from '../domain/analysis/run.ts'
import type { RunOptions } from '../analysis/run/run-options.ts'
import type { ImportRecord } from '../domain/import-record.ts'
import type { ImportFileOptions, InputFile } from '../importers/import-options.ts'

/** What becomes of a run. */
export type RunOutcome = Pick<Run, 'status' | 'reason' | 'analyzed' | 'failed' | 'spending'>

export interface ReadEvents {
  /** Given where the file lay in a folder: what is no log is told here, without a record and without an error. */
  readonly onNoLog?: (what: string) => void
}

/** What the jobs do, apart from when they do it. */
export interface JobWork {
  /** Stores its own record: `interrupted` when the signal came, `failed` before it throws. */
  readFile(
    input: InputFile,
    options: Pick<ImportFileOptions, 'signal' | 'onProgress'> & ReadEvents,
  ): Promise<readonly ImportRecord[]>
  /** @returns how it ended, and what it did */
  analyze(options: RunOptions): Promise<RunOutcome>
  /** Under which the analyses are made. */
  readonly analyzerKey: string
  /** Whether an analysis costs nothing, so that it may begin, and begin again, without anybody's word. */
  readonly isFree: boolean
  countPending(): Promise<number>
}
