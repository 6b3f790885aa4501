import type { ImportRecord } from '../domain/import-record.ts'
import type { FormatName } from './importer.ts'

/** A file to read, and the name it goes by. */
export interface InputFile {
  readonly path: string
  readonly name: string
}

export interface ImportFileOptions {
  /** Where lists of rejected pieces go. */
  readonly rejectsFolder: string
  /** Where state of imports under way may lie. */
  readonly tempFolder: string
  /** Default: told by the content. */
  readonly format?: FormatName
  /** An import that was already announced (queued by a server); default a new one. */
  readonly record?: ImportRecord
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportProgress {
  /** Bytes of the unpacked content, of both passes (newest time, threads). */
  readonly bytesRead: number
  /** Undefined for a packed file, whose content has no known size. */
  readonly bytesTotal: number | undefined
  readonly threads: number
  readonly record: ImportRecord
}
