import type { ImportRecord } from '../domain/import-record.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import type { ImportFileOptions, InputFile } from './import-options.ts'
import { broken, EarlierImports, ended, newImport } from './run/import-records.ts'
import { ImportRun } from './run/import-run.ts'
import { FileBytes } from './source/file-bytes.ts'

/**
 * Imports a file, or each log of a zip. What was read is stored batch by batch; an interruption keeps
 * it, and importing the same bytes again goes on behind it. Whatever ends an import, its record says so
 * and holds what was stored.
 *
 * @returns one record a log: `done`, `interrupted` when the signal came, or `failed` for a member of a
 *   zip that could not be read beside others that could
 * @throws HitCraftError NOT_FOUND, PERMISSION, INVALID_INPUT, UNKNOWN_FORMAT, UNSUPPORTED for the file as a
 *   whole; anything of the store, after which the logs that were done are (see `onRecord`)
 */
export async function importFile(
  store: ChatStore,
  input: InputFile,
  options: ImportFileOptions,
): Promise<readonly ImportRecord[]> {
  const { name, path, handle } = input
  let file: FileBytes | undefined
  let run: ImportRun | undefined
  let record = newImport(name, 0)
  try {
    file =
      handle === undefined ? await FileBytes.open(path, name) : await FileBytes.over(handle, name)
    record = newImport(name, file.size)
    const earlier = await EarlierImports.read(store)
    const fileHash = await file.hash(options.signal)
    run = new ImportRun(store, file, fileHash, earlier, options)
    return await run.run()
  } catch (error) {
    // The record of the log that broke says so already.
    if (run?.isRecorded(error) === true) throw error
    const isStopped = options.signal?.aborted === true
    if (run !== undefined) record = { ...record, fileHash: run.fileHash }
    record = isStopped ? ended(record, { status: 'interrupted' }) : broken(record, error)
    // An outage keeps this from being stored as well; the first error is the one to tell.
    await store.putRecords('import', [record]).catch(() => undefined)
    options.onRecord?.(record)
    if (!isStopped) throw error
    return [...(run?.records ?? []), record]
  } finally {
    await (file ?? handle)?.close()
  }
}
