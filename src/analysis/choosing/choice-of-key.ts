import type { Choice } from '../../domain/analysis/choice.ts'
import type { Run } from '../../domain/analysis/run.ts'
import { facetConditions, facetOf } from '../../domain/thread/facet.ts'
import type { ThreadFilter } from '../../domain/thread/thread-query.ts'
import { canonicalJson } from '../../domain/values/canonical-json.ts'
import { given } from '../../domain/values/given.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { allRecords } from '../../storage/walk.ts'

/** What the analyses under a key are of. */
export interface KeyChoice extends Pick<Choice, 'only' | 'by'> {
  /** `sample`: drawn at random, so that they speak for the others. `mixed`: the runs chose from different threads. */
  readonly how: 'sample' | 'all' | 'mixed'
}

type Runs = Pick<ChatStore, 'listRecords'>

const PAGE = 1000
/** Milliseconds for which a run at work may say nothing of itself at most. */
const SILENT = 120_000

/** By the runs under the key; undefined where none of them chose. */
export async function choiceOfKey(
  store: Runs,
  analyzerKey: string,
): Promise<KeyChoice | undefined> {
  const choices: (Choice | undefined)[] = []
  const submitters = await submittersOf(store, analyzerKey)
  for await (const run of allRecords(store, 'run')) {
    if (run.analyzerKey !== analyzerKey) continue
    const isKnown = run.analyzed > 0 || run.status === 'running' || submitters.has(run.id)
    if (isKnown || (await hasStored(store, run))) choices.push(run.choice)
  }
  if (choices.every((choice) => choice === undefined)) return undefined
  const [from, ...others] = new Set(choices.map(chosenFrom))
  const [first] = choices
  if (from === undefined || first === undefined || others.length > 0) return { how: 'mixed' }
  const { only, by } = first
  const isSample = choices.every((choice) => choice?.sample !== undefined)
  return { ...given({ only, by }), how: isSample ? 'sample' : 'all' }
}

/** The runs that submitted batches: what another one collects of them is of their choice. */
async function submittersOf(store: Runs, analyzerKey: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>()
  for await (const batch of allRecords(store, 'batch')) {
    if (batch.analyzerKey === analyzerKey) ids.add(batch.runId)
  }
  return ids
}

/**
 * Whether a run that says that it analyzed nothing has all the same: one that was killed stored something after it last
 * said how far it was. Each analysis has a line of the history, which sorts by time and names its run.
 */
async function hasStored(
  store: Runs,
  { id, status, startedAt, finishedAt }: Run,
): Promise<boolean> {
  if (status !== 'interrupted' || finishedAt === undefined) return false
  const until = new Date(Date.parse(finishedAt) + SILENT).toISOString()
  for (let after = startedAt; ;) {
    const lines = await store.listRecords('history', { after, limit: PAGE })
    if (lines.some(({ runId }) => runId === id)) return true
    const last = lines.at(-1)
    if (last === undefined || lines.length < PAGE || last.id > until) return false
    after = last.id
  }
}

function chosenFrom(choice: Choice | undefined): string | undefined {
  return choice && canonicalJson(given({ only: choice.only, by: choice.by }))
}

/** The threads that were chosen from, as a filter under the key `by`, within a range of time. */
export function filterOfChoice(
  { only }: Pick<Choice, 'only'>,
  range: Pick<ThreadFilter, 'from' | 'to'> = {},
): Pick<ThreadFilter, 'from' | 'to' | 'facets'> {
  const from = [range.from, only?.from].flatMap((time) => time ?? []).toSorted()
  const to = [range.to, only?.to].flatMap((time) => time ?? []).toSorted()
  const facets = only?.facets.flatMap((text) => facetOf(text) ?? []) ?? []
  return { ...given({ from: from.at(-1), to: to.at(0) }), facets: facetConditions(facets) }
}
