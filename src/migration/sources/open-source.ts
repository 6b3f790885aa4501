import type { RecordSource } from './record-source.ts'
import type { FolderSource } from './source-url.ts'

const OPEN: Readonly<Record<FolderSource['kind'], (folder: string) => Promise<RecordSource>>> = {
  archive: async (folder) => (await import('../archive/archive-source.ts')).openArchive(folder),
  legacy: async (folder) => (await import('../legacy/legacy-source.ts')).openLegacy(folder),
}

/**
 * Opens a source that is no store. It holds nothing open, so nothing is to be closed.
 * @throws HitCraftError NOT_FOUND where none is there; UNSUPPORTED for one of a later version; PERMISSION
 */
export function openFolderSource({ kind, folder }: FolderSource): Promise<RecordSource> {
  return OPEN[kind](folder)
}
