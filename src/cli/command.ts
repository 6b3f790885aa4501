import type { ParseArgsOptionsConfig } from 'node:util'
import type { Config } from '../config.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import type { Progress } from './progress.ts'

/** One verb of the command line. */
export interface Command {
  readonly name: string
  /** One line for the list of verbs. */
  readonly summary: string
  /** What stands behind `hitcraft <name>` in the usage line. */
  readonly usage: string
  /** Own flags, with what each does; those of every verb are added. */
  readonly options: Readonly<Record<string, CommandOption>>
  readonly examples: readonly string[]
  /** @returns the exit status */
  run(context: CommandContext, args: ParsedArgs): Promise<number>
}

export interface CommandOption {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  /** The name of the value in the help. */
  readonly value?: string
  readonly about: string
}

export interface ParsedArgs {
  readonly positionals: readonly string[]
  /** A flag's text; undefined when it was not given. */
  text(name: string): string | undefined
  flag(name: string): boolean
}

/**
 * `read`: one that was named on the command line must be there. `look`: of one that is not there nothing is
 * made, and it is empty. Default: it is made.
 */
export type StoreUse = 'read' | 'look'

export interface CommandContext {
  readonly config: Config
  readonly json: boolean
  readonly signal: AbortSignal
  /** Opens the store of the settings; closed when the command ends. */
  openStore(use?: StoreUse): Promise<ChatStore>
  /** Opens another store; closed when the command ends. */
  openStoreAt(url: string, use?: StoreUse): Promise<ChatStore>
  /** A line of the result, on standard output. */
  print(line: string): void
  /** The result as one JSON document, on standard output. */
  printJson(document: unknown): void
  /** A remark, on standard error. */
  note(line: string): void
  progress(label: string): Progress
}

/** Flags that every verb takes. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', about: 'print one JSON document' },
  store: {
    type: 'string',
    value: 'URL',
    about: 'use this store (file:./folder, postgres://…) instead of STORAGE_BACKEND',
  },
  help: { type: 'boolean', about: 'show this help' },
} as const satisfies Record<string, CommandOption>

export function parseArgsOptions(command: Command): ParseArgsOptionsConfig {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' } }
  for (const [name, option] of Object.entries({ ...command.options, ...COMMON_OPTIONS })) {
    if (name === 'help') continue
    options[name] = { type: option.type, multiple: (option as CommandOption).multiple ?? false }
  }
  return options
}

/** The help text of one verb. */
export function helpOf(command: Command): string {
  const rows = Object.entries<CommandOption>({ ...command.options, ...COMMON_OPTIONS }).map(
    ([name, { value, about }]) =>
      [`--${name}${value === undefined ? '' : ` ${value}`}`, about] as const,
  )
  const width = Math.max(...rows.map(([left]) => left.length))
  return [
    `${command.summary}\n`,
    `Usage: hitcraft ${command.name} ${command.usage}\n`,
    'Flags:',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    'Examples:',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n')
}
