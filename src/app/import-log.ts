import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import type { ImportRecord } from '../domain/import-record.ts'
import { importFile } from '../importers/import-file.ts'
import type { ImportFileOptions, InputFile } from '../importers/import-options.ts'
import { spoolInput } from '../importers/spool-input.ts'
import type { Workspace } from './workspace.ts'

/** A log: the path of a file, a file that goes by another name, or bytes as they come. */
export type LogInput = string | InputFile | LogStream

/** Bytes of a log. A log is read twice, so they lie in a file without a name for as long. */
export interface LogStream {
  readonly stream: Readable
  /** What the import is called in its record. */
  readonly name: string
}

export type ImportLogOptions = Omit<ImportFileOptions, 'rejectsFolder' | 'tempFolder'>

/**
 * Imports a log of any known format, packed or not, or each log of a zip. What changed becomes pending.
 * What was read is stored batch by batch; an interruption keeps it, and importing the same bytes again
 * goes on behind it. Pieces that cannot be read are counted, and listed in the folder of results.
 *
 * @returns one record a log: `done`, `interrupted` when the signal came, or `failed` for a member of a
 *   zip that could not be read beside others that could
 * @throws HitCraftError NOT_FOUND, PERMISSION, INVALID_INPUT, UNKNOWN_FORMAT, UNSUPPORTED for the log as a
 *   whole; anything of the store. `onRecord` has then told what was done before
 */
export async function importLog(
  { store, folders }: Pick<Workspace, 'store' | 'folders'>,
  input: LogInput,
  options: ImportLogOptions = {},
): Promise<readonly ImportRecord[]> {
  const { temp: tempFolder, results: rejectsFolder } = folders
  const file = await fileOf(input, tempFolder, options.signal)
  return importFile(store, file, { ...options, tempFolder, rejectsFolder })
}

async function fileOf(input: LogInput, temp: string, signal?: AbortSignal): Promise<InputFile> {
  if (typeof input === 'string') return { path: input, name: basename(input) }
  return 'stream' in input ? spoolInput(input.stream, input.name, temp, signal) : input
}
