import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { nearest } from './nearest.ts'

/** What a command line asks for. */
export type Found =
  | { readonly kind: 'command'; readonly command: Command; readonly argv: readonly string[] }
  | { readonly kind: 'version' }
  /** `about` and `commands` where it is of some verbs: one verb, or all that begin with a word. */
  | { readonly kind: 'help'; readonly about?: string; readonly commands?: readonly Command[] }
  /** `about` where it is to be answered with help: of all verbs, or of those that begin with a word. */
  | {
      readonly kind: 'unknown'
      readonly problem: string
      readonly remedy?: string
      readonly about?: string
    }

/** Finds the verb of a command line; of a verb of two words the second is the first that is no flag. */
export function findCommand(argv: readonly string[]): Found {
  const [verb, ...rest] = argv
  if (verb === undefined) return { kind: 'unknown', problem: 'name a verb', about: '' }
  if (verb === '--version') return { kind: 'version' }
  if (verb === '--help' || verb === '-h') return { kind: 'help' }
  if (verb === 'help') return helpOn(rest.filter((word) => !word.startsWith('-')).join(' '))
  const command = COMMANDS.find(({ name }) => name === verb)
  if (command !== undefined) return { kind: 'command', command, argv: rest }
  const group = verbsOf(verb)
  if (group.length === 0) return unknown(verb)
  const at = firstWord(group, rest)
  const named = group.find(({ name }) => name === `${verb} ${rest[at]}`)
  if (named !== undefined) return { kind: 'command', command: named, argv: rest.toSpliced(at, 1) }
  if (rest.includes('--help') || rest.includes('-h')) return helpOn(verb)
  const what = rest[at]
  if (what !== undefined) return unknown(`${verb} ${what}`, group)
  return {
    kind: 'unknown',
    problem: `say what of ${verb}: ${whatsOf(verb, group)}`,
    remedy: `All of it: hitcraft ${verb} --help.`,
    about: verb,
  }
}

/** The verbs of two words that begin with this one. */
export function verbsOf(group: string): readonly Command[] {
  return COMMANDS.filter(({ name }) => name.startsWith(`${group} `))
}

function helpOn(about: string): Found {
  if (about === '') return { kind: 'help' }
  const commands = COMMANDS.filter(({ name }) => name === about || name.startsWith(`${about} `))
  if (commands.length > 0) return { kind: 'help', about, commands }
  return unknown(about)
}

/** A verb that there is not, of all or of those with the same first word. */
function unknown(typed: string, group?: readonly Command[]): Found {
  const names = (group ?? COMMANDS).map(({ name }) => name)
  const meant = nearest(typed, group === undefined ? [...names, '--help', '--version'] : names)
  const [first = ''] = typed.split(' ')
  const others =
    group === undefined
      ? 'All verbs: hitcraft --help.'
      : `Of ${first} there are ${whatsOf(first, group)}.`
  return {
    kind: 'unknown',
    problem: `there is no verb "${typed.slice(0, 40)}"`,
    remedy: meant === undefined ? others : `Did you mean hitcraft ${meant}? ${others}`,
  }
}

function whatsOf(first: string, group: readonly Command[]): string {
  return group.map(({ name }) => name.slice(first.length + 1)).join(', ')
}

/** Where the first word stands that is neither a flag nor the value of one. */
function firstWord(group: readonly Command[], argv: readonly string[]): number {
  const options: ParseArgsOptionsConfig = {}
  for (const [name, { value }] of group.flatMap(({ flags }) => Object.entries(flags))) {
    options[name] = { type: value === undefined ? 'boolean' : 'string' }
  }
  const { tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  return tokens.find(({ kind }) => kind === 'positional')?.index ?? argv.length
}
