import { join, sep } from 'node:path'
import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { isHitCraftError } from '../errors/hitcraft-error.ts'
import { fileError } from '../files/file-error.ts'
import { productVersion } from '../files/product-version.ts'
import { STORE_FLAG } from './command.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { createContext } from './context.ts'
import type { Surroundings } from './context.ts'
import { EXIT, EXIT_OF_ERROR } from './exit-codes.ts'
import { findCommand } from './find-command.ts'
import { wrongUsage } from './flags.ts'
import { groupText, helpOf, helpText, usageText } from './help.ts'
import { Output } from './output/output.ts'
import type { OutputStreams } from './output/output.ts'
import { parseArguments, readFlags } from './parse-arguments.ts'

/** What of a process the command line uses. */
export interface CommandProcess extends Surroundings, OutputStreams {
  /** Default that of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Runs one verb. Results go to standard output, everything else to standard error.
 * @returns the exit status: see `exit-codes.ts`
 */
export async function runCommandLine(
  argv: readonly string[],
  around: CommandProcess,
): Promise<number> {
  const output = new Output(around, isJson(argv))
  let exit: number
  try {
    exit = await dispatch(argv, around, output)
  } catch (error) {
    exit = told(error, around.signal, output)
  }
  await output.flush()
  const reason: unknown = around.signal.aborted ? around.signal.reason : undefined
  const unwritten = isHitCraftError(reason) && reason.code !== 'INTERRUPTED'
  return unwritten && exit === EXIT.done ? told(reason, around.signal, output) : exit
}

function told(error: unknown, signal: AbortSignal, output: Output): number {
  const known: unknown = signal.aborted ? signal.reason : error
  if (!isHitCraftError(known)) {
    output.defect(error)
    return EXIT.failed
  }
  output.error(known)
  return EXIT_OF_ERROR[known.code]
}

async function dispatch(
  argv: readonly string[],
  around: CommandProcess,
  output: Output,
): Promise<number> {
  const found = findCommand(argv)
  switch (found.kind) {
    case 'version': {
      const version = await productVersion()
      if (output.json) output.printJson({ version })
      else output.print(version)
      return EXIT.done
    }
    case 'help': {
      const { commands = COMMANDS, about } = found
      if (output.json) output.printJson({ verbs: commands.map(helpOf) })
      else if (about === undefined) output.print(usageText())
      else output.print(commands.length === 1 ? commands.map(helpText).join('') : groupText(about))
      return EXIT.done
    }
    case 'unknown':
      if (found.about !== undefined) {
        output.note(found.about === '' ? usageText() : groupText(found.about))
      }
      throw wrongUsage(found.problem, found.remedy)
    case 'command':
      return runCommand(found.command, found.argv, around, output)
  }
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  around: CommandProcess,
  output: Output,
): Promise<number> {
  const given = parseArguments(command, argv)
  if (given.flags.has('help')) {
    if (output.json) output.printJson(helpOf(command))
    else output.print(helpText(command))
    return EXIT.done
  }
  const { cwd, env } = around
  const config = loadConfig(env === undefined ? { cwd } : { cwd, env })
  const settings = { cwd, storeSettings: config.storeSettings }
  const flags = readFlags(command, given, settings)
  const url = given.flags.get('store')?.[0]
  const named =
    url === undefined ? undefined : { url, target: STORE_FLAG.store.read(url, settings) }
  const opened = createContext(config, named, output, around)
  try {
    return await command.run(opened.context, flags, given.words)
  } catch (error) {
    throw surroundingsError(error, opened.context.config)
  } finally {
    await opened.close()
  }
}

/** An error of the file system that nobody foresaw, with the setting that led there. */
function surroundingsError(error: unknown, { folders }: Config): unknown {
  const path = error instanceof Error && 'path' in error ? String(error.path) : undefined
  const settings = {
    UPLOAD_FOLDER: folders.uploads,
    TEMP_FOLDER: folders.temp,
    RESULTS_FOLDER: folders.results,
    THREADS_FOLDER: folders.threads,
    DATA_FOLDER: folders.data,
  }
  const setting = Object.entries(settings).find(
    ([, folder]) => path === folder || path?.startsWith(join(folder, sep)) === true,
  )?.[0]
  return fileError(error, setting === undefined ? undefined : `${setting} ${path}`)
}

/** Read before anything else, so that the errors of all the rest know where they go. */
function isJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json')
}
