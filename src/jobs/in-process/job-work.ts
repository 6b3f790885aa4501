import type { RunOptions } from '../../analysis/run/run-options.ts'
import type { ImportRecord } from '../../domain/import-record.ts'
import type { ImportFileOptions, InputFile } from '../../importers/import-options.ts'

/** What the jobs do, apart from when they do it. */
export interface JobWork {
  /** Stores its own record: `interrupted` when the signal came, `failed` before it throws. */
  readFile(
    input: InputFile,
    options: Pick<ImportFileOptions, 'signal' | 'onProgress'>,
  ): Promise<readonly ImportRecord[]>
  analyze(options: RunOptions): Promise<unknown>
  countPending(): Promise<number>
}
