import { topicAssignmentId } from '../../domain/kinds/topic-assignment.ts'
import type { TopicAssignment, TopicModel } from '../../domain/analysis/topic-model.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { AnalyzedSummary, ChatStore } from '../../storage/chat-store.ts'
import { readEach } from '../../storage/read-each.ts'
import { pagesOf } from '../../storage/walk.ts'
import { fitTopics, nearestTopic, topicSpace, TOPIC_VERSION } from './fit-topics.ts'
import type { TopicSpace } from './fit-topics.ts'
import { sampleAnalyses } from './sample-analyses.ts'
import { topicTextOf } from './topic-text.ts'
import type { TopicText } from './topic-text.ts'

export interface TopicOptions {
  /** Fits anew even where a model stands. Default false. */
  readonly retopic?: boolean
  readonly signal?: AbortSignal
}

const PAGE = 200
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
  const models = await modelsOf(store, analyzerKey)
  const newest = models.at(-1)
  const usable = newest?.version === TOPIC_VERSION && options.retopic !== true ? newest : undefined
  const model = usable ?? (await fitNew(store, analyzerKey, models, options.signal))
  if (model === undefined) return undefined
  const space = topicSpace(model)
  for await (const page of analyzedPages(store, analyzerKey)) {
    if (options.signal?.aborted === true) {
      throw new HitCraftError('INTERRUPTED', 'the assignment of topics was stopped')
    }
    await assignPage(store, space, page)
  }
  return model
}

async function fitNew(
  store: ChatStore,
  analyzerKey: string,
  models: readonly TopicModel[],
  signal: AbortSignal | undefined,
): Promise<TopicModel | undefined> {
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

function assignmentOf(text: TopicText, space: TopicSpace): TopicAssignment {
  const { model } = space
  const { threadId, contentHash } = text
  const row = { threadId, modelId: model.id, analyzerKey: model.analyzerKey, contentHash }
  if (text.request === undefined) return { ...row, unclassified: 'no-request' }
  if (model.topics.length === 0) return { ...row, unclassified: 'no-topics' }
  const { topic, score } = nearestTopic(text, space)
  return topic === undefined ? { ...row, score, unclassified: 'too-far' } : { ...row, topic, score }
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
    return thread === undefined ? [] : [topicTextOf(thread, analysis.request?.label)]
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
