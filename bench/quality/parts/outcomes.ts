import type { Analysis } from '../../../src/domain/analysis/analysis.ts'
import type { AnalyzedThread } from '../analyzed.ts'
import type { BenchData } from '../bench-data.ts'
import { tauBench } from '../datasets.ts'
import { readLabels } from '../labels.ts'
import { areaUnderCurve, shareOf } from '../measures.ts'
import { countText, shareText, short } from '../table.ts'
import type { Table } from '../table.ts'
import { judgedThreads } from './findings.ts'

/** What each outcome says of a task's being done, for a rank. */
const DONE: Readonly<Record<Analysis['outcome'], number>> = {
  resolved: 4,
  partly: 3,
  unknown: 2,
  abandoned: 1,
  unresolved: 0,
}

/** The outcomes that bear out what a reader says became of the wish. */
const BORNE_OUT: Readonly<Record<Analysis['outcome'], string>> = {
  resolved: 'a',
  partly: 'p',
  unresolved: 'dhbtn',
  abandoned: 'n',
  unknown: 'x',
}

export async function outcomes(data: BenchData): Promise<Table[]> {
  return [...(await rewards(data)), ...(await againstLabels(data))]
}

/** tau-bench: whether the task was done, by the state of the shop's records after the talk. */
async function rewards(data: BenchData): Promise<Table[]> {
  if (!data.has('labelled/tau-bench')) return []
  const seen = new Set(
    readLabels('train', 'tune').flatMap(({ set, id }) => (set === 'tau' ? [id] : [])),
  )
  const analyzed = await data.analyzed('tau')
  const rows = tauBench(data.folder).flatMap(({ thread: { id }, label }) => {
    const thread = analyzed.get(id)
    return seen.has(id) || thread === undefined ? [] : [{ thread, done: label }]
  })
  const auc = (scoreOf: (thread: AnalyzedThread) => number): string =>
    short(areaUnderCurve(rows.map(({ thread, done }) => [done, scoreOf(thread)] as const)))
  return [
    {
      title: `Task done or not, tau-bench: ${rows.length} threads that nothing was trained on`,
      columns: ['what ranks the threads', 'AUC'],
      rows: [
        ['outcome', auc(({ analysis }) => DONE[analysis.outcome])],
        ['satisfaction', auc(({ analysis }) => analysis.satisfaction?.rank ?? 0.5)],
        ['messages, fewest first', auc(({ thread }) => -thread.messages.length)],
      ],
    },
  ]
}

async function againstLabels(data: BenchData): Promise<Table[]> {
  const threads = await judgedThreads(data)
  const rows = Object.entries(BORNE_OUT).map(([outcome, codes]) => {
    const told = threads.filter(({ analysis }) => analysis.outcome === outcome)
    const truths = told.map(
      ({ labels }) =>
        labels.readings.filter((reading) => codes.includes(reading.outcome)).length / 2,
    )
    const agreed = threads.filter(
      ({ labels }) =>
        labels.stratum === 'random' &&
        labels.readings.every((reading) => codes.includes(reading.outcome)),
    )
    const found = agreed.filter(({ analysis }) => analysis.outcome === outcome).length
    const hits = truths.reduce((sum, truth) => sum + truth, 0)
    return [
      outcome,
      String(told.length),
      countText(hits),
      shareText(shareOf(hits, told.length)),
      String(agreed.length),
      shareText(shareOf(found, agreed.length)),
    ]
  })
  const random = threads.filter(({ labels }) => labels.stratum === 'random')
  const open = (codes: string): number =>
    random.reduce(
      (sum, { labels }) =>
        sum + labels.readings.filter((reading) => codes.includes(reading.outcome)).length / 2,
      0,
    )
  const left = random.filter(({ analysis }) =>
    ['unresolved', 'abandoned'].includes(analysis.outcome),
  ).length
  return [
    {
      title: 'Outcomes, against labels of the test split',
      columns: ['outcome', 'told', 'true', 'precision', 'in random threads', 'recall'],
      rows,
      note: `Of ${random.length} blindly drawn threads ${left} are told as unresolved or abandoned; readers say ${countText(open('dhbtn'))}.`,
    },
  ]
}
