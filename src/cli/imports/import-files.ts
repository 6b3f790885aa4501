import { basename, resolve } from 'node:path'
import { importLog } from '../../app/import-log.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { ImportRecord } from '../../domain/import-record.ts'
import { isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { FormatName } from '../../importers/importer.ts'
import type { CommandContext } from '../command.ts'
import { EXIT, EXIT_OF_ERROR } from '../exit-codes.ts'
import { bytes, count } from '../output/format.ts'

/** A file of which nothing could be read, or what stopped the work. */
export interface ImportProblem {
  readonly file: string
  readonly code: string
  readonly message: string
}

export interface ImportedFiles {
  /** Each log that was read or should have been, in the order it ended. */
  readonly records: readonly ImportRecord[]
  readonly problems: readonly ImportProblem[]
  readonly exit: number
}

/**
 * Imports files one after another. One that cannot be read does not keep the others from being read; an
 * outage, a full disk and a signal do, and what was done before is in the answer all the same.
 *
 * @param onFile told after each file of the logs in it
 */
export async function importFiles(
  context: CommandContext,
  workspace: Pick<Workspace, 'store' | 'folders'>,
  files: readonly string[],
  format: FormatName | undefined,
  onFile: (records: readonly ImportRecord[]) => void,
): Promise<ImportedFiles> {
  const all: ImportRecord[] = []
  const problems: ImportProblem[] = []
  let stopped: number | undefined
  for (const file of files) {
    const records = new Map<string, ImportRecord>()
    try {
      for (const record of await importOne(context, workspace, file, format, records)) {
        if (record.status === 'interrupted') stopped = EXIT.interrupted
      }
    } catch (error) {
      if (!isHitCraftError(error)) throw error
      problems.push({ file, code: error.code, message: error.message })
      if (error.code === 'INTERRUPTED' || error.retryable || isOfSettings(error)) {
        stopped = EXIT_OF_ERROR[error.code]
      }
      if (error.code !== 'INTERRUPTED') tell(context, file, error)
    } finally {
      all.push(...records.values())
      onFile([...records.values()])
    }
    if (stopped !== undefined) break
  }
  return { records: all, problems, exit: stopped ?? exitOf(all, problems) }
}

async function importOne(
  context: CommandContext,
  workspace: Pick<Workspace, 'store' | 'folders'>,
  file: string,
  format: FormatName | undefined,
  records: Map<string, ImportRecord>,
): Promise<readonly ImportRecord[]> {
  const { signal } = context
  const input =
    file === '-'
      ? { stream: context.input, name: '-' }
      : { path: resolve(context.cwd, file), name: basename(file) }
  const progress = context.progress(file === '-' ? 'standard input' : input.name)
  try {
    return await importLog(workspace, input, {
      signal,
      ...(format === undefined ? {} : { format }),
      onRecord: (record) => {
        // The record of a whole file that failed is told as the problem that it is.
        if (record.file !== input.name || record.status !== 'failed' || record.format !== undefined)
          records.set(record.id, record)
      },
      onProgress: ({ bytesRead, bytesTotal, threads }) =>
        progress.update(bytesRead, bytesTotal, `${bytes(bytesRead)}  ${count(threads, 'thread')}`),
    })
  } finally {
    progress.end()
  }
}

function tell(context: CommandContext, file: string, { code, message, remedy }: HitCraftError) {
  context.note(`${file}: ${message} (${code})`)
  if (remedy !== undefined) context.note(`  ${remedy}`)
}

/** Wrong for every file alike. */
function isOfSettings({ code }: HitCraftError): boolean {
  return code === 'INVALID_CONFIG'
}

/** 3 when something was read and something was not; that of the first problem when nothing was. */
function exitOf(records: readonly ImportRecord[], problems: readonly ImportProblem[]): number {
  const failed = records.filter(({ status }) => status === 'failed').length + problems.length
  const isRead = records.some(({ status }) => status === 'done')
  if (failed > 0) return isRead ? EXIT.rejects : EXIT.failed
  return records.some(({ rejected }) => rejected > 0) ? EXIT.rejects : EXIT.done
}
