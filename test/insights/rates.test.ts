import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analysisSchema, outcomeSchema } from '../../src/domain/analysis/analysis.ts'
import { FAILURE_KINDS } from '../../src/domain/analysis/failure-kind.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import { reportSchema } from '../../src/insights/report.ts'
import type { Report } from '../../src/insights/report.ts'
import { buildReport } from '../../src/insights/build-report.ts'
import { renderHtml } from '../../src/insights/render/html.ts'
import { renderMarkdown } from '../../src/insights/render/markdown.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { exampleThread } from '../http/test-app.ts'

const KEY = 'test/1'
const count = fc.integer({ min: 0, max: 5 })

/** What an analyzer may say of a thread, ends without beginnings and complaints of nothing among it. */
const findings = fc.record({
  outcome: fc.constantFrom(...outcomeSchema.options),
  failures: fc.array(
    fc.record({
      kind: fc.constantFrom(...FAILURE_KINDS),
      noticedBy: fc.constantFrom('user' as const, 'nobody' as const),
    }),
    { maxLength: 4 },
  ),
  features: fc.array(
    fc.record({
      feature: fc.constantFrom('mixing', 'sketch_upload'),
      started: count,
      completed: count,
    }),
    { maxLength: 3 },
  ),
  signals: fc.array(fc.record({ kind: fc.constantFrom('thanks' as const, 'complaint' as const) }), {
    maxLength: 3,
  }),
  labels: fc.array(fc.constantFrom('export stems', 'exporting stems', 'a bridge'), {
    maxLength: 3,
  }),
})
type Findings = typeof findings extends fc.Arbitrary<infer T> ? T : never

async function reportOf(all: readonly Findings[]): Promise<Report> {
  const store = await openMemoryStore()
  const threads = all.map((_, n) => exampleThread(`t${n}`, `please export the stems ${n}`))
  await store.mergeThreads(threads)
  const analyses = threads.map((thread, n): Analysis => {
    const { outcome, failures, features, signals, labels } = all[n] as Findings
    const quote = 'export the stems'
    const span = { start: 7, end: 7 + quote.length, quote }
    const evidence = [{ threadId: thread.id, messageId: `${thread.id}-1`, part: 0, ...span }]
    return analysisSchema.parse({
      schemaVersion: 2,
      threadId: thread.id,
      analyzerKey: KEY,
      contentHash: thread.contentHash,
      summary: 'One line.',
      requests: [],
      outcome,
      outcomeEvidence: evidence,
      failures: failures.map((failure) => Object.assign({ certainty: 'shown', evidence }, failure)),
      unmetNeeds: labels.map((label) => ({ label, certainty: 'shown', evidence })),
      improvements: labels.map((label) => ({ label, certainty: 'shown', evidence })),
      strengths: [],
      signals: signals.map((signal) => Object.assign({ certainty: 'shown', evidence }, signal)),
      features,
      quotes: { checked: 1, dropped: 0 },
      itemsDropped: 0,
    })
  })
  await store.putRecords('analysis', analyses)
  const report = reportSchema.parse(await buildReport(store, { analyzerKey: KEY }))
  await store.close()
  return report
}

/** Pairs of a part and its whole, anywhere in the report. */
function sharesIn(value: unknown): (readonly [number, number])[] {
  if (typeof value !== 'object' || value === null) return []
  const { n, of, started, completed, noticed, figure } = value as Record<string, unknown>
  const pair = (part: unknown, whole: unknown) =>
    typeof part === 'number' && typeof whole === 'number' ? [[part, whole] as const] : []
  const all = (figure as { n?: unknown } | undefined)?.n
  const own = [...pair(n, of), ...pair(completed, started), ...pair(noticed, all)]
  return [...own, ...Object.values(value).flatMap(sharesIn)]
}

describe('shares', () => {
  it('never exceed their whole, and no sentence speaks of none', async () => {
    const property = fc.asyncProperty(
      fc.array(findings, { minLength: 1, maxLength: 8 }),
      async (all) => {
        const report = await reportOf(all)
        for (const [part, whole] of sharesIn(report)) expect(part).toBeLessThanOrEqual(whole)
        const told = [JSON.stringify(report), renderHtml(report), renderMarkdown(report)].join('\n')
        for (const [, percent] of told.matchAll(/(\d+) ?%/g)) {
          expect(Number(percent)).toBeLessThanOrEqual(100)
        }
        expect(told).not.toMatch(/\bin 0 of\b/)
        // What was completed is all there, in the share or beside it.
        const { features } = report.sections.productEffectiveness
        const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
        expect(sum(features.map(({ completed, unstarted }) => completed + unstarted))).toBe(
          sum(all.flatMap((one) => one.features.map(({ completed }) => completed))),
        )
      },
    )
    await fc.assert(property, { seed: 7, numRuns: process.env['TEST_LONG'] === '1' ? 1000 : 60 })
  })

  it('of an upload by the user, which has no start, stand apart', async () => {
    const upload = { feature: 'sketch_upload' as const, started: 0, completed: 1 }
    const one: Findings = {
      outcome: 'resolved',
      failures: [],
      features: [upload],
      signals: [],
      labels: [],
    }
    const begun = { ...one, features: [{ ...upload, started: 1 }] }
    const report = await reportOf([begun, one, one])
    expect(report.sections.productEffectiveness.features).toMatchObject([
      { feature: 'sketch_upload', started: 1, completed: 1, unstarted: 2, threads: { n: 3 } },
    ])
  })
})
