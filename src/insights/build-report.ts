import type { TopicModel } from '../domain/analysis/topic-model.ts'
import { given } from '../domain/values/given.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { AnalyzedSummary, ChatStore } from '../storage/chat-store.ts'
import { openSections } from './open-sections.ts'
import { verifyEvidence } from './prove-quotes.ts'
import { reportSchema } from './report.ts'
import type { Report } from './report.ts'
import { countUsage } from './usage.ts'

export interface ReportFilter {
  readonly analyzerKey: string
  /** By last message, ISO, UTC, milliseconds: from inclusive, to exclusive. */
  readonly from?: string
  readonly to?: string
  readonly topic?: string
  readonly language?: string
}

const PAGE = 500
/** Topic models looked through for the newest of a key. */
const LOOK_BACK = 100

/**
 * Counts the analyses that pass into a report. Streams them, so memory holds counts and a few quotes;
 * calls no model; the same store gives the same bytes. Each quote that is shown was held against its
 * stored message just now.
 */
export async function buildReport(store: ChatStore, filter: ReportFilter): Promise<Report> {
  const model = await currentModel(store, filter.analyzerKey)
  const usage = countUsage()
  const open = openSections({ model })
  let analyzed = 0
  let checked = 0
  let dropped = 0
  for await (const item of analyses(store, filter)) {
    analyzed++
    checked += item.analysis.quotes.checked
    dropped += item.analysis.quotes.dropped
    usage.add(item)
    for (const section of open) section.add(item)
  }
  const counted = open.map((section) => section.close(analyzed))
  const shown = new Set(counted.flatMap(({ quotes }) => quotes))
  const verified = await verifyEvidence(store, [...shown])
  for (const section of counted) section.prove(verified)
  dropped += shown.size - verified.size
  const leads = counted.flatMap((section) => section.leads())
  const { from, to, topic, language, analyzerKey } = filter
  const range = given({ from, to })
  const isNarrow = topic !== undefined || language !== undefined
  const pending = isNarrow
    ? 0
    : await store.countThreads({ ...range, analyzerKey, state: 'pending' })
  return checkedReport({
    schemaVersion: 1,
    filter: {
      ...range,
      ...given({ topic, topicTitle: titleOf(topic, model), language }),
      analyzerKey,
    },
    usage: { threads: analyzed + pending, analyzed, pending, ...usage.result(analyzed) },
    sections: Object.fromEntries(counted.map((section) => [section.key, section.data(leads)])),
    evidence: { quotes: checked, verified: checked - dropped, dropped },
  })
}

/** A section whose data is not of its own schema is a defect of ours. */
function checkedReport(report: unknown): Report {
  if (isReport(report)) return report
  throw new HitCraftError('INTERNAL', 'a section of the report is not of its schema')
}

function isReport(report: unknown): report is Report {
  return reportSchema.safeParse(report).success
}

async function* analyses(store: ChatStore, filter: ReportFilter): AsyncGenerator<AnalyzedSummary> {
  let cursor: string | undefined
  do {
    const page = await store.listAnalyses({
      ...filter,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    })
    yield* page.items
    cursor = page.next
  } while (cursor !== undefined)
}

function titleOf(topic: string | undefined, model: TopicModel | undefined): string | undefined {
  return model?.topics.find(({ id }) => id === topic)?.title
}

async function currentModel(store: ChatStore, key: string): Promise<TopicModel | undefined> {
  const models = await store.listRecords('topicModel', { descending: true, limit: LOOK_BACK })
  return models.find(({ analyzerKey }) => analyzerKey === key)
}
