import { compareIds } from '../../domain/values/ids.ts'
import type { AnalysisListQuery, AnalyzedSummary, ChatStore } from '../../storage/chat-store.ts'
import { pagesOf } from '../../storage/walk.ts'

/** What one side has read. */
export type Side = Omit<AnalysisListQuery, 'order' | 'limit' | 'words'>

/** A thread that either side has read. */
export interface Pair {
  readonly a: AnalyzedSummary | undefined
  readonly b: AnalyzedSummary | undefined
}

const PAGE = 500

/** The threads of two sides by id, each once, with what each has of it. */
export async function* pairsOf(
  store: Pick<ChatStore, 'listAnalyses'>,
  sides: { readonly a: Side; readonly b: Side },
): AsyncGenerator<Pair> {
  const [left, right] = [analysesOf(store, sides.a), analysesOf(store, sides.b)]
  let [a, b] = await Promise.all([next(left), next(right)])
  while (a !== undefined || b !== undefined) {
    const order = orderOf(a, b)
    yield { a: order <= 0 ? a : undefined, b: order >= 0 ? b : undefined }
    if (order <= 0) a = await next(left)
    if (order >= 0) b = await next(right)
  }
}

function orderOf(a: AnalyzedSummary | undefined, b: AnalyzedSummary | undefined): number {
  if (a === undefined) return 1
  return b === undefined ? -1 : compareIds(a.summary.id, b.summary.id)
}

async function next(
  analyses: AsyncGenerator<AnalyzedSummary>,
): Promise<AnalyzedSummary | undefined> {
  const { value, done } = await analyses.next()
  return done === true ? undefined : value
}

async function* analysesOf(
  store: Pick<ChatStore, 'listAnalyses'>,
  side: Side,
): AsyncGenerator<AnalyzedSummary, undefined> {
  for await (const page of pagesOf((cursor) =>
    store.listAnalyses({ ...side, order: 'id', limit: PAGE, ...cursor }),
  )) {
    yield* page
  }
}
