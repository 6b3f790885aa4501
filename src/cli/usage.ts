import { COMMANDS } from './commands.ts'
import { table } from './format.ts'

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
