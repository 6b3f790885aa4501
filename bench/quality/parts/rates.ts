import type { AnalyzedThread } from '../analyzed.ts'
import { LABELLED_SETS, LOG_PATHS } from '../bench-data.ts'
import type { BenchData } from '../bench-data.ts'
import type { Table } from '../table.ts'
import { findingsOf } from '../told.ts'
import { KINDS } from './findings.ts'

/** How often each kind is shown, and how often a maybe, in whole logs. */
export async function rates(data: BenchData): Promise<Table[]> {
  const sets = LABELLED_SETS.filter((set) => set !== 'smile' && data.has(LOG_PATHS[set]))
  if (sets.length === 0) return []
  const logs = await Promise.all(sets.map(async (set) => [...(await data.analyzed(set)).values()]))
  const rows = [...KINDS, 'cannot-open'].map((kind) =>
    [kind].concat(
      logs.map((log) => `${threadsWith(log, kind, 'shown')} / ${threadsWith(log, kind, 'maybe')}`),
    ),
  )
  const unknown = logs.map((log) =>
    String(log.filter(({ analysis }) => analysis.outcome === 'unknown').length),
  )
  const dropped = logs.map((log) =>
    String(log.reduce((sum, { analysis }) => sum + analysis.quotes.dropped, 0)),
  )
  return [
    {
      title: 'Threads with a finding, shown / maybe, in whole logs',
      columns: ['kind', ...sets.map((set, i) => `${set} (${logs[i]?.length ?? 0})`)],
      rows: [...rows, ['outcome unknown', ...unknown], ['quotes dropped', ...dropped]],
      note: 'Of sharegpt-v3, hh and xstest only the threads that were drawn for a reading are counted, so that their figures are no rates.',
    },
  ]
}

function threadsWith(log: readonly AnalyzedThread[], kind: string, certainty: string): number {
  return log.filter(({ analysis }) =>
    findingsOf(analysis).some((one) => one.kind === kind && one.certainty === certainty),
  ).length
}
