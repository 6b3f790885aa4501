import { setTimeout as delay } from 'node:timers/promises'
import { topicAssignmentId } from '../../domain/kinds/topic-assignment.ts'
import type { TopicModel } from '../../domain/analysis/topic-model.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { AnalyzedSummary, ChatStore } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
import { pagesOf } from '../../storage/walk.ts'
import { usableModel } from './current-model.ts'
import { assignmentOf, fitTopics, topicSpace } from './fit-topics.ts'
import type { TopicSpace } from './fit-topics.ts'
import { sampleAnalyses } from './sample-analyses.ts'
import { topicTextOf } from './topic-text.ts'
import type { TopicText } from './topic-text.ts'

export interface TopicOptions {
  /** Fits anew even where a model stands. Default false. */
  readonly retopic?: boolean
  /** A model under which all that is analyzed is known to have its topic: as the newest, it needs no look. */
  readonly settled?: string
  /** Whether the caller may fit now; false while another does, whose model is then waited for. Default always. */
  readonly claimFit?: () => Promise<boolean>
  readonly signal?: AbortSignal
}

const PAGE = 200
/** Milliseconds between looks whether another has fitted. */
const PAUSE = 200
const MOST_MODELS = 1000

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
    (await fitNew(store, analyzerKey, signal))
  if (model !== undefined) await assignAll(store, model, signal)
  return model
}

async function assignAll(
  store: ChatStore,
  model: TopicModel,
  signal: AbortSignal | undefined,
): Promise<void> {
  const space = topicSpace(model)
  for await (const page of analyzedPages(store, model.analyzerKey)) {
    if (signal?.aborted === true) throw stopped()
    await assignPage(store, space, page)
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
  signal: AbortSignal | undefined,
): Promise<TopicModel | undefined> {
  const models = await modelsOf(store, analyzerKey)
  const sample = await sampleAnalyses(analyzedPages(store, analyzerKey), signal)
  if (sample.length === 0) return undefined
  const texts: TopicText[] = []
  for (let i = 0; i < sample.length; i += PAGE) {
    texts.push(...(await readTexts(store, sample.slice(i, i + PAGE))))
  }
  const model = fitTopics(
    texts.filter(({ counts }) => counts.size > 0),
    analyzerKey,
    models,
  )
  await store.putRecords('topicModel', [model])
  return model
}

function stopped(): HitCraftError {
  return new HitCraftError('INTERRUPTED', 'the assignment of topics was stopped')
}

async function assignPage(
  store: ChatStore,
  space: TopicSpace,
  page: readonly AnalyzedSummary[],
): Promise<void> {
  const known = await Promise.all(
    page.map(({ summary }) =>
      store.getRecord('topicAssignment', topicAssignmentId(space.model.id, summary.id)),
    ),
  )
  const open = page.filter(({ summary }, i) => known[i]?.contentHash !== summary.contentHash)
  if (open.length === 0) return
  const texts = await readTexts(store, open)
  await store.saveTopicAssignments(texts.map((text) => assignmentOf(text, space)))
}

async function readTexts(
  store: ChatStore,
  analyses: readonly Pick<AnalyzedSummary, 'analysis'>[],
): Promise<TopicText[]> {
  // A damaged thread has no words, and so no topic; the run counts it where it is analyzed.
  const { threads } = await readEach(
    store,
    analyses.map(({ analysis }) => analysis.threadId),
  )
  return analyses.flatMap(({ analysis }) => {
    const thread = threads.get(analysis.threadId)
    return thread === undefined ? [] : [topicTextOf(thread, analysis.requests[0]?.label)]
  })
}

function analyzedPages(
  store: ChatStore,
  analyzerKey: string,
): AsyncGenerator<readonly AnalyzedSummary[]> {
  return pagesOf((at) => store.listAnalyses({ analyzerKey, order: 'id', limit: PAGE, ...at }))
}

/** The models of a key, oldest first. */
async function modelsOf(store: ChatStore, analyzerKey: string): Promise<TopicModel[]> {
  const models = await store.listRecords('topicModel', { limit: MOST_MODELS, descending: true })
  return models.filter((model) => model.analyzerKey === analyzerKey).reverse()
}
