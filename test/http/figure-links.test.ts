import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { threadPageSchema } from '../../src/http/schemas/threads.ts'
import type { ApiCount, ApiReport } from '../../src/http/schemas/report.ts'
import { importFile } from '../../src/importers/import-file.ts'
import { doorPath } from '../../web/src/features/report/api/figure-links.ts'
import { EVERYTHING, reportPath } from '../../web/src/features/report/api/report-choice.ts'
import type { ReportChoice } from '../../web/src/features/report/api/report-choice.ts'
import { threadChoiceOf, threadsApiPath } from '../../web/src/features/threads/api/thread-choice.ts'
import { ROOT } from '../cli/run-cli.ts'
import { openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const FILTERS = process.env['TEST_LONG'] === '1' ? 400 : 20
const SEED = 20250311

/** Numbers from 0 to 1, the same in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

describe('figures and the lists behind them', () => {
  let test: TestApp
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-figures-'))
    test = await openTestApp()
    const name = '2025-03-11/hitcraft-export.json'
    const input = { path: join(ROOT, 'samples', name), name }
    await importFile(test.store, input, { tempFolder: folder, rejectsFolder: folder })
    await test.jobs.startRun()
    await test.jobs.idle()
  })
  afterAll(async () => {
    await test.close()
    await rm(folder, { recursive: true, force: true })
  })

  const get = async (url: string) => (await test.app.inject({ url })).json() as unknown
  const reportOf = async (choice: ReportChoice) =>
    (await get(reportPath(choice, 'blocks'))) as ApiReport

  /** What the page shows behind a link: the total, and the rows of its first page. */
  async function listed(href: string) {
    const choice = threadChoiceOf(new URL(href, 'http://page').searchParams)
    const { total, items } = threadPageSchema.parse(await get(threadsApiPath(choice, '')))
    return { total, rows: items.length }
  }

  /** Every object that counts threads and leads to them, wherever it stands in what the page shows. */
  function countsIn(value: unknown): ApiCount[] {
    if (typeof value !== 'object' || value === null) return []
    const own = isCount(value) ? [value] : []
    return [...own, ...Object.values(value).flatMap(countsIn)]
  }

  function isCount(value: object): value is ApiCount {
    return 'n' in value && 'threads' in value && typeof value.threads === 'object'
  }

  /** Every figure that the page makes a door of, and where it leads. */
  function doorsOf(choice: ReportChoice, { usage, sections }: ApiReport) {
    const days = usage.perDay.map(({ day, threads }) => ({
      n: threads,
      threads: { facets: [], from: day, to: day },
    }))
    const all = { n: usage.analyzed, threads: { facets: [] } }
    return [all, ...days.slice(-3), ...countsIn([usage.languages, sections])].map(
      ({ n, threads }) => ({ n, href: doorPath(choice, threads) }),
    )
  }

  it(`hold the same number under ${FILTERS} filters`, async () => {
    const everything = await reportOf(EVERYTHING)
    const random = seeded(SEED)
    const oneOf = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? ''
    const days = everything.usage.perDay.map(({ day }) => day)
    const topics = countsIn(everything.sections)
      .flatMap(({ threads }) => threads.facets)
      .flatMap((facet) => /^topic:(.+)$/.exec(facet)?.[1] ?? [])
    const languages = everything.usage.languages.map(({ language }) => language)
    let walked = 0
    for (let n = 0; n < FILTERS; n++) {
      const [from = '', to = ''] = [oneOf(days), oneOf(days)].sort()
      const choice: ReportChoice = {
        from: random() < 0.6 ? from : '',
        to: random() < 0.6 ? to : '',
        topic: random() < 0.3 ? oneOf(topics) : '',
        language: random() < 0.4 ? oneOf(languages) : '',
        since: random() < 0.3 ? oneOf(days) : '',
      }
      const doors = doorsOf(choice, await reportOf(choice))
      // Two figures may have one door: then they are the same number.
      for (const [href, figure] of new Map(doors.map(({ href: at, n: of }) => [at, of]))) {
        const list = await listed(href)
        const rows = Math.min(figure, 40)
        expect({ choice, href, ...list }).toEqual({ choice, href, total: figure, rows })
        walked++
      }
    }
    expect(walked).toBeGreaterThan(FILTERS * 5)
  })

  it('name the same threads wherever two figures have one list', async () => {
    const doors = doorsOf(EVERYTHING, await reportOf(EVERYTHING))
    const byHref = Map.groupBy(doors, ({ href }) => href)
    for (const [href, all] of byHref) {
      expect({ href, n: [...new Set(all.map(({ n }) => n))] }).toEqual({ href, n: [all[0]?.n] })
    }
  })

  it('keep the range, topic and language of the report, and their own days before it', () => {
    const choice = { from: '2025-03-01', to: '2025-03-10', topic: 't1', language: 'he', since: '' }
    expect(doorPath(choice, { facets: ['outcome:resolved', 'topic:t2'] })).toBe(
      '/threads?from=2025-03-01&to=2025-03-10&topic=t1&language=he&facet=outcome%3Aresolved&facet=topic%3At2',
    )
    expect(doorPath(choice, { facets: [], from: '2025-02-01', to: '2025-02-02' })).toContain(
      'from=2025-02-01&to=2025-02-02',
    )
  })
})
