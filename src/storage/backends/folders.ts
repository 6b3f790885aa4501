import { join } from 'node:path'

/** The five folders of an installation; they may lie on different file systems. */
export interface FileFolders {
  /** Incoming files. */
  readonly uploads: string
  /** Session state and chunks of imports under way. */
  readonly temp: string
  /** Reports. */
  readonly results: string
  /** `<thread id>.json` and a readable `<thread id>.txt`. */
  readonly threads: string
  /** The log, the catalog, the records and `analysis_history.json`. */
  readonly data: string
}

/** The five folders, by their usual names, under one. */
export function foldersUnder(root: string): FileFolders {
  return {
    uploads: join(root, 'uploads'),
    temp: join(root, 'temp_chunks'),
    results: join(root, 'analysis_results'),
    threads: join(root, 'organized_threads'),
    data: join(root, 'data'),
  }
}
