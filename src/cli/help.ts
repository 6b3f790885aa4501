import { COMMON_FLAGS } from './command.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { verbsOf } from './find-command.ts'
import { table } from './output/format.ts'

/** What the help says of one verb; `--help --json` prints it. */
export interface HelpDocument {
  readonly name: string
  readonly summary: string
  readonly usage: string
  readonly flags: readonly { readonly flag: string; readonly about: string }[]
  readonly examples: readonly string[]
}

/** The help of one verb, from what it declares. */
export function helpOf(command: Command): HelpDocument {
  const flags = Object.entries({ ...command.flags, ...COMMON_FLAGS })
  return {
    name: command.name,
    summary: command.summary,
    usage: usageOf(command),
    flags: flags.map(([name, { value, about }]) => ({
      flag: value === undefined ? `--${name}` : `--${name} ${value}`,
      about,
    })),
    examples: command.examples,
  }
}

export function helpText(command: Command): string {
  const { summary, usage, flags, examples } = helpOf(command)
  return [
    summary,
    '',
    `Usage: ${usage}`,
    '',
    'Flags:',
    ...table(flags.map(({ flag, about }) => [`  ${flag}`, about])),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n')
}

/** The verbs of two words that begin with this one. */
export function groupText(group: string): string {
  const commands = verbsOf(group)
  return [
    `Usage: hitcraft ${group} <what> [flags]      hitcraft ${group} <what> --help`,
    '',
    ...table(commands.map(({ name, summary }) => [`  ${name}`, summary])),
    '',
    'Examples:',
    ...commands.flatMap(({ examples }) => examples.slice(0, 1)).map((example) => `  ${example}`),
  ].join('\n')
}

/** The help of the whole command line. */
export function usageText(): string {
  return [
    "Reads an AI assistant's chat logs: what users come for, where it fails them, what they need.",
    '',
    'Usage: hitcraft <verb> [flags]      hitcraft <verb> --help',
    '',
    ...table(COMMANDS.map(({ name, summary }) => [`  ${name}`, summary])),
    '',
    'Start here:',
    '  hitcraft import export.json && hitcraft analyze && hitcraft report --format html --out report.html',
    '',
    'Exit: 0 done, 1 failed, 2 wrong usage, 3 done with rejected records, 4 verification found a',
    'difference, 130 interrupted (the same command goes on).',
  ].join('\n')
}

function usageOf({ name, words, flags }: Command): string {
  const own = Object.keys(flags).length === 0 ? '' : ' [flags]'
  if (words === undefined) return `hitcraft ${name}${own}`
  const many = words.most === 1 ? words.name : `${words.name}…`
  return `hitcraft ${name} ${words.least === 0 ? `[${many}]` : many}${own}`
}
