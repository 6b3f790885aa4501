import { parseArgs } from 'node:util'
import type { ParseArgsOptionsConfig } from 'node:util'
import { HitCraftError, isHitCraftError } from '../errors/hitcraft-error.ts'
import { COMMON_FLAGS } from './command.ts'
import type { Command } from './command.ts'
import { wrongUsage } from './flags.ts'
import type { Flags, FlagSettings, FlagValues } from './flags.ts'
import { nearest } from './nearest.ts'

/** A command line as it was given: declared flags, and words in the number that is allowed. */
export interface GivenArguments {
  /** By the name of the flag, in the order given; a switch has an empty text. */
  readonly flags: ReadonlyMap<string, readonly string[]>
  readonly words: readonly string[]
}

/**
 * Takes a command line apart.
 * @throws HitCraftError INVALID_CONFIG for a flag that the verb does not take, is given twice or is empty,
 *   and for more or fewer words
 */
export function parseArguments(command: Command, argv: readonly string[]): GivenArguments {
  const declared: Flags = { ...command.flags, ...COMMON_FLAGS }
  const flags = new Map<string, string[]>()
  const words: string[] = []
  for (const token of tokensOf(command, declared, argv)) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind !== 'option') continue
    const before = flags.get(token.name) ?? []
    if (before.length > 0 && declared[token.name]?.combine === undefined) {
      throw wrongUsage(`--${token.name} is given twice`, 'Give it once.')
    }
    if (token.value === '') {
      throw wrongUsage(`--${token.name} is empty`, 'Give it a value, or leave it out.')
    }
    flags.set(token.name, [...before, token.value ?? ''])
  }
  if (!flags.has('help')) checkWords(command, words)
  return { flags, words }
}

/**
 * The values of the given flags, each checked, and together with the words.
 * @throws HitCraftError INVALID_CONFIG
 */
export function readFlags(
  command: Command,
  { flags, words }: GivenArguments,
  settings: FlagSettings,
): FlagValues<Flags> {
  const values: Record<string, unknown> = {}
  for (const [name, flag] of Object.entries(command.flags)) {
    const given = flags.get(name)
    if (given === undefined) continue
    const about = `${[`--${name}`, flag.value].join(' ').trimEnd()}: ${flag.about}.`
    const read = given.map((text) => asUsage(`--${name} `, about, () => flag.read(text, settings)))
    values[name] = read.reduce((before, more) => flag.combine?.(before, more) ?? more)
  }
  const help = `hitcraft ${command.name} --help says what it takes.`
  asUsage('', help, () => command.check?.(values, words))
  return values
}

function tokensOf(command: Command, declared: Flags, argv: readonly string[]) {
  const options: ParseArgsOptionsConfig = {}
  for (const [name, { value }] of Object.entries(declared)) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', multiple: true }
  }
  options['help'] = { type: 'boolean', short: 'h', multiple: true }
  try {
    return parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    }).tokens
  } catch (error) {
    // What Node.js advises after the first sentence is of positional arguments.
    const [problem = ''] =
      error instanceof TypeError ? error.message.split(/\.? To specify |\n/) : []
    if (problem === '') throw error
    const [, typed = ''] = /^Unknown option '--([^']+)'/.exec(problem) ?? []
    const meant = nearest(typed, Object.keys(declared))
    const hint = meant === undefined ? '' : `Did you mean --${meant}? `
    throw wrongUsage(`${problem.replace(/\.$/, '')}.`, `${hint}${takes(command)}`)
  }
}

function checkWords(command: Command, words: readonly string[]): void {
  const allowed = command.words
  const most = allowed === undefined ? 0 : (allowed.most ?? Number.POSITIVE_INFINITY)
  if (words.includes('')) throw wrongUsage('an argument is empty', takes(command))
  if (words.length > most) {
    throw wrongUsage(`"${words[most]?.slice(0, 40)}" is one argument too many`, takes(command))
  }
  if (allowed !== undefined && words.length < allowed.least) {
    throw wrongUsage(allowed.missing ?? `${allowed.name} is missing`, takes(command))
  }
}

function takes({ name, words, flags }: Command): string {
  const known = Object.entries({ ...flags, ...COMMON_FLAGS }).map(([flag, { value }]) =>
    value === undefined ? `--${flag}` : `--${flag} ${value}`,
  )
  return `hitcraft ${name} takes ${[...(words === undefined ? [] : [words.name]), ...known].join(', ')}.`
}

/**
 * What a flag or a check refuses is wrong usage, whatever its rule is called elsewhere.
 * @param help what to do where the refusal itself does not say
 */
function asUsage<T>(before: string, help: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    throw new HitCraftError('INVALID_CONFIG', `${before}${error.message}`, {
      cause: error,
      remedy: error.remedy ?? help,
    })
  }
}
