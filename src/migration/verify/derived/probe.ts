import { canonicalJson } from '../../../domain/values/canonical-json.ts'
import { compareIds, justBefore } from '../../../domain/values/ids.ts'
import type { ChatStore, PendingThread } from '../../../storage/chat-store.ts'
import { pendingPages } from '../../../storage/walk.ts'
import type { Difference, SideName } from '../differences.ts'
import { conditionsOfTruth, nameOfCondition } from './conditions.ts'
import type { Condition } from './conditions.ts'
import { differingMembers, expectedPending, expectedRow } from './expected-row.ts'
import { rowsOf, standsIn } from './near.ts'
import { isFound, momentOf } from './search-words.ts'
import type { ThreadTruth, TruthReader } from './thread-truth.ts'

const PENDING_AROUND = 20

/** What was found of one thread, and what it was found at: another token means that it has changed meanwhile. */
export interface Look {
  readonly token: string
  readonly differences: readonly Difference[]
  /** No writer can mend it: nothing is waited for. */
  readonly isFinal?: boolean
}

export interface ProbeOptions {
  readonly side: SideName
  readonly store: ChatStore
  readonly truth: TruthReader
  /** Whether all words are searched for; else some. */
  readonly isDeep?: boolean
  /** Whether it is searched for at all. Default true. */
  readonly isSearched?: boolean
}

/**
 * Asks every list and search for one thread, and compares the answers with what its records say. Records that change
 * while it is asked make the answers worth nothing: it is asked again, three times at most.
 *
 * @param also lists that it may be on and should not be
 */
export async function probe(
  options: ProbeOptions,
  id: string,
  also: readonly Condition[] = [],
): Promise<Look> {
  const { truth } = options
  let token = ''
  let found: Difference[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = await truth.ofThread(id)
    token = tokenOf(before)
    // What is damaged is told as that; nothing follows from it.
    found = before === 'damaged' ? [] : await ask(options, id, before, also)
    if (tokenOf(await truth.ofThread(id)) === token) break
  }
  return { token: `${token}\n${canonicalJson(found)}`, differences: found }
}

function tokenOf(truth: ThreadTruth | 'damaged' | undefined): string {
  if (truth === undefined || truth === 'damaged') return String(truth)
  return canonicalJson([truth.thread.contentHash, truth.summary, truth.states])
}

async function ask(
  { side, store, truth: { keys }, isDeep = false, isSearched = true }: ProbeOptions,
  id: string,
  truth: ThreadTruth | undefined,
  also: readonly Condition[],
): Promise<Difference[]> {
  const found: Difference[] = []
  const stale = (field: string, analyzerKey?: string) => {
    const key = analyzerKey === undefined ? {} : { analyzerKey }
    found.push({ kind: 'threads', id, field, problem: `stale in ${side}`, ...key })
  }
  const list = (query: Parameters<ChatStore['listThreads']>[0]) => store.listThreads(query)
  const expected = truth === undefined ? [] : conditionsOfTruth(truth, keys)

  for (const analyzerKey of [undefined, ...keys]) {
    const key = analyzerKey === undefined ? {} : { analyzerKey }
    const rows = await rowsOf(list, key, id)
    if (rows.length > 1) stale('listed twice', analyzerKey)
    const [row] = rows
    if (truth === undefined && row !== undefined) stale('listed, and not there', analyzerKey)
    if (truth === undefined) continue
    const wanted = expectedRow(truth, analyzerKey)
    // Of a key's rows the summary is told once, by the list without one.
    const members = differingMembers(row, wanted).filter(
      (name) => analyzerKey === undefined || name.startsWith('analysis'),
    )
    if (row === undefined) stale('not listed', analyzerKey)
    else if (members.length > 0) stale(`list row: ${members.join(', ')}`, analyzerKey)
  }

  for (const analyzerKey of keys) {
    const wanted = truth === undefined ? undefined : expectedPending(truth, analyzerKey)
    const there = await pendingRow(store, analyzerKey, id)
    if (canonicalJson(there ?? null) !== canonicalJson(wanted ?? null)) {
      stale('pending', analyzerKey)
    }
  }

  const names = new Set(expected.map(nameOfCondition))
  const unwanted = also.filter((one) => !names.has(nameOfCondition(one)))
  for (const [conditions, wanted] of [
    [expected, 1],
    [unwanted, 0],
  ] as const) {
    for (const { field, filter } of conditions) {
      const rows = await rowsOf(list, filter, id)
      if (rows.length !== wanted) stale(field, filter.analyzerKey)
    }
  }
  if (truth === undefined) return unique(found)

  for (const order of ['newest', 'oldest'] as const) {
    if (!(await standsIn(store, order, truth.summary))) stale(`order: ${order}`)
  }
  const moment = momentOf(truth.summary.lastMessageAt)
  const isByTime = moment.from === undefined || (await rowsOf(list, moment, id)).length === 1
  if (!isByTime) stale('list by time')
  if (isSearched && isByTime && !(await isFound(store, truth, isDeep))) stale('search')
  return unique(found)
}

async function pendingRow(
  store: ChatStore,
  analyzerKey: string,
  id: string,
): Promise<PendingThread | undefined> {
  const around = { after: justBefore(id), limit: PENDING_AROUND }
  for await (const page of pendingPages(store, analyzerKey, around)) {
    const row = page.find((one) => one.id === id)
    const last = page.at(-1)
    if (row !== undefined || (last !== undefined && compareIds(last.id, id) > 0)) return row
  }
  return undefined
}

function unique(found: readonly Difference[]): Difference[] {
  return [...new Map(found.map((one) => [canonicalJson(one), one])).values()]
}
