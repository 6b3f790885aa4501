import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Count } from '../../src/insights/figures.ts'
import { reportSchema } from '../../src/insights/report.ts'
import { doorCommand } from '../../src/insights/render/door-command.ts'
import { runHere } from './in-process.ts'
import { ROOT } from './run-cli.ts'

/** Doors that are opened of one report; `test/http/figure-links.test.ts` opens all. */
const MOST_OPENED = 25

function countsIn(value: unknown): Count[] {
  if (typeof value !== 'object' || value === null) return []
  const own = isCount(value) ? [value] : []
  return [...own, ...Object.values(value).flatMap(countsIn)]
}

function isCount(value: object): value is Count {
  return 'n' in value && 'threads' in value && typeof value.threads === 'object'
}

/** The words of a command as a shell takes them: what quotes hold is one. */
function wordsOf(command: string): string[] {
  const words = command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)
  return [...words].map(([, single, double, plain]) => single ?? double ?? plain ?? '')
}

describe('the command beside a figure', () => {
  let cwd: string
  const cli = (...args: string[]) => runHere(args, { cwd })

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'hitcraft-cli-doors-'))
    await cli('import', join(ROOT, 'samples/2025-03-11/hitcraft-export.json'))
    await cli('analyze')
  })
  afterAll(() => rm(cwd, { recursive: true, force: true }))

  it.each([
    ['all threads', []],
    ['a range in one language', ['--from', '2025-03-01', '--to', '2025-03-11', '--language', 'en']],
  ])('lists exactly its threads: a report over %s', async (_, flags) => {
    const report = reportSchema.parse((await cli('report', '--json', ...flags)).json())
    const figures = new Map(
      countsIn(report.sections).map(({ n, threads }) => [doorCommand(report, threads), n]),
    )
    const every = Math.ceil(figures.size / MOST_OPENED)
    const opened = [...figures].filter((_figure, at) => at % every === 0)
    expect(opened.length).toBeGreaterThan(MOST_OPENED / 2)
    for (const [command, n] of opened) {
      const [program, ...argv] = wordsOf(command)
      expect(program).toBe('hitcraft')
      const { total } = (await cli(...argv, '--json')).json()
      expect({ command, total }).toEqual({ command, total: n })
    }
    const printed = await cli('report', ...flags)
    for (const facet of ['failure:any', 'outcome:badly']) expect(printed.out).toContain(facet)
  })

  it('on a terminal is short, in lines that fit, with flags that list exactly the threads', async () => {
    const range = ['--from', '2025-03-01', '--language', 'en']
    const { out } = await runHere(['report', ...range], { cwd, tty: true, columns: 80 })
    const lines = out.trimEnd().split('\n')
    expect(lines.length).toBeLessThan(180)
    expect(out).not.toMatch(/<!--|^#|\\|\*\*/m)
    const common = /^ {2}hitcraft (threads list .*) --facet …$/m.exec(out)?.[1] ?? ''
    const figures = lines.flatMap((line) => {
      const [, n, flags] = /^ +([\d,]+) of [\d,]+ .* (--from .*)$/.exec(line) ?? []
      return flags === undefined ? [] : [{ line, n: Number(n), flags }]
    })
    expect(figures.length).toBeGreaterThan(10)
    const every = Math.ceil(figures.length / 10)
    for (const { line, n, flags } of figures.filter((_figure, at) => at % every === 0)) {
      const { total } = (await cli(...wordsOf(`${common} ${flags} --json`))).json()
      expect({ line, total }).toEqual({ line, total: n })
    }
  })

  it('takes several facets of one name, and says how many threads there are', async () => {
    const list = async (...facets: string[]) => {
      const ran = await cli(
        'threads',
        'list',
        ...facets.flatMap((one) => ['--facet', one]),
        '--json',
      )
      return Number(ran.json()['total'])
    }
    const [failing, silent] = [await list('failure:any'), await list('noticed:any/nobody')]
    const both = await list('failure:any', 'noticed:any/nobody', 'outcome:badly')
    expect(silent).toBeLessThan(failing)
    expect(both).toBeLessThanOrEqual(silent)
    expect(await list('noticed:any/nobody', 'noticed:any/user')).toBe(0)
    const told = await cli('threads', 'list', '--facet', 'failure:any', '--limit', '2')
    expect(told.err).toContain(`2 of ${failing} threads`)
  })
})
