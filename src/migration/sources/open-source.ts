import { openArchive } from '../archive/archive-source.ts'
import type { RecordSource } from './record-source.ts'
import type { FolderSource } from './source-url.ts'

const OPEN: Readonly<Record<FolderSource['kind'], (folder: string) => Promise<RecordSource>>> = {
  archive: openArchive,
}

/**
 * Opens a source that is no store. It holds nothing open, so nothing is to be closed.
 * @throws HitCraftError NOT_FOUND where none is there; UNSUPPORTED for one of a later version; PERMISSION
 */
export function openFolderSource({ kind, folder }: FolderSource): Promise<RecordSource> {
  return OPEN[kind](folder)
}
