import type { Evidence } from '../domain/analysis/evidence.ts'
import type { Insight, Report } from '../domain/report.ts'
import type { TopicModel } from '../domain/analysis/topic-model.ts'
import type { AnalyzedSummary, ChatStore } from '../storage/chat-store.ts'
import type { Section, SectionContext } from './section.ts'
import { categories } from './sections/categories.ts'
import { keyInsights } from './sections/key-insights.ts'
import { improvementAreas, unmetNeeds } from './sections/labelled.ts'
import { negativeChats } from './sections/negative-chats.ts'
import { productEffectiveness } from './sections/product-effectiveness.ts'
import { responseQuality } from './sections/response-quality.ts'
import { topDiscussions } from './sections/top-discussions.ts'
import { unfinished } from './sections/unfinished.ts'
import { usage } from './sections/usage.ts'
import { userSatisfaction } from './sections/user-satisfaction.ts'
import { verifyEvidence } from './verify-evidence.ts'

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
  const sections = openSections({ model })
  let analyzed = 0
  let checked = 0
  let dropped = 0
  for await (const item of analyses(store, filter)) {
    analyzed++
    checked += item.analysis.quotes.checked
    dropped += item.analysis.quotes.dropped
    for (const section of Object.values(sections)) section.add(item)
  }
  const counted = {
    categories: sections.categories.result(analyzed),
    topDiscussions: sections.topDiscussions.result(analyzed),
    responseQuality: sections.responseQuality.result(analyzed),
    improvementAreas: sections.improvementAreas.result(analyzed),
    userSatisfaction: sections.userSatisfaction.result(analyzed),
    unmetNeeds: sections.unmetNeeds.result(analyzed),
    productEffectiveness: sections.productEffectiveness.result(analyzed),
    negativeChats: sections.negativeChats.result(analyzed),
  }
  const ending = sections.unfinished.result(analyzed)
  const dropNow = await dropUnproved(store, counted, ending)
  const lead = keyInsights({ ...counted, unfinished: ending }, analyzed)
  const sectionsNow = orderSections({ ...counted, keyInsights: lead })
  const { from, to, topic, language, analyzerKey } = filter
  const scope = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const asked = {
    ...scope,
    ...(topic === undefined ? {} : { topic, ...titleOf(topic, model) }),
    ...(language === undefined ? {} : { language }),
  }
  const narrowed = topic !== undefined || language !== undefined
  const pending = narrowed
    ? 0
    : await store.countThreads({ ...scope, analyzerKey, state: 'pending' })
  return {
    schemaVersion: 1,
    filter: { ...asked, analyzerKey },
    usage: {
      threads: analyzed + pending,
      analyzed,
      pending,
      ...sections.usage.result(analyzed),
    },
    sections: sectionsNow,
    evidence: {
      quotes: checked,
      verified: checked - dropped - dropNow,
      dropped: dropped + dropNow,
    },
  }
}

function openSections(context: SectionContext) {
  return {
    usage: usage(context),
    categories: categories(context),
    topDiscussions: topDiscussions(context),
    responseQuality: responseQuality(context),
    improvementAreas: improvementAreas(context),
    userSatisfaction: userSatisfaction(context),
    unmetNeeds: unmetNeeds(context),
    productEffectiveness: productEffectiveness(context),
    negativeChats: negativeChats(context),
    unfinished: unfinished(context),
  } satisfies Record<string, Section<unknown>>
}

/** The order in which people read them. */
function orderSections(sections: Report['sections']): Report['sections'] {
  const { categories: topics, topDiscussions: discussions, ...rest } = sections
  const { responseQuality: quality, improvementAreas: improvements, ...more } = rest
  const { userSatisfaction: satisfaction, unmetNeeds: needs, ...last } = more
  return {
    categories: topics,
    topDiscussions: discussions,
    responseQuality: quality,
    improvementAreas: improvements,
    userSatisfaction: satisfaction,
    unmetNeeds: needs,
    productEffectiveness: last.productEffectiveness,
    keyInsights: last.keyInsights,
    negativeChats: last.negativeChats,
  }
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

function titleOf(topic: string, model: TopicModel | undefined): { topicTitle?: string } {
  const title = model?.topics.find(({ id }) => id === topic)?.title
  return title === undefined ? {} : { topicTitle: title }
}

async function currentModel(store: ChatStore, key: string): Promise<TopicModel | undefined> {
  const models = await store.listRecords('topicModel', { descending: true, limit: LOOK_BACK })
  return models.find(({ analyzerKey }) => analyzerKey === key)
}

/**
 * Drops quotes that the stored messages do not hold, and findings that lose all of theirs so.
 * @returns how many quotes were dropped
 */
async function dropUnproved(
  store: ChatStore,
  sections: Omit<Report['sections'], 'keyInsights'>,
  ending: Insight | undefined,
): Promise<number> {
  const {
    topDiscussions: discussions,
    improvementAreas: improvements,
    unmetNeeds: needs,
  } = sections
  const lists: { evidence: Evidence[] }[] = [
    ...sections.categories,
    ...discussions,
    ...sections.responseQuality.failures,
    ...improvements,
    sections.userSatisfaction.thanks,
    sections.userSatisfaction.complaints,
    ...needs,
    ...sections.negativeChats,
    ...(ending === undefined ? [] : [ending]),
  ]
  const quotes = new Set(lists.flatMap(({ evidence }) => evidence))
  const verified = await verifyEvidence(store, [...quotes])
  const unproved = new Set<object>()
  for (const list of lists) {
    const before = list.evidence.length
    list.evidence = list.evidence.filter((quote) => verified.has(quote))
    if (before > 0 && list.evidence.length === 0) unproved.add(list)
  }
  sections.topDiscussions = discussions.filter((insight) => !unproved.has(insight))
  sections.improvementAreas = improvements.filter((insight) => !unproved.has(insight))
  sections.unmetNeeds = needs.filter((insight) => !unproved.has(insight))
  return quotes.size - verified.size
}
