import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { reportSchema } from '../../src/insights/report.ts'
import type { Figure } from '../../src/insights/figures.ts'
import type { Report } from '../../src/insights/report.ts'
import { isEvidenceValid } from '../../src/domain/analysis/evidence.ts'
import type { Evidence } from '../../src/domain/analysis/evidence.ts'
import { importFile } from '../../src/importers/import-file.ts'
import { buildReport } from '../../src/insights/build-report.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { ROOT } from '../cli/run-cli.ts'

/** Every object of a document that has the given member. */
function having<T>(value: unknown, member: string): T[] {
  if (typeof value !== 'object' || value === null) return []
  const own = member in value ? [value as T] : []
  return [...own, ...Object.values(value).flatMap((inner) => having<T>(inner, member))]
}

/** The members of a document in their order; of a list, those of the item that has most. */
function shapeOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  if (Array.isArray(value)) {
    const [widest = ''] = value.map(shapeOf).toSorted((a, b) => b.length - a.length)
    return `[${widest}]`
  }
  const members = Object.entries(value).map(([name, member]) => `${name}${shapeOf(member)}`)
  return `{${members.join(' ')}}`
}

const FIGURE = 'figure{n of users anecdotal}'
const EVIDENCE = 'evidence[{threadId messageId part start end quote}]'
const INSIGHT = `{id label statement ${FIGURE} ${EVIDENCE}}`
const FAILURE = `{id label statement claim ${FIGURE} ${EVIDENCE} kind noticed unnoticed}`

/** What programs read of `report --json`: it changes only together with `schemaVersion`. */
const DOCUMENTED = {
  schemaVersion: '',
  filter: '{analyzerKey}',
  usage:
    '{threads analyzed pending messages users firstMessageAt lastMessageAt ' +
    `languages[{language ${FIGURE}}] perDay[{day threads messages users}]}`,
  sections: {
    categories: `[${INSIGHT}]`,
    topDiscussions: `[${INSIGHT}]`,
    responseQuality: `{failures[${FAILURE}]}`,
    improvementAreas: `[${INSIGHT}]`,
    userSatisfaction: `{thanks${INSIGHT} complaints${INSIGHT}}`,
    unmetNeeds: `[${INSIGHT}]`,
    productEffectiveness: `{outcomes[{outcome ${FIGURE}}] features[{feature started completed unstarted}]}`,
    keyInsights: `[{id label statement claim ${FIGURE} ${EVIDENCE}}]`,
    negativeChats: `[{threadId title lastMessageAt reasons[] ${EVIDENCE}}]`,
  },
  evidence: '{quotes verified dropped}',
}

describe('a report on the sample', () => {
  let store: ChatStore
  let folder: string
  let analyzerKey: string
  let report: Report

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-report-'))
    store = await openMemoryStore()
    for (const file of ['2025-03-10/hitcraft-export.txt', '2025-03-11/hitcraft-export.json']) {
      const input = { path: join(ROOT, 'samples', file), name: file }
      await importFile(store, input, { tempFolder: folder, rejectsFolder: folder })
    }
    const analyzer = await openAnalyzer('local')
    analyzerKey = analyzer.key
    await runAnalysis(store, analyzer)
    report = await buildReport(store, { analyzerKey })
  })

  afterAll(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is of its schema, with the members that are documented, in that order', () => {
    expect(reportSchema.parse(report)).toEqual(report)
    const { sections, ...rest } = report
    const shapes = (of: object) =>
      Object.entries(of).map(([name, member]) => [name, shapeOf(member)] as const)
    const { sections: documented, ...others } = DOCUMENTED
    // A section that is new is beside them.
    const known = shapes(sections).filter(([key]) => key in documented)
    expect(known).toEqual(Object.entries(documented))
    expect(shapes(rest)).toEqual(Object.entries(others))
    expect(Object.keys(report)).toEqual(Object.keys(DOCUMENTED))
  })

  it('never counts more than could count, and calls few cases anecdotal', () => {
    const figures = having<Figure>(report, 'anecdotal')
    expect(figures.length).toBeGreaterThan(20)
    for (const { n, of, users, anecdotal } of figures) {
      expect(n).toBeLessThanOrEqual(of)
      expect(users).toBeLessThanOrEqual(report.usage.users)
      expect(anecdotal).toBe(n > 0 && n < 5)
    }
  })

  it('counts each thread in one category, one outcome, one language and one day', () => {
    const { sections, usage } = report
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
    expect(sum(sections.categories.map(({ figure }) => figure.n))).toBe(usage.analyzed)
    const ended = sections.productEffectiveness.outcomes.map(({ figure }) => figure.n)
    expect(sum(ended)).toBe(usage.analyzed)
    expect(sum(usage.languages.map(({ figure }) => figure.n))).toBe(usage.analyzed)
    expect(sum(usage.perDay.map(({ threads }) => threads))).toBe(usage.analyzed)
    expect(sum(usage.perDay.map(({ messages }) => messages))).toBe(usage.messages)
  })

  it('shows quotes that the stored messages hold, word for word', async () => {
    const quotes = having<Evidence>(report, 'quote')
    expect(quotes.length).toBeGreaterThan(50)
    for (const quote of quotes) {
      const thread = await store.getThread(quote.threadId)
      expect(thread !== undefined && isEvidenceValid(quote, thread)).toBe(true)
    }
    const { quotes: all, verified, dropped } = report.evidence
    expect(all).toBe(verified + dropped)
  })

  it('gives the same bytes twice', async () => {
    expect(JSON.stringify(await buildReport(store, { analyzerKey }))).toBe(JSON.stringify(report))
  })

  it('adds up over two halves of time, and narrows to a topic and a language', async () => {
    const at = '2025-03-05T00:00:00.000Z'
    const before = await buildReport(store, { analyzerKey, to: at })
    const after = await buildReport(store, { analyzerKey, from: at })
    expect(before.usage.analyzed + after.usage.analyzed).toBe(report.usage.analyzed)
    expect(before.usage.messages + after.usage.messages).toBe(report.usage.messages)
    const of = (one: Report, kind: string) =>
      one.sections.responseQuality.failures.find((failure) => failure.kind === kind)?.figure.n ?? 0
    for (const { kind, figure } of report.sections.responseQuality.failures) {
      expect(of(before, kind) + of(after, kind)).toBe(figure.n)
    }
    const hebrew = await buildReport(store, { analyzerKey, language: 'he' })
    expect(hebrew.usage.languages.map(({ language }) => language)).toEqual(['he'])
    const topic = report.sections.categories[0]?.id.replace('topic:', '') ?? ''
    const narrowed = await buildReport(store, { analyzerKey, topic })
    expect(narrowed.usage.analyzed).toBe(report.sections.categories[0]?.figure.n)
  })

  it('drops and counts a quote that is not in its message', async () => {
    const { items } = await store.listAnalyses({ analyzerKey, limit: 500 })
    const tampered = items.find(({ analysis }) => analysis.failures[0]?.evidence[0] !== undefined)
    const analysis = structuredClone(tampered?.analysis)
    const quote = analysis?.failures[0]?.evidence[0]
    expect(quote).toBeDefined()
    if (analysis === undefined || quote === undefined) return
    quote.quote = 'words that nobody wrote'
    await store.putRecords('analysis', [analysis])
    const honest = await buildReport(store, { analyzerKey })
    expect(JSON.stringify(honest)).not.toContain('words that nobody wrote')
    expect(honest.evidence.dropped).toBeGreaterThan(report.evidence.dropped)
    expect(honest.evidence.quotes).toBe(honest.evidence.verified + honest.evidence.dropped)
    if (tampered !== undefined) await store.putRecords('analysis', [tampered.analysis])
  })
})
