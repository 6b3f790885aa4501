import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { threadPageSchema } from '../../src/http/api-schemas.ts'
import type { ApiBlock, ApiReport } from '../../src/http/api-schemas.ts'
import { importFile } from '../../src/importers/import-file.ts'
import { figurePath, languageCondition } from '../../web/src/features/report/api/figure-links.ts'
import { reportPath } from '../../web/src/features/report/api/report-choice.ts'
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
    test.jobs.startRun()
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

  /** What the page draws with a figure that may be a door. */
  function figuresOf(block: ApiBlock) {
    if (block.kind === 'insights') return block.items
    return block.kind === 'figures' ? block.rows : []
  }

  /** Every figure that the page makes a door of, and where it leads. */
  function doorsOf(choice: ReportChoice, { usage, sections }: ApiReport) {
    const doors = [
      { what: 'threads', n: usage.analyzed, condition: {} },
      ...usage.languages.map(({ language, figure }) => ({
        what: language,
        n: figure.n,
        condition: languageCondition(language),
      })),
      ...sections
        .flatMap(({ blocks }) => blocks.flatMap(figuresOf))
        .map(({ label, figure, threads }) => ({ what: label, n: figure.n, condition: threads })),
    ]
    return doors.flatMap(({ what, n, condition }) => {
      const href = figurePath(choice, condition)
      return href === undefined ? [] : [{ what, n, href }]
    })
  }

  it(`hold the same number under ${FILTERS} filters`, async () => {
    const everything = await reportOf({ from: '', to: '', topic: '', language: '' })
    const random = seeded(SEED)
    const oneOf = (values: readonly string[]) => values[Math.floor(random() * values.length)] ?? ''
    const days = everything.usage.perDay.map(({ day }) => day)
    const topics = everything.sections
      .flatMap(({ blocks }) => blocks.flatMap(figuresOf))
      .flatMap(({ threads }) => threads?.topic ?? [])
    const languages = everything.usage.languages.map(({ language }) => language)
    let walked = 0
    for (let n = 0; n < FILTERS; n++) {
      const [from = '', to = ''] = [oneOf(days), oneOf(days)].sort()
      const choice: ReportChoice = {
        from: random() < 0.6 ? from : '',
        to: random() < 0.6 ? to : '',
        topic: random() < 0.3 ? oneOf(topics) : '',
        language: random() < 0.4 ? oneOf(languages.filter((one) => one !== 'unknown')) : '',
      }
      const doors = doorsOf(choice, await reportOf(choice))
      for (const { what, n: figure, href } of doors.filter(({ n: all }) => all > 0)) {
        const list = await listed(href)
        const rows = Math.min(figure, 40)
        expect({ choice, what, ...list }).toEqual({ choice, what, total: figure, rows })
        walked++
      }
    }
    expect(walked).toBeGreaterThan(FILTERS * 5)
  })

  it('has no list for what lies outside of the report', () => {
    const choice = { from: '', to: '', topic: 't1', language: 'he' }
    expect(figurePath(choice, { language: 'en' })).toBeUndefined()
    expect(figurePath(choice, { topic: 't2' })).toBeUndefined()
    expect(figurePath(choice, { outcome: 'resolved' })).toContain('topic=t1&language=he')
    expect(languageCondition('unknown')).toBeUndefined()
  })
})
