import type { Analysis } from '../../../domain/analysis/analysis.ts'
import { encodeKey } from '../../../domain/values/ids.ts'
import { analysisId } from '../../../domain/kinds/analysis.ts'
import type { AnalyzedThread } from '../../chat-store.ts'
import type { KindedRecord } from '../../core/record-row.ts'
import type { Catalog } from './catalog.ts'
import { storedJson } from '../../core/stored-json.ts'

/**
 * What storing an analysis comes to, by `AnalysisStore.saveAnalyses`: nothing of a thread that is gone;
 * the line of the history alone where the stored analysis stands at the thread's present content and
 * the new one does not.
 */
export function recordsOfAnalysis(
  catalog: Catalog,
  { analysis, entry }: AnalyzedThread,
): KindedRecord[] {
  const { threadId, analyzerKey, contentHash } = analysis
  const thread = catalog.one('SELECT content_hash FROM threads WHERE id = ?', encodeKey(threadId))
  if (thread === undefined) return []
  const present = thread['content_hash']
  const row = catalog.one(
    "SELECT body FROM records WHERE kind = 'analysis' AND id = ?",
    encodeKey(analysisId(analyzerKey, threadId)),
  )
  const stored = row === undefined ? undefined : (storedJson(row['body']) as Analysis)
  const keepsStored = stored?.contentHash === present && contentHash !== present
  return [
    ...(keepsStored ? [] : [{ kind: 'analysis', record: analysis } as const]),
    { kind: 'history', record: entry },
  ]
}

/** Those that are about a thread which is there. */
export function ofKnownThreads<T extends { readonly threadId: string }>(
  catalog: Catalog,
  items: readonly T[],
): T[] {
  const sql = 'SELECT 1 FROM threads WHERE id = ?'
  return items.filter(({ threadId }) => catalog.one(sql, encodeKey(threadId)) !== undefined)
}
