import type { Analysis } from '../../../src/domain/analysis/analysis.ts'
import type { BenchData } from '../bench-data.ts'
import { LABELLED_SETS, LOG_PATHS } from '../bench-data.ts'
import { readLabels } from '../labels.ts'
import type { LabelledThread } from '../labels.ts'
import { shareOf } from '../measures.ts'
import type { Share } from '../measures.ts'
import { countText, shareText } from '../table.ts'
import type { Table } from '../table.ts'
import { toldIn } from '../told.ts'
import type { Told } from '../told.ts'
import { MEANINGS, placesOf, truthAt, wasRead } from '../truths.ts'

/** One labelled thread of the split `test`, and what the product says of it. */
export interface JudgedThread {
  readonly labels: LabelledThread
  readonly analysis: Analysis
  readonly told: readonly JudgedFinding[]
}

export interface JudgedFinding extends Told {
  /** 1 where both readers' codes bear it out, .5 where one's do. */
  readonly truth: number
}

export const KINDS: readonly string[] = [...Object.keys(MEANINGS), 'need']
/** What a reader may praise or thank for is no problem. */
const PROBLEMS = KINDS.filter((kind) => kind !== 'thanks')

export async function findings(data: BenchData): Promise<Table[]> {
  const threads = await judgedThreads(data)
  return [
    tableOf('Findings by kind', 'kind', [
      ...[...KINDS, 'cannot-open'].map((kind) => rowOf(kind, threads, [kind])),
      rowOf('all but thanks', threads, [...PROBLEMS, 'cannot-open']),
    ]),
    tableOf(
      'Problems by log',
      'log',
      groupedRows(threads, ({ labels }) => labels.set),
    ),
    tableOf(
      'Problems by language',
      'language',
      groupedRows(threads, ({ analysis }) => analysis.language ?? 'not told'),
    ),
  ]
}

export async function judgedThreads(data: BenchData): Promise<JudgedThread[]> {
  const judged: JudgedThread[] = []
  const bySet = Map.groupBy(readLabels('test'), ({ set }) => set)
  for (const set of LABELLED_SETS) {
    if (!data.has(LOG_PATHS[set])) continue
    const analyzed = await data.analyzed(set)
    for (const labels of bySet.get(set) ?? []) {
      const thread = analyzed.get(labels.id)
      if (thread === undefined) throw new Error(`${set} has no thread ${labels.id}`)
      const told = toldIn(thread)
        .filter(({ quoted }) => wasRead(labels, quoted))
        .map(({ kind, certainty, quoted }) => {
          const truth = truthAt(labels, kind, quoted)
          return { kind, certainty, quoted, truth }
        })
      judged.push({ labels, analysis: thread.analysis, told })
    }
  }
  return judged
}

function tableOf(title: string, what: string, rows: readonly (readonly string[])[]): Table {
  return {
    title: `${title}, against labels of the test split`,
    columns: [
      what,
      'shown',
      'true',
      'precision',
      'in random threads',
      'found',
      'recall',
      'maybe',
      'true',
    ],
    rows,
    note: 'A finding counts as true where both readers marked it there or a turn beside, and half where one did. "In random threads": threads with the problem for both readers, in the blindly drawn part.',
  }
}

function groupedRows(
  threads: readonly JudgedThread[],
  nameOf: (thread: JudgedThread) => string,
): string[][] {
  return [...Map.groupBy(threads, nameOf)]
    .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([name, some]) =>
      rowOf(`${name} (${some.length} threads)`, some, [...PROBLEMS, 'cannot-open']),
    )
}

function rowOf(name: string, threads: readonly JudgedThread[], kinds: readonly string[]): string[] {
  const shown = precisionOf(threads, kinds, 'shown')
  const maybe = precisionOf(threads, kinds, 'maybe')
  const recall = recallOf(threads, kinds)
  return [
    name,
    String(shown.of),
    countText(shown.hits),
    shareText(shown),
    String(recall.of),
    countText(recall.hits),
    shareText(recall),
    String(maybe.of),
    maybe.of === 0 ? '–' : countText(maybe.hits),
  ]
}

export function precisionOf(
  threads: readonly JudgedThread[],
  kinds: readonly string[],
  certainty: Told['certainty'],
): Share {
  const all = threads
    .flatMap(({ told }) => told)
    .filter((one) => one.certainty === certainty && kinds.includes(one.kind))
  return shareOf(
    all.reduce((sum, { truth }) => sum + truth, 0),
    all.length,
  )
}

/** Threads of the random stratum where both readers see the problem: in how many it is shown. */
function recallOf(threads: readonly JudgedThread[], kinds: readonly string[]): Share {
  let asked = 0
  let found = 0
  for (const { labels, told } of threads) {
    if (labels.stratum !== 'random') continue
    for (const kind of kinds) {
      if (!placesOf(labels, kind, true).some(({ weight }) => weight === 1)) continue
      asked++
      if (told.some((one) => isOf(one, kind) && one.certainty === 'shown' && one.truth > 0)) found++
    }
  }
  return shareOf(found, asked)
}

/** What cannot be opened is a case of what cannot be done. */
function isOf({ kind }: Told, wanted: string): boolean {
  return kind === wanted || (wanted === 'cannot' && kind === 'cannot-open')
}
