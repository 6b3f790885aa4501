import type { ThreadListQuery } from '../../../domain/thread/thread-query.ts'
import type { ThreadSummary } from '../../../domain/thread/thread-summary.ts'
import { canonicalJson } from '../../../domain/values/canonical-json.ts'
import { compareIds } from '../../../domain/values/ids.ts'
import type { ChatStore, PendingThread } from '../../../storage/chat-store.ts'
import { pendingPages } from '../../../storage/walk.ts'
import { expectedPending, expectedRow } from './expected-row.ts'
import { behind } from './near.ts'
import type { IdRange, ThreadTruth } from './thread-truth.ts'

/** Rows that are asked for at once. */
const PAGE = 500

/**
 * The threads of a stretch of ids whose rows, under each key and under none, or whose place among the pending ones are not
 * what their truth says. Only the lists of that stretch are read.
 *
 * @param there ids of all threads of the stretch; those without a truth are passed over
 * @param isOurs whether a thread counts; default: each does
 */
export async function suspectsOfRange(
  store: ChatStore,
  keys: readonly string[],
  range: IdRange,
  there: readonly string[],
  truths: ReadonlyMap<string, ThreadTruth>,
  isOurs: (id: string) => boolean = () => true,
): Promise<Set<string>> {
  const suspects = new Set<string>()
  const unknown = new Set(there.filter((id) => !truths.has(id)))
  const compare = <T extends { readonly id: string }>(
    rows: readonly T[],
    expected: (truth: ThreadTruth) => T | undefined,
  ) => {
    const left = new Map(truths)
    for (const row of rows.filter(({ id }) => isOurs(id))) {
      const truth = left.get(row.id)
      left.delete(row.id)
      const wanted = truth && expected(truth)
      if (wanted === undefined || canonicalJson(row) !== canonicalJson(wanted)) suspects.add(row.id)
    }
    for (const truth of left.values()) {
      if (expected(truth) !== undefined) suspects.add(truth.thread.id)
    }
  }
  for (const analyzerKey of keys.length === 0 ? [undefined] : keys) {
    const key = analyzerKey === undefined ? {} : { analyzerKey }
    compare(await rowsIn(store, key, range), (truth) => expectedRow(truth, analyzerKey))
    if (analyzerKey === undefined) continue
    const pending = await pendingIn(store, analyzerKey, range)
    compare(pending, (truth) => expectedPending(truth, analyzerKey))
  }
  return suspects.difference(unknown)
}

async function rowsIn(
  store: ChatStore,
  filter: ThreadListQuery,
  { after, last }: IdRange,
): Promise<ThreadSummary[]> {
  const rows: ThreadSummary[] = []
  let place: { cursor?: string } = after === undefined ? {} : behind(after)
  for (;;) {
    const page = await store.listThreads({ ...filter, order: 'id', limit: PAGE, ...place })
    rows.push(...page.items.filter(({ id }) => compareIds(id, last) <= 0))
    const end = page.items.at(-1)
    if (page.next === undefined || end === undefined || compareIds(end.id, last) >= 0) return rows
    place = { cursor: page.next }
  }
}

async function pendingIn(
  store: ChatStore,
  analyzerKey: string,
  { last, ...from }: IdRange,
): Promise<PendingThread[]> {
  const rows: PendingThread[] = []
  for await (const page of pendingPages(store, analyzerKey, { ...from, limit: PAGE })) {
    rows.push(...page.filter(({ id }) => compareIds(id, last) <= 0))
    const end = page.at(-1)
    if (end !== undefined && compareIds(end.id, last) >= 0) break
  }
  return rows
}
