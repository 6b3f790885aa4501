import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportSchema } from '../../src/insights/report.ts'
import { runHere } from './in-process.ts'
import type { Ran } from './in-process.ts'
import { ROOT } from './run-cli.ts'

const DAY_1 = join(ROOT, 'samples/2025-03-10/hitcraft-export')
const DAY_2 = join(ROOT, 'samples/2025-03-11/hitcraft-export')

let cwd: string
const cli = (...args: string[]): Promise<Ran> => runHere(args, { cwd })

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'hitcraft-cli-'))
})

afterAll(() => rm(cwd, { recursive: true, force: true }))

interface ImportDocument {
  imports: {
    format: string
    messages: number
    added: number
    updated: number
    unchanged: number
    rejected: number
  }[]
}

/** One working day after another, as an operator lives them: later tests stand on the earlier ones. */
describe('the command line, from a log to a report', () => {
  let threads = 0

  it('imports an export', async () => {
    const result = await cli('import', `${DAY_1}.json`, '--json')
    expect(result.exit, result.err).toBe(0)
    const { imports } = JSON.parse(result.out) as ImportDocument
    expect(imports).toMatchObject([
      { format: 'hitcraft-json', updated: 0, unchanged: 0, rejected: 0 },
    ])
    threads = imports[0]?.added ?? 0
    expect(threads).toBeGreaterThanOrEqual(140)
  })

  it('finds nothing new in the same export but the titles that only the text form has', async () => {
    const result = await cli('import', `${DAY_1}.json`, `${DAY_1}.txt`, `${DAY_1}.rtf`, '--json')
    expect(result.exit, result.err).toBe(0)
    const { imports } = JSON.parse(result.out) as ImportDocument
    expect(imports.map(({ added, updated, unchanged }) => [added, updated, unchanged])).toEqual([
      [0, 0, threads],
      [0, threads, 0],
      [0, 0, threads],
    ])
  })

  it('plans, analyzes in steps, and analyzes nothing twice', async () => {
    const plan = await cli('analyze', '--dry-run', '--json')
    expect(plan.json()).toMatchObject({ pending: threads, planned: threads })
    const some = await cli('analyze', '--limit', '10', '--json')
    expect(some.json()).toMatchObject({ analyzed: 10, failed: 0, pending: threads - 10 })
    const rest = await cli('analyze', '--json')
    expect(rest.json()).toMatchObject({ analyzed: threads - 10, failed: 0, pending: 0 })
    const none = await cli('analyze', '--json')
    expect(none.json()).toMatchObject({ analyzed: 0, failed: 0, pending: 0 })
  })

  it("makes only what changed pending with tomorrow's export", async () => {
    const result = await cli('import', `${DAY_2}.json`, '--json')
    const { imports } = JSON.parse(result.out) as ImportDocument
    const [day2] = imports
    expect(day2?.added).toBeGreaterThan(0)
    expect(day2?.updated).toBeGreaterThan(0)
    expect(day2?.unchanged).toBeGreaterThan(100)
    const changed = (day2?.added ?? 0) + (day2?.updated ?? 0)
    const analyzed = await cli('analyze', '--json')
    expect(analyzed.json()).toMatchObject({ analyzed: changed, pending: 0 })
  })

  it('is not undone by an older export', async () => {
    const before = await cli('threads', 'export')
    const older = await cli('import', `${DAY_1}.txt`, `${DAY_1}.json`, '--json')
    const { imports } = JSON.parse(older.out) as ImportDocument
    expect(imports.map(({ added, updated }) => [added, updated])).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect((await cli('threads', 'export')).out).toBe(before.out)
  })

  it('reports in JSON, Markdown and HTML', async () => {
    const json = await cli('report', '--json')
    const report = reportSchema.parse(json.json())
    expect(report.usage.pending).toBe(0)
    expect(report.evidence.dropped).toBe(0)
    expect(report.evidence.verified).toBeGreaterThan(0)
    const md = await cli('report')
    expect(md.out).toMatch(/^<!-- Markdown.*-->\n\n# /)
    const html = await cli('report', '--format', 'html', '--out', 'report.html')
    expect(html.exit).toBe(0)
    expect(await readFile(join(cwd, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i)
  })

  it('recounts for a time range', async () => {
    const first = reportSchema.parse((await cli('report', '--to', '2025-03-01', '--json')).json())
    const second = reportSchema.parse(
      (await cli('report', '--from', '2025-03-01', '--json')).json(),
    )
    const whole = reportSchema.parse((await cli('report', '--json')).json())
    expect(first.usage.threads + second.usage.threads).toBe(whole.usage.threads)
    expect(first.usage.threads).toBeGreaterThan(0)
  })

  it('pages, searches and shows threads', async () => {
    const page = await cli('threads', 'list', '--limit', '5', '--json')
    const { items, next } = page.json() as { items: { id: string }[]; next: string }
    expect(items).toHaveLength(5)
    const second = await cli('threads', 'list', '--limit', '5', '--cursor', next, '--json')
    const more = second.json() as { items: { id: string }[] }
    expect(new Set([...items, ...more.items].map(({ id }) => id)).size).toBe(10)
    const shown = await cli('threads', 'show', items[0]?.id ?? '', '--json')
    expect(shown.json()).toMatchObject({ id: items[0]?.id, messages: expect.any(Array) as unknown })
    const found = await cli('threads', 'search', 'vocals', '--json')
    const hits = found.json() as { items: { match: string }[]; index: { complete: boolean } }
    expect(hits.items.length).toBeGreaterThan(0)
    expect(hits.items.every(({ match }) => match.toLowerCase().startsWith('vocals'))).toBe(true)
  })

  it('keeps the history of runs', async () => {
    const history = await cli('history', '--json')
    const { runs } = history.json() as { runs: { status: string; analyzed: number }[] }
    expect(runs.every(({ status }) => status === 'done')).toBe(true)
    expect(runs.reduce((sum, run) => sum + run.analyzed, 0)).toBeGreaterThan(threads)
  })

  it('erases a thread, which later imports leave out', async () => {
    const page = await cli('threads', 'list', '--limit', '1', '--json')
    const [victim] = (page.json() as { items: { id: string }[] }).items
    const id = victim?.id ?? ''
    expect((await cli('threads', 'delete', id)).exit).toBe(2)
    await cli('report', '--json', '--out', 'analysis_results/all.json')
    const text = await readFile(join(cwd, 'analysis_results/all.json'), 'utf8')
    const mine = `a note about ${id}`
    await writeFile(join(cwd, 'analysis_results/mine.md'), mine)
    const gone = await cli('threads', 'delete', id, 'NOPE', '--yes', '--json')
    const reports = text.includes(id) ? ['all.json'] : []
    expect(gone.json()).toEqual({ erased: 1, unknown: ['NOPE'], reports })
    expect(await readFile(join(cwd, 'analysis_results/mine.md'), 'utf8')).toBe(mine)
    const again = await cli('import', `${DAY_2}.json`, '--json')
    expect(again.json()).toMatchObject({ imports: [{ added: 0, updated: 0, erased: 1 }] })
    expect((await cli('threads', 'show', id)).exit).toBe(1)
  })

  it('rebuilds what can be rebuilt and finds nothing wrong', async () => {
    const before = await cli('threads', 'export')
    expect((await cli('reindex', '--json')).json()).toMatchObject({ index: { complete: true } })
    expect((await cli('threads', 'export')).out).toBe(before.out)
    const doctor = await cli('doctor', '--json')
    const { checks } = doctor.json() as { checks: { status: string }[] }
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([])
  })

  it('counts rejected pieces and exits with 3; refuses what it does not know with 1', async () => {
    await writeFile(join(cwd, 'half.json'), (await readFile(`${DAY_1}.json`)).subarray(0, 50_000))
    const half = await cli('import', 'half.json', '--json')
    expect(half.exit).toBe(3)
    const { imports } = half.json() as { imports: { rejected: number; rejectsFile: string }[] }
    expect(imports[0]?.rejected).toBeGreaterThan(0)
    expect(await readFile(imports[0]?.rejectsFile ?? '', 'utf8')).toMatch(/"reason"/)
    await writeFile(join(cwd, 'page.json'), '<!doctype html><title>502 Bad Gateway</title>')
    const page = await cli('import', 'page.json', '--json')
    expect(page.exit).toBe(1)
    expect(page.err).toMatch(/HTML/)
    expect(page.json()).toMatchObject({ imports: [], errors: [{ code: 'UNKNOWN_FORMAT' }] })
    const absent = await cli('import', 'not-there.json')
    expect(absent.exit).toBe(1)
    expect(absent.err).toMatch(/not-there\.json/)
  })
})
