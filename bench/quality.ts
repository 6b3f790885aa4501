/**
 * What the offline analyzer is worth, on data that others labelled: `HITCRAFT_DATA=<folder> node
 * bench/quality.ts`. A set that is not in the folder is left out by name. Prints Markdown lines for
 * `docs/quality.md`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openAnalyzer } from '../src/analysis/registry.ts'
import { fitTopics, nearestTopic, topicSpace } from '../src/analysis/topics/fit-topics.ts'
import { topicTextOf } from '../src/analysis/topics/topic-text.ts'
import type { Analysis } from '../src/domain/analysis/analysis.ts'
import type { Thread } from '../src/domain/thread/thread.ts'
import { clinc150, sgd, shareGpt, smileChat, tauBench, uss, xstest } from './quality/datasets.ts'
import type { Labelled } from './quality/datasets.ts'
import { agreement, areaUnderCurve, binaryScore } from './quality/measures.ts'

const analyzer = await openAnalyzer('local')
const folder = process.env['HITCRAFT_DATA'] ?? ''

if (folder === '')
  console.log('Skipped: HITCRAFT_DATA does not name the folder of the labelled data.')
else {
  await section('labelled/xstest', refusals)
  await section('labelled/uss', satisfaction)
  await section('labelled/tau-bench', tasks)
  await section('labelled/sgd', services)
  await section('labelled/clinc150', intents)
  await section('scale/sharegpt-sample', () => rates('ShareGPT sample', shareGpt(folder)))
  await section('smilechat.jsonl', () => rates('SmileChat', smileChat(folder, 5000)))
}

async function section(path: string, measure: () => Promise<void>): Promise<void> {
  if (existsSync(join(folder, path))) await measure()
  else console.log(`| ${path} | skipped: not in HITCRAFT_DATA | | |`)
}

async function analyzeAll(threads: readonly Thread[]): Promise<Analysis[]> {
  const analyses: Analysis[] = []
  for (const thread of threads) analyses.push(await analyzer.analyze(thread))
  return analyses
}

async function refusals(): Promise<void> {
  for (const model of ['gpt4', 'mistralguard', 'mistralinstruct']) {
    const rows = xstest(folder, model)
    const analyses = await analyzeAll(rows.map(({ thread }) => thread))
    const pairs = rows.map(
      ({ label }, i) =>
        [
          label,
          analyses[i]?.failures.some(({ kind }) =>
            ['refused', 'cannot', 'does-not-know', 'cannot-open'].includes(kind),
          ) === true,
        ] as const,
    )
    const { precision, recall, f1, truths } = binaryScore(pairs)
    row(
      `XSTest ${model}`,
      `declined, ${truths} of ${rows.length}`,
      f1,
      `P ${fixed(precision)}, R ${fixed(recall)}`,
    )
  }
}

/** Dissatisfied: a mean rating under 3. */
async function satisfaction(): Promise<void> {
  for (const set of ['MWOZ', 'SGD', 'CCPE']) {
    const rows = uss(folder, set).filter(({ label }) => Number.isFinite(label))
    const analyses = await analyzeAll(rows.map(({ thread }) => thread))
    const scored = rows.flatMap(({ label }, i) => {
      const score = analyses[i]?.satisfaction?.rank
      return score === undefined ? [] : [[label < 3, -score] as const]
    })
    const low = rows.filter(({ label }) => label < 3).length
    const detail = `${scored.length} of ${rows.length} have a score`
    row(
      `USS ${set}`,
      `dissatisfied, ${low} of ${rows.length}`,
      areaUnderCurve(scored),
      `AUC; ${detail}; ${ratesOf(analyses)}`,
    )
  }
}

async function tasks(): Promise<void> {
  const rows = tauBench(folder)
  const analyses = await analyzeAll(rows.map(({ thread }) => thread))
  const failed = rows.map(({ label }, i) => {
    const outcome = analyses[i]?.outcome
    return [
      !label,
      outcome === 'unresolved' || outcome === 'abandoned' || outcome === 'partly',
    ] as const
  })
  const { precision, recall, truths, f1 } = binaryScore(failed)
  row(
    'tau-bench',
    `task failed, ${truths} of ${rows.length}`,
    f1,
    `F1 of "not resolved"; P ${fixed(precision)}, R ${fixed(recall)}`,
  )
}

async function services(): Promise<void> {
  await topics('SGD dialogues of one domain', sgd(folder))
}

async function intents(): Promise<void> {
  await topics('CLINC150 test, 150 intents', clinc150(folder))
}

async function topics(name: string, rows: readonly Labelled<string>[]): Promise<void> {
  const analyses = await analyzeAll(rows.map(({ thread }) => thread))
  const texts = rows.map(({ thread }, i) => topicTextOf(thread, analyses[i]?.requests[0]?.label))
  const model = fitTopics(texts, analyzer.key, [])
  const space = topicSpace(model)
  const found = texts.map((text) => nearestTopic(text, space).topic ?? 'unclassified')
  const { nmi, ari } = agreement(rows.map(({ label }, i) => [label, found[i] ?? ''] as const))
  const open = found.filter((topic) => topic === 'unclassified').length
  row(
    name,
    `${rows.length} threads, ${model.topics.length} topics`,
    nmi,
    `NMI; ARI ${fixed(ari)}; ${open} unclassified`,
  )
}

async function rates(name: string, threads: readonly Thread[]): Promise<void> {
  const began = performance.now()
  const analyses = await analyzeAll(threads)
  const seconds = (performance.now() - began) / 1000
  const dropped = analyses.reduce((sum, { quotes }) => sum + quotes.dropped, 0)
  row(
    name,
    `${threads.length} threads, ${Math.round(threads.length / seconds)}/s`,
    undefined,
    `${ratesOf(analyses)}; quotes dropped ${dropped}`,
  )
}

function ratesOf(analyses: readonly Analysis[]): string {
  const counts = new Map<string, number>()
  const count = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const { failures, signals, outcome } of analyses) {
    for (const kind of new Set(failures.map(({ kind }) => kind))) count(kind)
    for (const { kind } of signals) count(kind)
    if (outcome === 'abandoned') count('abandoned')
  }
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, n]) => `${name} ${n}`)
    .join(', ')
}

function row(set: string, what: string, figure: number | undefined, detail: string): void {
  console.log(`| ${set} | ${what} | ${figure === undefined ? '' : fixed(figure)} | ${detail} |`)
}

function fixed(value: number): string {
  return value.toFixed(2)
}
