import type { Run } from '../domain/analysis/run.ts'
import type { RunOptions } from '../analysis/run/run-options.ts'
import type { ImportRecord } from '../domain/import-record.ts'
import type { ImportFileOptions, InputFile } from '../importers/import-options.ts'

/** What the jobs do, apart from when they do it. */
export interface JobWork {
  /** Stores its own record: `interrupted` when the signal came, `failed` before it throws. */
  readFile(
    input: InputFile,
    options: Pick<ImportFileOptions, 'signal' | 'onProgress'>,
  ): Promise<readonly ImportRecord[]>
  /** @returns how it ended */
  analyze(options: RunOptions): Promise<Pick<Run, 'status' | 'reason'>>
  /** Whether an analysis costs nothing, so that it may begin, and begin again, without anybody's word. */
  readonly isFree: boolean
  countPending(): Promise<number>
}
