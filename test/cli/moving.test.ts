import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { reportMark } from '../../src/insights/render/report-mark.ts'
import { exampleLog } from '../http/test-app.ts'
import { runHere } from './in-process.ts'

let cwd: string

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-moving-'))
  await writeFile(join(cwd, 'log.json'), exampleLog(1))
  await run('import', 'log.json', '--store', 'file:./a')
})
afterEach(() => rm(cwd, { recursive: true, force: true }))

const run = (...argv: string[]) => runHere(argv, { cwd })
const between = (from: string, to: string) => ['--from', from, '--to', to]

it('a migration says in a sentence that all has come, and verify nothing of what went away beside a difference', async () => {
  const moved = await run('migrate', ...between('file:./a', 'file:./b'))
  expect(moved.out).toContain('Each record of the source is in the target.')
  expect(moved.out).not.toContain('topic-models')
  expect((await run('verify', ...between('file:./a', 'file:./b'))).out).toContain('Equal.')
})

it('repair takes the list of its own two stores alone, in their order', async () => {
  await run('migrate', ...between('file:./a', 'file:./b'))
  const found = await run('verify', ...between('file:./a', 'file:./b'), '--json')
  await writeFile(join(cwd, 'found.json'), found.out)
  const only = ['--only', 'found.json']
  expect((await run('repair', ...between('file:./a', 'file:./b'), ...only)).exit).toBe(0)
  const swapped = await run('repair', ...between('file:./b', 'file:./a'), ...only)
  expect(swapped.exit).toBe(1)
  expect(swapped.err).toContain('is of other stores')
  expect(swapped.err).toContain(`hitcraft verify --from file:${join(cwd, 'b')} --to file:`)
})

it('a verification of a part says so, and of which', async () => {
  await run('migrate', ...between('file:./a', 'file:./b'))
  const verified = (...more: string[]) => run('verify', ...between('file:./a', 'file:./b'), ...more)
  expect((await verified('--part', '2/3')).out).toContain('Equal in part 2 of 3. Root ')
  const told = await verified('--part', '2/3', '--json')
  expect(told.json()).toMatchObject({ equal: true, part: { number: 2, of: 3 } })
})

it('a verification names reports that speak of what no side has', async () => {
  await run('analyze', '--store', 'file:./a')
  await run('report', '--store', 'file:./a', '--format', 'md', '--out', 'a/analysis_results/r.md')
  await run('migrate', ...between('file:./a', 'file:./b'))
  const verified = () => run('verify', ...between('file:./a', 'file:./b'), '--json')
  const found = { equal: true, unsound: [], reports: { cut: [], unread: [] } }
  expect((await verified()).json()).toMatchObject(found)
  await writeFile(join(cwd, 'a/analysis_results/old.md'), reportMark([{ threadId: 'never there' }]))
  const { exit, ...told } = await verified()
  expect(exit).toBe(0)
  const old = { kind: 'reports', id: 'old.md', field: 'its threads: 1', problem: 'cut in both' }
  expect(told.json()).toMatchObject({ ...found, reports: { cut: [old], unread: [] } })
  await run('import', 'log.json', '--store', 'file:./c')
  await run('migrate', ...between('file:./c', 'file:./d'))
  const report = await readFile(join(cwd, 'a/analysis_results/r.md'))
  await mkdir(join(cwd, 'c/analysis_results'), { recursive: true })
  await writeFile(join(cwd, 'c/analysis_results/r.md'), report)
  const unanalyzed = await run('verify', ...between('file:./c', 'file:./d'))
  expect(unanalyzed.err).toContain('reports r.md: cut in both, its analyses: 1')
})

it('a verification is told whole where its reports cannot be read', async () => {
  await run('migrate', ...between('file:./a', 'file:./b'))
  await rm(join(cwd, 'a/analysis_results'), { recursive: true, force: true })
  await writeFile(join(cwd, 'a/analysis_results'), 'no folder')
  const told = await run('verify', ...between('file:./a', 'file:./b'))
  expect(told).toMatchObject({ exit: 0, out: expect.stringContaining('Equal. Root ') as unknown })
  expect(told.err).toMatch(
    /1 file or folder of reports could not be looked at:\n.*analysis_results \(ENOTDIR\)/,
  )
  const { reports } = (
    await run('verify', ...between('file:./a', 'file:./b'), '--json')
  ).json() as {
    reports: { unread: string[] }
  }
  expect(reports.unread).toHaveLength(1)
})

it('a dry run names the threads that it would erase, and the erasure does not', async () => {
  await run('migrate', ...between('file:./a', 'file:./b'))
  const { items } = (await run('threads', 'list', '--store', 'file:./a', '--json')).json() as {
    items: { id: string }[]
  }
  const id = items[0]?.id ?? ''
  await run('threads', 'delete', id, '--yes', '--store', 'file:./a')
  const dry = await run('migrate', ...between('file:./a', 'file:./b'), '--dry-run')
  expect(dry.out).toContain(`1 thread to erase in the target, as at the source.\n  threads ${id}\n`)
  const moved = await run('migrate', ...between('file:./a', 'file:./b'))
  expect(moved.out).toContain('1 thread erased in the target')
  expect(moved.out).not.toContain(id)
})

it('a dry run tells the damage of the source that the move tells', async () => {
  const data = join(cwd, 'older', 'data')
  await mkdir(data, { recursive: true })
  await writeFile(join(data, 'thread_index.json'), '{"threads": 7}')
  await writeFile(join(data, 'analysis_history.json'), 'none')
  const from = ['migrate', ...between('legacy:./older', 'file:./c')]
  const dry = await run(...from, '--dry-run')
  const moved = await run(...from)
  const damages = (out: string) => out.split('\n').filter((line) => line.includes('damaged: '))
  expect(damages(dry.out)).toEqual(damages(moved.out))
  expect([dry.exit, moved.exit, damages(dry.out).length > 0]).toEqual([3, 3, true])
  const inPlace = await run('migrate', ...between('legacy:./older', 'file:./older'), '--dry-run')
  expect(inPlace.out).not.toContain('memory')
})

it.each([
  [['--from', 'fil:./a', '--to', 'file:./b'], /"fil:\.\/a" is not the URL .*\n.*archive:.*legacy:/],
  [['--from', 'https://me:s3cret@there/x', '--to', 'file:./b'], /what was given is not the URL/],
  [between('file:./a', 'postgres://localhost:1/x'), /host and port in its URL are right/],
])('says of a store what is wrong with its URL: %j', async (flags, told) => {
  const { err } = await run('migrate', ...flags)
  expect(err).toMatch(told)
  expect(err).not.toContain('s3cret')
})
