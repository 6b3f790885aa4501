import { countedPart } from '../domain/analysis/analysis.ts'
import { currentTopicModel } from '../analysis/topics/current-model.ts'
import { given } from '../domain/values/given.ts'
import { HitCraftError } from '../errors/hitcraft-error.ts'
import type { AnalysisListQuery, AnalyzedSummary, ChatStore } from '../storage/chat-store.ts'
import { pagesAhead } from '../storage/walk.ts'
import { UserNumbers } from './counting/distinct.ts'
import { isMeasured, worthOf } from './counting/held.ts'
import { periodsOf } from './counting/time/periods.ts'
import type { Periods } from './counting/time/periods.ts'
import { Problems } from './counting/problems.ts'
import { TopicNames } from './counting/topic-names.ts'
import { openSections } from './open-sections.ts'
import { proveQuotes } from './prove-quotes.ts'
import { reportSchema } from './report.ts'
import type { Report } from './report.ts'
import { chosenOf } from './sampled/chosen.ts'
import { withIntervals } from './sampled/intervals.ts'
import { countUsage } from './usage.ts'

export interface ReportFilter {
  readonly analyzerKey: string
  /** By last message, ISO, UTC, milliseconds: from inclusive, to exclusive. */
  readonly from?: string
  readonly to?: string
  readonly topic?: string
  readonly language?: string
  /** A day (UTC), `2025-03-10`: what came since is compared with what was before. */
  readonly since?: string
}

const PAGE = 500

/**
 * Counts the analyses that pass into a report. Streams them, so memory holds counts and a few quotes, and grows with
 * users, days and needs: a need that is in no group has its own count and quotes, whether it is shown or not.
 * Calls no model; the same store gives the same bytes. Each quote that is shown was held against its
 * stored message just now. Of the time before a range is read what the range is compared with.
 */
export async function buildReport(store: ChatStore, filter: ReportFilter): Promise<Report> {
  const { from, to, topic, language, since, analyzerKey } = filter
  const conditions = { analyzerKey, ...given({ topic, language }) }
  const names = new TopicNames(await currentTopicModel(store, analyzerKey))
  const usage = countUsage()
  const problems = new Problems()
  const numbers = new UserNumbers()
  const open = openSections()
  let analyzed = 0
  let checked = 0
  let dropped = 0
  for await (const stored of analysesOf(store, { ...conditions, ...given({ from, to }) })) {
    const users = numbers.of(stored.summary.userIds)
    const item = { ...stored, analysis: countedPart(stored.analysis), users }
    analyzed++
    checked += item.analysis.quotes.checked
    dropped += item.analysis.quotes.dropped
    usage.add(item)
    problems.add(item)
    for (const section of open) section.add(item, stored.analysis)
  }
  const { span } = problems.days
  const periods = span === undefined ? undefined : periodsOf({ from, to, since }, span)
  const earlier = earlierThan(from, periods)
  if (earlier !== undefined) {
    for await (const stored of analysesOf(store, { ...conditions, ...earlier })) {
      problems.addEarlier({ ...stored, analysis: countedPart(stored.analysis) })
    }
  }
  const heldOf = worthOf(analyzerKey)
  const reading = {
    analyzed,
    problems,
    days: problems.days,
    periods,
    names,
    language: usage.language(),
    heldOf,
    measured: isMeasured(analyzerKey),
  }
  const counted = open.map((section) => section.close(reading))
  const shown = new Set(counted.flatMap(({ quotes }) => quotes))
  const proved = await proveQuotes(
    store,
    [...shown],
    counted.flatMap(({ items }) => items),
  )
  for (const section of counted) section.prove(proved)
  dropped += shown.size - proved.quotes.size
  const leads = counted.flatMap((section) => section.leads())
  const isNarrow = topic !== undefined || language !== undefined
  const pending = isNarrow
    ? 0
    : await store.countThreads({ ...given({ from, to }), analyzerKey, state: 'pending' })
  const filtered = { from, to, since, topic, topicTitle: names.title(topic ?? ''), language }
  const sections = Object.fromEntries(counted.map((section) => [section.key, section.data(leads)]))
  const said = {
    filter: { ...given(filtered), analyzerKey },
    sections,
  }
  const chosen = await chosenOf(store, analyzerKey, given({ from, to }))
  const report = {
    schemaVersion: 2,
    ...said,
    ...given({ chosen }),
    usage: { threads: analyzed + pending, analyzed, pending, ...usage.result(analyzed) },
    titles: names.threadsIn(said).map((threadId) => ({ threadId })),
    evidence: { quotes: checked, verified: checked - dropped, dropped },
  }
  const { sample } = chosen ?? {}
  return checkedReport(sample === undefined ? report : withIntervals(report, sample))
}

async function* analysesOf(
  store: ChatStore,
  query: AnalysisListQuery,
): AsyncGenerator<AnalyzedSummary> {
  for await (const page of pagesAhead((at) =>
    store.listAnalyses({ ...query, limit: PAGE, ...at }),
  )) {
    yield* page
  }
}

/** What must be read beside a range, for its periods; undefined where the range holds them. */
function earlierThan(
  from: string | undefined,
  periods: Periods | undefined,
): { from: string; to: string } | undefined {
  if (from === undefined || periods === undefined) return undefined
  const begin = `${periods.earlier.from}T00:00:00.000Z`
  return begin < from ? { from: begin, to: from } : undefined
}

/** A section whose data is not of its own schema is a defect of ours. */
function checkedReport(report: unknown): Report {
  if (isReport(report)) return report
  throw new HitCraftError('INTERNAL', 'a section of the report is not of its schema')
}

function isReport(report: unknown): report is Report {
  return reportSchema.safeParse(report).success
}
