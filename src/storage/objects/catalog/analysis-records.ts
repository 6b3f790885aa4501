import { encodeKey } from '../../../domain/values/ids.ts'
import type { AnalyzedThread } from '../../chat-store.ts'
import { planAnalyses } from '../../core/plan-analyses.ts'
import { textOf } from '../../core/row-reader.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import type { Catalog } from './catalog.ts'
import { readRecord } from './catalog-records.ts'

/** What storing analyses comes to. */
export function recordsOfAnalyses(
  catalog: Catalog,
  items: readonly AnalyzedThread[],
): KindedRecord[] {
  const planned = planAnalyses(items, {
    ofThread: (id) => {
      const row = catalog.one('SELECT content_hash FROM threads WHERE id = ?', encodeKey(id))
      return row === undefined ? undefined : textOf(row, 'content_hash')
    },
    ofAnalysis: (id) => readRecord(catalog, 'analysis', id)?.contentHash,
  })
  return planned.flatMap(({ analysis, entry }): KindedRecord[] => {
    const line = { kind: 'history', record: entry } as const
    return analysis === undefined ? [line] : [{ kind: 'analysis', record: analysis }, line]
  })
}

/** Those that are about a thread which is there. */
export function ofKnownThreads<T extends { readonly threadId: string }>(
  catalog: Catalog,
  items: readonly T[],
): T[] {
  const sql = 'SELECT 1 FROM threads WHERE id = ?'
  return items.filter(({ threadId }) => catalog.one(sql, encodeKey(threadId)) !== undefined)
}
