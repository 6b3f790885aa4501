import { importLog } from '../../app/import-log.ts'
import type { Workspace } from '../../app/workspace.ts'
import type { ImportRecord } from '../../domain/import-record.ts'
import { given } from '../../domain/values/given.ts'
import { HitCraftError, isHitCraftError } from '../../errors/hitcraft-error.ts'
import type { FormatName } from '../../importers/importer.ts'
import { isNoLog } from '../../importers/no-log.ts'
import type { CommandContext } from '../command.ts'
import { EXIT, EXIT_OF_ERROR } from '../exit-codes.ts'
import { bytes, count } from '../output/format.ts'
import { filesOf } from './files-of.ts'
import type { NamedFile, PassedOver } from './files-of.ts'
import { ProblemLines } from './problem-lines.ts'

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
  /** What lay in a folder and is no log. */
  readonly passedOver: readonly PassedOver[]
  readonly exit: number
}

/**
 * Imports files, and each log in folders, one after another. One that cannot be read does not keep the others from being read; an
 * outage, a full disk and a signal do, and what was done before is in the answer all the same.
 *
 * @param onFile told after each file of the logs in it
 */
export async function importFiles(
  context: CommandContext,
  workspace: Pick<Workspace, 'store' | 'folders'>,
  named: readonly string[],
  format: FormatName | undefined,
  onFile: (records: readonly ImportRecord[]) => void,
): Promise<ImportedFiles> {
  const all: ImportRecord[] = []
  const problems: ImportProblem[] = []
  const lines = new ProblemLines(context.note)
  const own = new Set(Object.values(workspace.folders))
  const found = await filesOf(named, context.cwd, own)
  const passedOver = [...found.passedOver]
  for (const folder of found.empty) {
    const error = emptyFolder(folder)
    problems.push({ file: folder, code: error.code, message: error.message })
    lines.tell(folder, folder, error)
  }
  let stopped: number | undefined
  for (const file of found.files) {
    const records = new Map<string, ImportRecord>()
    try {
      for (const record of await importOne(context, workspace, file, format, records)) {
        if (record.status === 'interrupted') stopped = EXIT.interrupted
      }
    } catch (error) {
      if (!isHitCraftError(error)) throw error
      if (file.ofFolder === true && isNoLog(error)) {
        passedOver.push({ file: file.shown, what: String(error.details['seen']) })
        continue
      }
      problems.push({ file: file.shown, code: error.code, message: error.message })
      if (error.code === 'INTERRUPTED' || error.retryable || isOfSettings(error)) {
        stopped = EXIT_OF_ERROR[error.code]
      }
      if (error.code !== 'INTERRUPTED') lines.tell(file.shown, file.name, error)
    } finally {
      all.push(...records.values())
      onFile([...records.values()])
    }
    if (stopped !== undefined) break
  }
  lines.end()
  const exit = stopped ?? exitOf(all, problems, passedOver)
  return { records: all, problems, passedOver, exit }
}

async function importOne(
  context: CommandContext,
  workspace: Pick<Workspace, 'store' | 'folders'>,
  { path, name, ofFolder }: NamedFile,
  format: FormatName | undefined,
  records: Map<string, ImportRecord>,
): Promise<readonly ImportRecord[]> {
  const { signal } = context
  const input = path === '-' ? { stream: context.input, name: '-' } : { path, name }
  const progress = context.progress(path === '-' ? 'standard input' : name)
  try {
    return await importLog(workspace, input, {
      signal,
      ...given({ format, ofFolder }),
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

function emptyFolder(shown: string): HitCraftError {
  return new HitCraftError('NOT_FOUND', `${shown} holds no file`, {
    remedy: 'Looked for was every file in it, and in folders within. Name the folder of the logs.',
  })
}

/** Wrong for every file alike. */
function isOfSettings({ code }: HitCraftError): boolean {
  return code === 'INVALID_CONFIG'
}

/** 3 when something was read and something was not; 1 when nothing was. What is no log is no failure beside logs. */
function exitOf(
  records: readonly ImportRecord[],
  problems: readonly ImportProblem[],
  passedOver: readonly PassedOver[],
): number {
  const failed = records.filter(({ status }) => status === 'failed').length + problems.length
  const isRead = records.some(({ status }) => status === 'done')
  if (failed > 0 || (!isRead && passedOver.length > 0)) return isRead ? EXIT.rejects : EXIT.failed
  return records.some(({ rejected }) => rejected > 0) ? EXIT.rejects : EXIT.done
}
