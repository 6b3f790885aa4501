import { stat } from 'node:fs/promises'
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

/**
 * A folder, whatever path leads to it: its device, its number there, and when it was made, as a number is given again once
 * its folder is gone.
 */
export async function folderIdentity(path: string): Promise<string> {
  // Where the file system keeps no birth, it is 0.
  const { dev, ino, birthtimeNs } = await stat(path, { bigint: true })
  return `${dev}:${ino}:${birthtimeNs}`
}
