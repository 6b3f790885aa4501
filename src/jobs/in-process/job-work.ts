import type { Analyzer } from '../../analysis/analyzer.ts'
import { runAnalysis } from '../../analysis/run-analysis.ts'
import type { RunOptions } from '../../analysis/run-analysis.ts'
import type { ImportRecord } from '../../domain/import-record.ts'
import { importFile } from '../../importers/import-file.ts'
import type { ImportFileOptions, InputFile } from '../../importers/import-options.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import type { FileFolders } from '../../storage/backends/folders.ts'

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

/** The work on a store, with an analyzer. */
export function createJobWork(
  store: ChatStore,
  analyzer: Analyzer,
  folders: Pick<FileFolders, 'temp' | 'results'>,
): JobWork {
  return {
    readFile: (input, options) =>
      importFile(store, input, {
        ...options,
        rejectsFolder: folders.results,
        tempFolder: folders.temp,
      }),
    analyze: (options) => runAnalysis(store, analyzer, options),
    countPending: () => store.countPending(analyzer.key),
  }
}
