import { setTimeout as delay } from 'node:timers/promises'
import type { Analysis } from '../../domain/analysis/analysis.ts'
import type { TopicAssignment, TopicModel } from '../../domain/analysis/topic-model.ts'
import { analysisId } from '../../domain/kinds/analysis.ts'
import { topicModelKind } from '../../domain/kinds/topic-model.ts'
import { topicAssignmentId } from '../../domain/kinds/topic-assignment.ts'
import type { AnalyzedSummary, ChatStore } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
import { pagesOf } from '../../storage/walk.ts'
import { modelsBefore, usableModel } from './current-model.ts'
import { fitApart } from './fit/fit-apart.ts'
import { fitTopics } from './fit/fit-topics.ts'
import { paceOf, stopped } from './pace.ts'
import type { Pace } from './pace.ts'
import { planModelChanges } from './forgetting/forget-in-models.ts'
import { sampleThreads } from './sample-threads.ts'
import { topicTextOf } from './text/topic-text.ts'
import type { TopicText } from './text/topic-text.ts'
import { topicTeller } from './topic-teller.ts'
import type { TopicTeller } from './topic-teller.ts'

export interface TopicOptions {
  /** Fits anew even where a model stands. Default false. */
  readonly retopic?: boolean
  /** A model under which all that is analyzed is known to have its topic: as the newest, it needs no look. */
  readonly settled?: string
  /** Whether the caller may fit now; false while another does, whose model is then waited for. Default always. */
  readonly claimFit?: () => Promise<boolean>
  /** Fits in a thread of its own where the sample is worth its start. Default false. */
  readonly isApart?: boolean
  readonly signal?: AbortSignal
}

/** Threads that are read in one go: few, so that nobody waits for long. */
const PAGE = 50
/** Threads from which on a thread of its own is worth its start, half a second. */
const WORTH_IT = 100
/** Milliseconds between looks whether another has fitted. */
const PAUSE = 200

/**
 * Gives every analyzed thread its topic: under the newest model of the key, or a new one, fitted on a
 * seeded sample, where there is none (or another version's) or `retopic` asks. A thread that has an
 * assignment at its present content under the model keeps it.
 *
 * @returns the model; undefined while nothing is analyzed
 * @throws HitCraftError INTERRUPTED by the signal, or of the store
 */
export async function assignTopics(
  store: ChatStore,
  analyzerKey: string,
  options: TopicOptions = {},
): Promise<TopicModel | undefined> {
  const { retopic, settled, signal } = options
  const stands = await usableModel(store, analyzerKey)
  if (stands !== undefined && retopic !== true) {
    if (stands.id !== settled) await assignAll(store, stands, signal)
    return stands
  }
  const model =
    (await fittedByOthers(store, analyzerKey, stands?.id, options)) ??
    (await fitNew(store, analyzerKey, options))
  if (model !== undefined) await assignAll(store, model, signal)
  return model
}

async function assignAll(
  store: ChatStore,
  model: TopicModel,
  signal: AbortSignal | undefined,
): Promise<void> {
  const tell = topicTeller(model)
  const pace = paceOf(signal)
  for await (const page of analyzedPages(store, model.analyzerKey)) {
    if (signal?.aborted === true) throw stopped()
    await assignPage(store, model, { tell, pace }, page)
  }
}

/**
 * The model that another run makes at this moment; undefined once it is ours to make one.
 * @param before the id of the one that stood when we looked last
 */
async function fittedByOthers(
  store: ChatStore,
  analyzerKey: string,
  before: string | undefined,
  { claimFit = async () => true, signal }: TopicOptions,
): Promise<TopicModel | undefined> {
  for (;;) {
    const isOurs = await claimFit()
    await store.refresh()
    const newest = await usableModel(store, analyzerKey)
    if (newest !== undefined && newest.id !== before) return newest
    if (isOurs) return undefined
    await delay(PAUSE)
    if (signal?.aborted === true) throw stopped()
  }
}

async function fitNew(
  store: ChatStore,
  analyzerKey: string,
  { isApart = false, signal }: TopicOptions,
): Promise<TopicModel | undefined> {
  const erasures = await store.countRecords('tombstone')
  const ids = await sampleThreads(analyzedPages(store, analyzerKey), signal)
  if (ids.length === 0) return undefined
  const { last, numbers } = await modelsBefore(store, analyzerKey)
  const sample: TopicText[] = []
  const pace = paceOf(signal)
  const topics = new Map<string, readonly string[]>()
  for (let i = 0; i < ids.length; i += PAGE) {
    if (signal?.aborted === true) throw stopped()
    const page = ids.slice(i, i + PAGE)
    const analyses = await Promise.all(
      page.map((id) => store.getRecord('analysis', analysisId(analyzerKey, id))),
    )
    const analyzed = analyses.filter((one) => one !== undefined)
    sample.push(...(await readTexts(store, analyzed, pace)))
    if (last === undefined) continue
    for (const assigned of await assignmentsOf(store, last.id, page)) {
      if (assigned !== undefined) topics.set(assigned.threadId, idsOf(assigned))
    }
  }
  const before = { ...(last === undefined ? {} : { last }), numbers, topics }
  const model =
    isApart && sample.length >= WORTH_IT
      ? await fitApart({ sample, analyzerKey, before }, signal)
      : await fitTopics(sample, analyzerKey, before, pace)
  await store.putRecords('topicModel', [model])
  return (await store.countRecords('tombstone')) === erasures
    ? model
    : await withoutErased(store, model)
}

/** A fitted model once more, without what was erased while it was fitted: an erasure did not find it yet. */
async function withoutErased(store: ChatStore, model: TopicModel): Promise<TopicModel> {
  const { onErase, threadsOf } = topicModelKind
  const named = threadsOf(model)
  const { threads, damaged } = await readEach(store, named)
  const gone = named.filter((id) => !threads.has(id) && !damaged.has(id))
  const clean = onErase.does === 'refit' ? onErase.without(model, new Set(gone)) : model
  await store.putRecords('topicModel', [clean])
  const { models } = await planModelChanges(store, gone, [], false)
  await store.putRecords('topicModel', models)
  return models.find(({ id }) => id === clean.id) ?? clean
}

function idsOf({ topics, groups, small, failures, needs }: TopicAssignment): string[] {
  const named = [...topics, ...small, ...failures, ...needs].map(({ id }) => id)
  return [...named, ...groups]
}

function assignmentsOf(
  store: ChatStore,
  modelId: string,
  threadIds: readonly string[],
): Promise<(TopicAssignment | undefined)[]> {
  return Promise.all(
    threadIds.map((id) => store.getRecord('topicAssignment', topicAssignmentId(modelId, id))),
  )
}

async function assignPage(
  store: ChatStore,
  model: TopicModel,
  { tell, pace }: { readonly tell: TopicTeller; readonly pace: Pace },
  page: readonly AnalyzedSummary[],
): Promise<void> {
  const ids = page.map(({ summary }) => summary.id)
  const known = await assignmentsOf(store, model.id, ids)
  const open = page.filter(({ summary }, i) => known[i]?.contentHash !== summary.contentHash)
  if (open.length === 0) return
  const texts = await readTexts(
    store,
    open.map(({ analysis }) => analysis),
    pace,
  )
  const assigned: TopicAssignment[] = []
  for (const text of texts) {
    assigned.push(tell(text))
    await pace()
  }
  await store.saveTopicAssignments(assigned)
}

async function readTexts(
  store: ChatStore,
  analyses: readonly Analysis[],
  pace: Pace,
): Promise<TopicText[]> {
  // A damaged thread has no words, and so no topic; the run counts it where it is analyzed.
  const { threads } = await readEach(
    store,
    analyses.map(({ threadId }) => threadId),
  )
  const texts: TopicText[] = []
  for (const analysis of analyses) {
    const thread = threads.get(analysis.threadId)
    if (thread !== undefined) texts.push(topicTextOf(thread, analysis))
    await pace()
  }
  return texts
}

function analyzedPages(
  store: ChatStore,
  analyzerKey: string,
): AsyncGenerator<readonly AnalyzedSummary[]> {
  return pagesOf((at) => store.listAnalyses({ analyzerKey, order: 'id', limit: PAGE, ...at }))
}
