import { parseArgs } from 'node:util'
import { loadConfig } from '../config.ts'
import type { Config } from '../config.ts'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { openChatStore } from '../storage/open-chat-store.ts'
import { parseStoreUrl } from '../storage/parse-store-url.ts'
import { helpOf, parseArgsOptions } from './command.ts'
import type { Command, CommandContext, ParsedArgs, StoreUse } from './command.ts'
import { COMMANDS } from './commands.ts'
import { isAbsent, refuseAbsent } from './existing-store.ts'
import { EXIT, EXIT_OF_ERROR } from './exit-codes.ts'
import { createProgress } from './progress.ts'
import { usageText } from './usage.ts'

/**
 * Runs one verb. Results go to standard output, everything else to standard error.
 * @returns the exit status: see `exit-codes.ts`
 */
export async function main(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv
  if (verb === undefined || verb === '--help' || verb === '-h' || verb === 'help') {
    const about = verb === 'help' ? rest[0] : undefined
    const named = COMMANDS.find(({ name }) => name === about)
    process.stdout.write(`${named === undefined ? usageText() : helpOf(named)}\n`)
    return verb === undefined ? EXIT.usage : EXIT.done
  }
  if (verb === '--version') {
    process.stdout.write(`${await packageVersion()}\n`)
    return EXIT.done
  }
  const command = COMMANDS.find(({ name }) => name === verb)
  if (command === undefined) {
    process.stderr.write(`hitcraft: there is no verb "${verb}"\n\n${usageText()}\n`)
    return EXIT.usage
  }
  const interrupt = new AbortController()
  const stop = interruptOnSignals(interrupt)
  try {
    return await runCommand(command, rest, interrupt.signal)
  } catch (error) {
    return report(error, interrupt.signal)
  } finally {
    stop()
  }
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const args = parse(command, argv)
  if (typeof args === 'string') {
    process.stderr.write(`hitcraft ${command.name}: ${args}\n\n${helpOf(command)}\n`)
    return EXIT.usage
  }
  if (args.flag('help')) {
    process.stdout.write(`${helpOf(command)}\n`)
    return EXIT.done
  }
  const opened: ChatStore[] = []
  try {
    return await command.run(createContext(args, signal, opened), args)
  } finally {
    for (const store of opened) await store.close()
  }
}

function createContext(args: ParsedArgs, signal: AbortSignal, opened: ChatStore[]): CommandContext {
  const config = withStore(loadConfig(), args.text('store'))
  const open = async (target: Config['store'], use?: StoreUse) => {
    if (use === 'read') refuseAbsent(target)
    const isNothing = use === 'look' && isAbsent(target)
    const store = await openChatStore(isNothing ? { kind: 'memory' } : target)
    opened.push(store)
    return store
  }
  return {
    config,
    json: args.flag('json'),
    signal,
    openStore: (use) => open(config.store, args.text('store') === undefined ? undefined : use),
    openStoreAt: (url, use) => open(parseStoreUrl(url, process.cwd(), config.storeUrls), use),
    print: (line) => void process.stdout.write(`${line}\n`),
    printJson: (document) =>
      void process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
    progress: (label) => createProgress(label, process.stderr),
  }
}

/** `--store` over the settings; a file store brings its folders along. */
function withStore(config: Config, url: string | undefined): Config {
  if (url === undefined) return config
  const store = parseStoreUrl(url, process.cwd(), config.storeUrls)
  return { ...config, store, folders: store.kind === 'file' ? store.folders : config.folders }
}

function parse(command: Command, argv: readonly string[]): ParsedArgs | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: parseArgsOptions(command),
      allowPositionals: true,
      strict: true,
    })
    return {
      positionals,
      text: (name) => {
        const value = values[name]
        return typeof value === 'string' ? value : undefined
      },
      flag: (name) => values[name] === true,
    }
  } catch (error) {
    // What Node.js advises after the first sentence is of positional arguments.
    if (error instanceof TypeError) return error.message.replace(/\. To specify .*/s, '.')
    throw error
  }
}

/**
 * The first Ctrl-C (or SIGTERM) asks the work to stop and keep its state; a second one does not wait.
 * @returns what takes the handlers away again
 */
function interruptOnSignals(interrupt: AbortController): () => void {
  const onSignal = () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted)
    process.stderr.write('\nStopping; what was done is kept. Press Ctrl-C again to stop at once.\n')
    interrupt.abort(
      new HitCraftError('INTERRUPTED', 'stopped before the end', {
        remedy: 'Run the same command again: it goes on from here.',
      }),
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // `hitcraft … | head` closes the pipe early; that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done)
    throw error
  })
  return () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
}

function report(error: unknown, signal: AbortSignal): number {
  const known = signal.aborted ? (signal.reason as unknown) : error
  if (isHitCraftError(known)) {
    process.stderr.write(`hitcraft: ${known.message} (${known.code})\n`)
    if (known.remedy !== undefined) process.stderr.write(`  ${known.remedy}\n`)
    return EXIT_OF_ERROR[known.code]
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`hitcraft: a defect of this program (INTERNAL)\n${text}\n`)
  return EXIT.failed
}

async function packageVersion(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
