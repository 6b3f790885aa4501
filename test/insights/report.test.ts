import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { reportSchema } from '../../src/insights/report.ts'
import type { Figure, Insight } from '../../src/insights/figures.ts'
import type { Report } from '../../src/insights/report.ts'
import { isEvidenceValid } from '../../src/domain/analysis/evidence.ts'
import type { Evidence } from '../../src/domain/analysis/evidence.ts'
import { importFile } from '../../src/importers/import-file.ts'
import { describeReport } from '../../src/insights/describe-report.ts'
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

/** The members of a document by its schema, in their order; `?` stands behind those that may be absent. */
function shapeOf(schema: z.core.JSONSchema.JSONSchema): string {
  if (schema.items !== undefined)
    return `[${shapeOf(schema.items as z.core.JSONSchema.JSONSchema)}]`
  if (schema.properties === undefined) return ''
  const members = Object.entries(schema.properties).map(
    ([name, member]) =>
      `${name}${schema.required?.includes(name) === true ? '' : '?'}${shapeOf(member as z.core.JSONSchema.JSONSchema)}`,
  )
  return `{${members.join(' ')}}`
}

const DOOR = 'threads{facets[] from? to?}'
const COUNT = `{n ${DOOR}}`
const SHARE = `{n of users anecdotal interval?{low high} ${DOOR}}`
const FIGURE = `figure${SHARE}`
const EVIDENCE = 'evidence[{threadId messageId part start end quote role? language?}]'
const ITEMS = 'items?[{threadId messageId part type text?}]'
const INSIGHT =
  `id label statement claim? ${FIGURE} also?[{n ${DOOR} text}] ` +
  `held?{judged true atLeast of?} ${EVIDENCE} ${ITEMS}`
const PERIOD = `n ${DOOR} of`

/** What programs read of `report --json`: it changes only together with `schemaVersion`, but for what is added. */
const DOCUMENTED = {
  schemaVersion: '',
  filter: '{from? to? since? topic? topicTitle? language? analyzerKey}',
  chosen: '{only?{from? to? facets[]} by? sample?{n of} statement}',
  titles: '[{threadId}]',
  usage:
    '{threads analyzed pending messages users firstMessageAt? lastMessageAt? ' +
    `languages[{language ${FIGURE}}] perDay[{day threads messages users}]}`,
  sections: {
    firstThings: `[{${INSIGHT} weight}]`,
    whatChanged:
      `{now?{from to} before?{from to} ` +
      `changes[{id label change few now{${PERIOD}} before{${PERIOD}}}]}`,
    keyInsights: `[{${INSIGHT}}]`,
    categories: `[{${INSIGHT} topic parent?}]`,
    topDiscussions: `[{${INSIGHT}}]`,
    responseQuality: `{all?{${INSIGHT}} failures[{${INSIGHT} kind noticed unnoticed weight}]}`,
    improvementAreas:
      `{kinds[] topics[{topic title threads${SHARE} ` +
      `failing${SHARE} kinds[${COUNT}]}] worst?{${INSIGHT}}}`,
    unmetNeeds: `[{${INSIGHT} firstAsked? lastAsked? languages[] weight}]`,
    userSatisfaction: `{thanks{${INSIGHT}} complaints{${INSIGHT}}}`,
    productEffectiveness:
      `{outcomes[{outcome ${FIGURE}}] fulfilment[{fulfilment ${FIGURE}}] badly?{${INSIGHT}} ` +
      `features[{feature started completed unstarted threads${COUNT} unfinished${COUNT}}]}`,
    negativeChats: `{all${COUNT} chats[{threadId title? lastMessageAt? reasons[] ${EVIDENCE} ${ITEMS}}]}`,
    maybes: `[{id label why ${EVIDENCE}}]`,
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

  it('is of its schema, which has the members that are documented, in that order', () => {
    expect(reportSchema.parse(report)).toEqual(report)
    const { properties = {} } = z.toJSONSchema(reportSchema)
    const shapes = (of: typeof properties) =>
      Object.fromEntries(
        Object.entries(of).map(([name, member]) => [
          name,
          shapeOf(member as z.core.JSONSchema.JSONSchema),
        ]),
      )
    const { sections } = properties
    const inside = typeof sections === 'object' ? (sections.properties ?? {}) : {}
    expect({ ...shapes(properties), sections: shapes(inside) }).toEqual(DOCUMENTED)
    expect(Object.keys(inside)).toEqual(Object.keys(DOCUMENTED.sections))
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

  it('counts each thread in a topic at least, one outcome, one language and one day', () => {
    const { sections, usage } = report
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
    const topics = sections.categories.map(({ figure }) => figure.n)
    expect(sum(topics)).toBeGreaterThanOrEqual(usage.analyzed)
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

  it('says no sentence twice', () => {
    const statements = having<Insight>(describeReport(report).sections, 'statement').map(
      ({ statement }) => statement,
    )
    expect(statements.filter((one, at) => statements.indexOf(one) !== at)).toEqual([])
  })

  it('begins with at most five problems, the weightiest first, each with words that prove it', () => {
    const { firstThings } = report.sections
    expect(firstThings.length).toBeGreaterThan(0)
    expect(firstThings.length).toBeLessThanOrEqual(5)
    const weights = firstThings.map(({ weight }) => weight)
    expect(weights).toEqual(weights.toSorted((a, b) => b - a))
    for (const { figure, evidence } of firstThings) {
      expect(figure.n).toBeGreaterThanOrEqual(3)
      expect(evidence.length).toBeGreaterThan(0)
    }
  })

  it('tells what was asked once behind what several asked', () => {
    const needs = report.sections.unmetNeeds
    const alone = needs.filter(({ figure }) => figure.n === 1)
    expect(alone.length).toBeGreaterThan(0)
    expect(alone.length).toBeLessThanOrEqual(5)
    expect(needs.slice(-alone.length)).toEqual(alone)
    for (const { claim, held } of alone) {
      expect(claim).toMatch(/^Asked once/)
      expect(held?.of).toBeUndefined()
    }
    const shared = needs.slice(0, -alone.length)
    expect(shared.length).toBeGreaterThan(0)
    for (const { held } of shared) expect(held?.of).toBe('single needs')
  })

  it('shows words of the most used language first', () => {
    const [most] = report.usage.languages.map(({ language }) => language)
    const isOther = ({ language = most }: Evidence) => language !== most
    const shown = having<Insight>(report.sections, 'evidence').map(({ evidence }) =>
      [...Map.groupBy(evidence, ({ threadId }) => threadId).values()].map((said) =>
        said.some(isOther),
      ),
    )
    expect(shown.filter((others) => new Set(others).size > 1).length).toBeGreaterThan(5)
    for (const others of shown) expect(others).toEqual(others.toSorted((a, b) => +a - +b))
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
