import { countedPart } from '../domain/analysis/analysis.ts'
import { currentTopicModel } from '../analysis/topics/current-model.ts'
import type { TopicModel } from '../domain/analysis/topic-model.ts'
import { given } from '../domain/values/given.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { ChatStore } from '../storage/chat-store.ts'
import { pagesAhead } from '../storage/walk.ts'
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

/**
 * Counts the analyses that pass into a report. Streams them, so memory holds counts and a few quotes;
 * calls no model; the same store gives the same bytes. Each quote that is shown was held against its
 * stored message just now.
 */
export async function buildReport(store: ChatStore, filter: ReportFilter): Promise<Report> {
  const model = await currentTopicModel(store, filter.analyzerKey)
  const usage = countUsage()
  const open = openSections({ model })
  let analyzed = 0
  let checked = 0
  let dropped = 0
  for await (const page of pagesAhead((at) =>
    store.listAnalyses({ ...filter, limit: PAGE, ...at }),
  )) {
    analyzed += page.length
    for (const stored of page) {
      const item = { ...stored, analysis: countedPart(stored.analysis) }
      checked += item.analysis.quotes.checked
      dropped += item.analysis.quotes.dropped
      usage.add(item)
      for (const section of open) section.add(item)
    }
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

function titleOf(topic: string | undefined, model: TopicModel | undefined): string | undefined {
  return model?.topics.find(({ id }) => id === topic)?.title
}
