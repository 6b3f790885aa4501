import { beforeAll, describe, expect, it } from 'vitest'
import type { Analyzer } from '../../src/analysis/analyzer.ts'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { compare, listDifferences, listOpinions } from '../../src/app/compare.ts'
import { makeReport, renderReport } from '../../src/app/report.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { wilsonInterval } from '../../src/domain/values/wilson.ts'
import { comparisonSchema } from '../../src/insights/comparing/comparison.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { threadOf } from '../analysis/thread-of.ts'

const COUNT = 120

/** Another opinion: what the rules say, but for what this one sees itself. */
function opinion(key: string, sees: (id: number) => Partial<Analysis>) {
  return async (): Promise<Analyzer> => {
    const local = await openAnalyzer('local')
    const like = await local.analyze(threadOf(['u: How do I export a track?', 'a: Press export.']))
    return {
      key,
      analyze({ id, contentHash }) {
        const own = { threadId: id, analyzerKey: key, contentHash }
        return Promise.resolve({ ...like, ...own, ...sees(Number(id.slice(1))) })
      },
    }
  }
}

function refusedIf(is: boolean): Pick<Analysis, 'failures'> {
  return {
    failures: is
      ? [{ kind: 'refused', certainty: 'shown', noticedBy: 'nobody', evidence: [] }]
      : [],
  }
}

// Every third thread is refused; the first opinion sees it, the second misses every twelfth and sees one too many.
const FIRST = 'first-1-aaaaaaaaaaaa'
const SECOND = 'second-1-bbbbbbbbbbbb'
const openFirst = opinion(FIRST, (id) => ({ ...refusedIf(id % 3 === 0), language: 'en-GB' }))
const openSecond = opinion(SECOND, (id) => refusedIf((id % 3 === 0 && id % 12 !== 0) || id === 1))

let store: ChatStore
beforeAll(async () => {
  store = await openMemoryStore()
  await store.mergeThreads(
    Array.from({ length: COUNT }, (_, i) =>
      threadOf([`u: How do I export the track number ${i}?`, 'a: Press export.'], `t${i}`),
    ),
  )
  await runAnalysis(store, await openSecond())
  await runAnalysis(store, await openFirst(), { sample: 60 })
})

describe('two opinions', () => {
  const keys = { a: 'first', b: SECOND }

  it('are compared field by field on what both have read', async () => {
    const comparison = comparisonSchema.parse(await compare({ store }, keys))
    expect(comparison).toMatchObject({
      a: { analyzerKey: FIRST, analyzed: 60 },
      b: { analyzerKey: SECOND, analyzed: COUNT },
      both: 60,
    })
    const field = (name: string) => comparison.fields.find((one) => one.field === name)
    // Without their region languages are the same.
    expect(field('language')).toMatchObject({ agree: 60, of: 60 })
    const refused = field('failure:refused')
    const count = (a: string, b: string) =>
      refused?.answers.find((one) => one.a === a && one.b === b)?.n ?? 0
    const ids = (await store.listAnalyses({ analyzerKey: FIRST, limit: 1000 })).items.map(
      ({ summary }) => Number(summary.id.slice(1)),
    )
    expect(count('yes', 'no')).toBe(ids.filter((id) => id % 12 === 0).length)
    expect(count('yes', 'yes') + count('yes', 'no')).toBe(ids.filter((id) => id % 3 === 0).length)
    expect(refused?.kappa?.kappa).toBeGreaterThan(refused?.kappa?.low ?? 1)
    expect(field('failure:wrong')).toBeUndefined()
  })

  it('tell how often a thing is found among all, where one is of a sample', async () => {
    const { shares } = await compare({ store }, keys)
    expect(shares).toMatchObject({ truth: 'a', threads: COUNT, sample: 60 })
    const refused = shares?.items.find(({ field }) => field === 'failure:refused')
    expect(refused).toMatchObject({ by: 'both', found: { other: 31 } })
    expect(refused?.low).toBeLessThan(1 / 3)
    expect(refused?.high).toBeGreaterThan(1 / 3)
    // Narrower than what the sample alone tells.
    expect((refused?.high ?? 1) - (refused?.low ?? 0)).toBeLessThan(0.2)
    const turned = await compare({ store }, { a: SECOND, b: FIRST })
    expect(turned.shares).toEqual({ ...shares, truth: 'b' })
  })

  it('name the threads where they differ, by pages', async () => {
    const all = await listDifferences({ store }, keys, 'failure:refused')
    expect(all.next).toBeUndefined()
    expect(all.items.length).toBeGreaterThan(2)
    expect(all.items.every(({ a, b }) => a !== b)).toBe(true)
    const paged = []
    let cursor: string | undefined
    do {
      const page = await listDifferences({ store }, keys, 'failure:refused', {
        limit: 2,
        ...(cursor === undefined ? {} : { cursor }),
      })
      paged.push(...page.items)
      cursor = page.next
    } while (cursor !== undefined)
    expect(paged).toEqual(all.items)
  })

  it('are two, each there and known by its beginning', async () => {
    await expect(compare({ store }, { a: FIRST, b: 'fir' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await expect(compare({ store }, { a: FIRST, b: 'third' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      remedy: expect.stringContaining(SECOND) as string,
    })
    await expect(compare({ store }, { a: FIRST, b: '' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    await expect(listDifferences({ store }, keys, 'mood')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
  })

  it('may have come without the run that made them, and with a key that another begins with', async () => {
    const moved = await openMemoryStore()
    await moved.mergeThreads([threadOf(['u: How do I export a track?', 'a: Press export.'], 't0')])
    await runAnalysis(moved, await openSecond())
    const own = SECOND.slice(0, -1)
    const analysis = await moved.getAnalysis('t0', SECOND)
    if (analysis === undefined) throw new Error('nothing was analyzed')
    await moved.putRecords('analysis', [{ ...analysis, analyzerKey: own }])
    const comparison = await compare({ store: moved }, { a: own, b: SECOND })
    expect([comparison.a.analyzerKey, comparison.b.analyzerKey]).toEqual([own, SECOND])
  })

  it('stand each in its own report, which says that it is of a sample', async () => {
    const first = await makeReport({ store, analyzer: await openFirst() })
    expect(first.chosen).toMatchObject({ sample: { n: 60, of: COUNT } })
    const [outcome] = first.sections.productEffectiveness.outcomes
    // 60 of 120 are worth as much as 120 of infinitely many.
    const { n = 0, of = 0 } = outcome?.figure ?? {}
    const { low, high } = wilsonInterval(2 * n, 2 * of)
    expect(outcome?.figure.interval?.low).toBeCloseTo(low, 2)
    expect(outcome?.figure.interval?.high).toBeCloseTo(high, 2)
    const figures = JSON.stringify(first).match(/"anecdotal":/g)
    expect(JSON.stringify(first).match(/"interval":/g)).toHaveLength(figures?.length ?? 0)
    const said = first.chosen?.statement ?? 'missing'
    for (const format of ['md', 'html'] as const) {
      const text = renderReport(first, format)
      expect(text).toContain(said)
      expect(text).toMatch(/of all \d+ to \d+ %/i)
    }
    const second = await makeReport({ store, analyzer: await openSecond() })
    expect(second.chosen).toBeUndefined()
    expect(JSON.stringify(second)).not.toContain('"interval"')
  })

  it('stand each in its own report alone', async () => {
    const reports = await Promise.all(
      [openFirst, openSecond].map(async (open) => makeReport({ store, analyzer: await open() })),
    )
    const [first, second] = reports.map((report) => {
      const problem = report.sections.responseQuality
      return { analyzed: report.usage.analyzed, text: JSON.stringify(problem) }
    })
    expect(first?.analyzed).toBe(60)
    expect(second?.analyzed).toBe(COUNT)
    expect(second?.text).toContain('"n":31,"of":120')
    expect(first?.text).not.toContain('"of":120')
    for (const [i, report] of reports.entries()) {
      expect(JSON.stringify(report)).not.toContain(i === 0 ? SECOND : FIRST)
    }
  })
})

describe('a report on chosen threads', () => {
  const key = 'third-1-cccccccccccc'
  const open = opinion(key, (id) => refusedIf(id % 3 === 0))
  const only = { facets: { length: '2-5' } }

  it('says what they were chosen by, and when they were chosen in several ways', async () => {
    const own = await openMemoryStore()
    const threads = Array.from({ length: 12 }, (_, i) =>
      threadOf(i % 2 === 0 ? ['u: hello'] : ['u: hello', 'a: Hello!'], `t${i}`),
    )
    await own.mergeThreads(threads)
    const analyzer = await open()
    const said = async () => (await makeReport({ store: own, analyzer })).chosen
    await runAnalysis(own, analyzer, { only })
    expect(await said()).toMatchObject({
      only: { facets: ['length:2-5'] },
      statement: expect.stringContaining('length:2-5') as string,
    })
    expect((await said())?.sample).toBeUndefined()
    await runAnalysis(own, analyzer, { sample: 6 })
    expect((await said())?.statement).toContain('several ways')
    await runAnalysis(own, analyzer)
    expect(await said()).toBeUndefined()
  })
})

it('a damaged id among those of analyses is passed over', async () => {
  const stamps = ['abc', 'abd', `${FIRST}\nt1`].map((id) => ({ id, stamp: '' }))
  let questions = 0
  const damaged = new Proxy(store, {
    get(target, member) {
      if (member === 'listStamps') {
        return (_kind: string, { after = '' }: { after?: string }) => {
          if (++questions > 9) return Promise.reject(new Error('it asks for ever'))
          return Promise.resolve(stamps.filter(({ id }) => id > after).slice(0, 1))
        }
      }
      const value: unknown = Reflect.get(target, member, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const opinions = await listOpinions({ store: damaged, analyzer: await openFirst() })
  expect(opinions).toEqual([{ analyzerKey: FIRST, analyzed: 60 }])
})
