import type { ImportRecord } from '../domain/import-record.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import type { ImportFileOptions, InputFile } from './import-options.ts'
import { isNoLog } from './no-log.ts'
import { broken, EarlierImports, ended, newImport, storeEnd } from './run/import-records.ts'
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
  try {
    file =
      handle === undefined ? await FileBytes.open(path, name) : await FileBytes.over(handle, name)
    const earlier = await EarlierImports.read(store)
    const fileHash = await file.hash(options.signal)
    run = new ImportRun(store, file, fileHash, earlier, options)
    return await run.run()
  } catch (error) {
    // The record of the log that broke says so already.
    if (run?.isRecorded(error) === true) throw error
    if (options.ofFolder === true && isNoLog(error)) throw error
    const isStopped = options.signal?.aborted === true
    // Of now, so that it stands behind the logs that were done.
    const named = newImport(name, file?.size ?? 0)
    const stopped = run === undefined ? named : { ...named, fileHash: `${run.fileHash}#` }
    const record = isStopped ? ended(stopped, { status: 'interrupted' }) : broken(stopped, error)
    await storeEnd(store, record)
    options.onRecord?.(record)
    if (!isStopped) throw error
    return [...(run?.records ?? []), record]
  } finally {
    await (file ?? handle)?.close()
  }
}
