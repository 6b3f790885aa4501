import type { FileHandle } from 'node:fs/promises'
import type { ImportRecord } from '../domain/import-record.ts'
import type { FormatName } from './importer.ts'

/** A file to read, and the name it goes by. */
export interface InputFile {
  readonly path: string
  readonly name: string
  /** What is read instead of opening the path; `importFile` closes it. */
  readonly handle?: FileHandle
}

export interface ImportFileOptions {
  /** Where lists of rejected pieces go. */
  readonly rejectsFolder: string
  /** Where what must be unpacked before it can be read lies, for as long as it is read. */
  readonly tempFolder: string
  /** Default: told by the content. */
  readonly format?: FormatName
  /** Set for one file of a folder: where it is no log there is no record of it. */
  readonly ofFolder?: true
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
  /** Told of each record as it ends, also where `importFile` then throws. */
  readonly onRecord?: (record: ImportRecord) => void
}

export interface ImportProgress {
  /** Bytes of the file as it lies there, of both passes (newest time, threads). */
  readonly bytesRead: number
  readonly bytesTotal: number
  /** Threads of the log that is read. */
  readonly threads: number
  readonly record: ImportRecord
}
