import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openAnalyzer } from '../../src/analysis/registry.ts'
import { runAnalysis } from '../../src/analysis/run-analysis.ts'
import { currentTopicModel } from '../../src/analysis/topics/current-model.ts'
import type { Analysis } from '../../src/domain/analysis/analysis.ts'
import type { TopicModel } from '../../src/domain/analysis/topic-model.ts'
import { FAILURE_KINDS } from '../../src/domain/analysis/failure-kind.ts'
import { importFile } from '../../src/importers/import-file.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

const SAMPLES = join(import.meta.dirname, '../../samples')
const keySchema = z.object({
  threads: z.record(
    z.string(),
    z.object({
      day: z.int(),
      language: z.string(),
      topic: z.string(),
      failures: z.array(z.object({ kind: z.string() })),
      outcome: z.string(),
      complaint: z.boolean(),
      thanks: z.boolean(),
      unmetNeeds: z.array(z.string()),
    }),
  ),
})

/** What the key says of a thread, and what the analyzer says. */
interface Case {
  readonly day: number
  readonly truth: ReadonlySet<string>
  readonly told: ReadonlySet<string>
}

let cases: Case[]
let languages: [string, string | undefined][]
/** The topic by the key, and the main one that was found. */
let topics: [string, string | undefined][]
let model: TopicModel | undefined
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hitcraft-key-'))
  const key = keySchema.parse(JSON.parse(await readFile(join(SAMPLES, 'answer-key.json'), 'utf8')))
  const store = await openMemoryStore()
  for (const day of ['2025-03-10', '2025-03-11', '2025-03-12']) {
    const name = 'hitcraft-export.json'
    await importFile(
      store,
      { path: join(SAMPLES, day, name), name },
      { rejectsFolder: folder, tempFolder: folder },
    )
  }
  const analyzer = await openAnalyzer('local')
  await runAnalysis(store, analyzer)
  cases = []
  languages = []
  topics = []
  model = await currentTopicModel(store, analyzer.key)
  const rows = await store.listAnalyses({ analyzerKey: analyzer.key, limit: 1000 })
  const placed = new Map(rows.items.map(({ summary }) => [summary.id, summary.analysis]))
  for (const [id, truth] of Object.entries(key.threads)) {
    const analysis = await store.getAnalysis(id, analyzer.key)
    if (analysis === undefined) throw new Error(`thread ${id} of the key was not analyzed`)
    const wanted = new Set(truth.failures.map(({ kind }) => kind))
    if (truth.complaint) wanted.add('complaint')
    if (truth.thanks) wanted.add('thanks')
    if (truth.unmetNeeds.length > 0) wanted.add('unmet need')
    if (['abandoned', 'unresolved'].includes(truth.outcome)) wanted.add('left open')
    cases.push({ day: truth.day, truth: wanted, told: foundIn(analysis) })
    languages.push([truth.language, analysis.language])
    const state = placed.get(id)
    topics.push([truth.topic, state?.state === 'analyzed' ? state.topics?.[0]?.id : undefined])
  }
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function foundIn(analysis: Analysis): Set<string> {
  const found = new Set<string>(analysis.failures.map(({ kind }) => kind))
  for (const { kind } of analysis.signals) found.add(kind)
  if (analysis.unmetNeeds.length > 0) found.add('unmet need')
  if (['abandoned', 'unresolved'].includes(analysis.outcome)) found.add('left open')
  return found
}

/** What is no error to say of a thread whose key names the narrower kind. */
const NARROWER: Readonly<Record<string, readonly string[]>> = {
  cannot: ['cannot-open'],
  wrong: ['beside-the-point', 'instruction-dropped', 'other-language'],
}

/** Whether a reader of the thread would agree. */
function isTrue(kind: string, truth: ReadonlySet<string>): boolean {
  if (truth.has(kind) || NARROWER[kind]?.some((one) => truth.has(one)) === true) return true
  // The key counts as needs what the product lacks; a wish that any failure left open is one as well.
  const failed = FAILURE_KINDS.some((one) => truth.has(one))
  return kind === 'unmet need' && truth.has('left open') && failed
}

function score(
  kind: string,
  of: readonly Case[],
): { planted: number; precision: number; recall: number } {
  const planted = of.filter(({ truth }) => truth.has(kind))
  const found = of.filter(({ told }) => told.has(kind))
  const right = found.filter(({ truth }) => isTrue(kind, truth))
  const reached = planted.filter(({ told }) => told.has(kind))
  return {
    planted: planted.length,
    precision: right.length / found.length,
    recall: reached.length / planted.length,
  }
}

/** The first two days, which the rules were read against; the third was written afterwards, and harder. */
const tuned = (): Case[] => cases.filter(({ day }) => day < 3)
const harder = (): Case[] => cases.filter(({ day }) => day === 3)

describe('what is planted in the sample log', () => {
  it.each([
    ['refused', 0.85, 0.9],
    ['cannot', 0.9, 0.9],
    ['broke', 0.9, 0.9],
    ['not-delivered', 0.9, 0.9],
    ['other-language', 0.9, 0.9],
    // The key counts who waits or asks for another language as well: a complaint has words of displeasure.
    ['complaint', 0.95, 0.5],
    ['thanks', 0.75, 0.9],
    ['asked-again', 0.75, 0.65],
  ] as const)('is found: %s', (kind, leastPrecision, leastRecall) => {
    const { planted: count, precision, recall } = score(kind, tuned())
    expect(count).toBeGreaterThanOrEqual(10)
    expect(precision).toBeGreaterThanOrEqual(leastPrecision)
    expect(recall).toBeGreaterThanOrEqual(leastRecall)
  })

  // Who leaves without a word, and who says "forget it", is not told apart the same way by everybody:
  // that the thread was left open (abandoned or unresolved) is.
  it('is found: that a thread was left open', () => {
    const { precision, recall } = score('left open', tuned())
    expect(recall).toBeGreaterThanOrEqual(0.7)
    expect(precision).toBeGreaterThanOrEqual(0.8)
  })

  it('is in the language that it is in', () => {
    const right = languages.filter(([truth, told]) => truth === told).length
    expect(right / languages.length).toBeGreaterThanOrEqual(0.97)
  })

  // Measured floors, no aims: a kind that is not named here is not reached yet.
  it.each([
    ['cannot', 0.6, 0.6],
    ['refused', 0.3, 0.9],
    ['wrong', 0.85, 0.5],
    ['other-language', 0.9, 0.9],
    ['thanks', 0.7, 0.9],
    ['complaint', 0.85, 0.3],
    ['unmet need', 0.6, 0.5],
    ['left open', 0.8, 0.6],
  ])('is found on the harder day as often as before: %s', (kind, leastPrecision, leastRecall) => {
    const { precision, recall } = score(kind, harder())
    expect(precision).toBeGreaterThanOrEqual(leastPrecision)
    expect(recall).toBeGreaterThanOrEqual(leastRecall)
  })

  it('is not found where the words alone look like it', () => {
    const clean = harder().filter(({ truth }) => !FAILURE_KINDS.some((kind) => truth.has(kind)))
    const blamed = clean.filter(({ told }) => FAILURE_KINDS.some((kind) => told.has(kind)))
    expect(clean.length).toBeGreaterThanOrEqual(30)
    expect(blamed.length / clean.length).toBeLessThanOrEqual(0.12)
  })

  it('is left open in as large a share of the threads as the key says', () => {
    const shareOf = (of: 'truth' | 'told'): number =>
      cases.filter((one) => one[of].has('left open')).length / cases.length
    expect(Math.abs(shareOf('told') - shareOf('truth'))).toBeLessThanOrEqual(0.1)
  })

  it('calls what several languages name by words of the one that most threads are in', () => {
    const themes = model?.topics.filter((topic) => topic.byWords === true) ?? []
    expect(themes.length).toBeGreaterThan(5)
    for (const { title } of themes) expect(title).not.toMatch(/\p{Script=Hebrew}/u)
  })

  // Measured floors, no aims (.9 of the placed): see decision 59.
  it('has topics that hold mostly threads of one, some of them told by their words', () => {
    const found = topics.flatMap(([truth, told]) => (told === undefined ? [] : [{ truth, told }]))
    const right = [...Map.groupBy(found, ({ told }) => told).values()].map((some) =>
      Math.max(...[...Map.groupBy(some, ({ truth }) => truth).values()].map((same) => same.length)),
    )
    expect(found.length / topics.length).toBeGreaterThanOrEqual(0.58)
    expect(right.reduce((sum, n) => sum + n, 0) / found.length).toBeGreaterThanOrEqual(0.79)
    const byWords = model?.topics.filter((topic) => topic.byWords === true) ?? []
    expect(byWords.length).toBeGreaterThan(1)
    for (const { terms } of byWords) expect(terms).not.toEqual([])
  })
})
