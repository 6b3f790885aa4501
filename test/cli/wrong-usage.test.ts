import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMON_FLAGS } from '../../src/cli/command.ts'
import { COMMANDS } from '../../src/cli/commands.ts'
import type { Flag } from '../../src/cli/flags.ts'
import { runHere } from './in-process.ts'

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-usage-'))
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

/** Wrong usage ends with 2, says what is allowed, and opens nothing: the folder stays empty. */
async function expectRefused(argv: readonly string[], why: RegExp): Promise<void> {
  const ran = await runHere(argv, { cwd })
  expect(ran, argv.join(' ')).toMatchObject({ exit: 2, out: '' })
  expect(ran.err).toMatch(why)
  const asJson = await runHere([...argv, '--json'], { cwd })
  expect(JSON.parse(asJson.out), argv.join(' ')).toMatchObject({
    error: {
      code: 'INVALID_CONFIG',
      message: expect.stringMatching(why) as unknown,
      remedy: expect.stringMatching(/\w.*[.?]$/s) as unknown,
    },
  })
  expect(await readdir(cwd)).toEqual([])
}

const everyFlag = new Map(COMMANDS.flatMap(({ flags }) => Object.entries(flags)))
/** A verb with words and flags that it needs, and nothing else. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  import: ['a.json'],
  'threads show': ['a'],
  'threads search': ['a'],
  'threads delete': ['a', '--yes'],
  migrate: ['--from', 'file:./a', '--to', 'file:./b'],
  verify: ['--from', 'file:./a', '--to', 'file:./b'],
}

describe.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s',
  (name, command) => {
    const start = [...name.split(' '), ...(NEEDED[name] ?? [])]

    it('refuses every flag of the other verbs', async () => {
      for (const [flag, { value }] of everyFlag) {
        if (flag in command.flags) continue
        await expectRefused(
          [...start, `--${flag}`, ...(value === undefined ? [] : ['x'])],
          /Unknown option/,
        )
      }
    })

    it('refuses a flag twice, an empty one and one without its value', async () => {
      for (const [flag, definition] of Object.entries<Flag<unknown>>(command.flags)) {
        const { value } = definition
        const given = value === undefined ? [`--${flag}`] : [`--${flag}`, 'file:./a']
        const verb = name.split(' ')
        if (definition.combine === undefined)
          await expectRefused([...verb, ...given, ...given], /is given twice/)
        if (value === undefined) continue
        await expectRefused([...verb, `--${flag}=`], /is empty/)
        await expectRefused(
          [...start.filter((word) => word !== `--${flag}`), `--${flag}`],
          /argument|twice/,
        )
      }
    })

    it('refuses arguments that it does not take', async () => {
      if (command.words !== undefined && command.words.most === undefined) {
        await expectRefused([...start, ''], /an argument is empty/)
      } else await expectRefused([...start, 'surplus'], /"surplus" is one argument too many/)
    })

    it('has a help that is made of what it declares', async () => {
      const ran = await runHere([...name.split(' '), '--help', '--json'], { cwd })
      const help = JSON.parse(ran.out) as { flags: { flag: string }[]; examples: string[] }
      expect(help.flags.map(({ flag }) => flag.split(' ')[0])).toEqual(
        Object.keys({ ...command.flags, ...COMMON_FLAGS }).map((flag) => `--${flag}`),
      )
      expect(help.examples.length).toBeGreaterThan(0)
      expect((await runHere([...name.split(' '), '-h'], { cwd })).out).toContain('Examples:')
    })
  },
)

it.each([
  [['threads', 'list', '--limit', '1001'], /--limit takes a whole number from 1 to 1,000/],
  [['threads', 'list', '--limit', '-5'], /--limit/],
  [['threads', 'list', '--limit', '1.5'], /--limit takes/],
  [['history', '--limit', '5000'], /--limit takes/],
  [['threads', 'list', '--from', 'yesterday'], /--from "yesterday" is not a time/],
  [['report', '--to', '2025-02-30'], /--to "2025-02-30" is not a time/],
  [['report', '--from', '2025-03-02', '--to', '2025-03-01'], /--from .* is not before --to/],
  [['threads', 'list', '--cursor', 'zzz'], /cursor/],
  [['threads', 'list', '--cursor', 'WyJpZCIsImEiXQ'], /cursor is not of a list/],
  [['threads', 'list', '--state', 'done'], /--state takes pending, analyzed/],
  [['threads', 'list', '--outcome', 'fine'], /--outcome takes /],
  [['threads', 'list', '--facet', 'need'], /--facet takes /],
  [['threads', 'list', '--store', './x'], /--store "\.\/x" is not the URL of a store/],
  [['threads', 'list', '--store', 'oracle:x'], /--store/],
  [['threads', 'list', '--store', 's3://b?endpoint=nonsense'], /--store/],
  [['threads', 'list', '--store', 'file:./%'], /--store/],
  [['threads', 'search'], /say which words to look for/],
  [['threads', 'search', 'a', '--like', 'b'], /either words or --like/],
  [['threads', 'search', '--like', 'b', '--order', 'id'], /--like has one page/],
  [['threads', 'export', 'T1', '--user', 'u1'], /--user chooses threads, and so do ids/],
  [['threads', 'delete', '--yes'], /name threads, or a user/],
  [['threads', 'delete', 'T1', '--user', 'u1', '--yes'], /name threads, or a user/],
  [
    ['threads', 'delete', '--user', 'u1', '--from', '2025-10-01', '--yes'],
    /Unknown option '--from'/,
  ],
  [['threads', 'delete', 'T1'], /--yes/],
  [['repor'], /there is no verb "repor"/],
  [['compare', '--a', 'local', '--b', 'local'], /--a and --b name the same analyzer/],
  [['analyze', '--batch'], /--batch goes with an analyzer that asks a model/],
  [['analyze', '--budget', '5usd'], /--budget goes with an analyzer that asks a model/],
  [['threads'], /say what of threads: list, show, search, export, delete/],
  [['analyze', '--analyzer', 'oracle'], /--analyzer takes local/],
  [['analyze', '--retopic', '--dry-run'], /--retopic has no dry run/],
  [['import', '--format', 'pdf', 'a'], /--format takes /],
  [['import', '-', '-'], /standard input can be read once/],
  [['report', '--out', '.'], /--out takes a file/],
  [['migrate', '--from', 'file:a', '--to', 'file:b', '--dry-run', '--receipt', 'r'], /--receipt/],
  [
    ['verify', '--from', 'file:a', '--receipt', 'r', '--to', 'file:b'],
    /either --from or --receipt/,
  ],
  ...['8/7', '0/7', '3', '1/1', '1/1001', '-1/7', '3/7/9'].map(
    (part) =>
      [
        ['verify', '--from', 'file:a', '--to', 'file:b', `--part=${part}`],
        /--part takes a part as 3\/7, the third of seven \(of 2 to 1,000\), not "/,
      ] as const,
  ),
] as const)('%j is wrong usage', async (argv, why) => {
  await expectRefused(argv, why)
})

it.each([
  [['repor'], 'Did you mean hitcraft report?'],
  [['improt', 'a.json'], 'Did you mean hitcraft import?'],
  [['--verson'], 'Did you mean hitcraft --version?'],
  [['threads', 'lst'], 'Did you mean hitcraft threads list? Of threads there are list, show'],
  [['report', '--form', 'html'], 'Did you mean --format?'],
  [['report', '--format', 'htm'], 'Did you mean html?'],
  [['history', '--limit', '0'], '--limit N: at most this many of each'],
  [['zzz'], 'All verbs: hitcraft --help.'],
])('%j names the nearest that there is, and not the whole help', async (argv, hint) => {
  const { err } = await runHere(argv, { cwd })
  expect(err).toContain(hint)
  expect(err.trim().split('\n')).toHaveLength(2)
})
