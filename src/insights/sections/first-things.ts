import { z } from 'zod'
import { insightsBlock } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { byWeight, caseInsight, caseLabel, weightOf } from '../counting/case-texts.ts'
import { readableFirst } from '../counting/readable-first.ts'
import type { Reading } from '../counting/reading.ts'
import { trendText } from '../counting/time/trend-text.ts'
import { trendOf } from '../counting/time/trend.ts'
import { FAILURE_TEXTS } from '../failure-texts.ts'
import { insightSchema } from '../figures.ts'
import type { Insight } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const MOST_LINES = 5
/** Threads of a problem from which on it is one to begin with. */
const LEAST = 3
/** Lines of one kind of failure, and of one topic. */
const MOST_ALIKE = 2

const lineSchema = insightSchema.extend({ weight: z.number() })

/**
 * What to do first: at most 5 problems, each a kind of failure or an unmet need, by how many cases are true at least, by how many
 * users, how silently. A kind stands by its topics where those listed tell at least half of its threads, else as a whole.
 */
export const firstThings: SectionDefinition<z.infer<typeof lineSchema>[]> = {
  title: 'What to do first',
  about:
    'The problems that weigh most: how many cases are surely true, how many users they touch, how few of them complained.',
  empty: 'No problem touches enough threads to begin with it.',
  schema: z.array(lineSchema),
  dropsUnproved: true,
  count: () => ({
    result: (reading) =>
      chosen(reading).map((one) =>
        Object.assign(lineOf(one, reading), { weight: weightOf(one, reading) }),
      ),
  }),
  content: (lines) => insightsBlock(lines, 'ranked'),
  leads: (lines) => lines.map(({ weight: _weight, ...insight }) => ({ insight, told: true })),
}

/** The weightiest. A kind is told by its topics only as far as the lines that it gets tell at least half of its threads. */
function chosen(reading: Reading): Case[] {
  const { problems, names } = reading
  const cells = problems
    .cells()
    .filter(({ n, part }) => n >= LEAST && names.get(part.topic, 'topic') !== undefined)
  const kinds = problems.kinds().filter(({ n }) => n >= LEAST)
  const needs = problems
    .needs()
    .filter(({ n, part: { need } }) => n >= LEAST && names.get(need, 'need') !== undefined)
  const byTopics = new Set(cells.map(({ part: { failure } }) => failure))
  for (;;) {
    const isTold = ({ part: { failure, topic } }: Case) =>
      byTopics.has(failure) === (topic !== undefined)
    const lines = weightiest([...[...cells, ...kinds].filter(isTold), ...needs], reading)
    const slices = kinds.filter(
      ({ n, part: { failure } }) => byTopics.has(failure) && threadsOfKind(lines, failure) * 2 < n,
    )
    if (slices.length === 0) return lines
    for (const { part } of slices) byTopics.delete(part.failure)
  }
}

/** A thread of two topics counts in both. */
function threadsOfKind(lines: readonly Case[], failure: Case['part']['failure']): number {
  return lines.reduce((sum, { n, part }) => (part.failure === failure ? sum + n : sum), 0)
}

/** At most as many as there are lines, and not more than two of one kind or topic. */
function weightiest(cases: readonly Case[], reading: Reading): Case[] {
  const alike = new Map<string, number>()
  const lines: Case[] = []
  for (const one of byWeight(cases, reading)) {
    const { failure, topic } = one.part
    const marks = [failure, topic].flatMap((mark) => mark ?? [])
    if (marks.some((mark) => (alike.get(mark) ?? 0) >= MOST_ALIKE)) continue
    for (const mark of marks) alike.set(mark, (alike.get(mark) ?? 0) + 1)
    lines.push(one)
    if (lines.length === MOST_LINES) break
  }
  return lines
}

function lineOf(one: Case, reading: Reading): Insight {
  const { names, days, periods } = reading
  const { failure } = one.part
  const label = caseLabel(one, names) ?? one.id
  const trend = trendOf(one, days, periods)
  const sentence =
    failure === undefined || failure === 'any'
      ? 'Asked for and not served'
      : FAILURE_TEXTS[failure].sentence
  const { claim: _claim, statement, ...insight } = caseInsight(one, label, sentence, reading)
  const told =
    trend === undefined || periods === undefined || trend.change === 'steady' || trend.few
      ? sentence
      : `${sentence}. ${trendText(trend, periods)}`
  return {
    ...insight,
    statement: `${label}: ${statement}`,
    claim: `${told}.`,
    // One proof, the best of the newest: the section of the kind has the others.
    ...bestOf(one, reading),
  }
}

/** The proof of the thread that shows most of what happened; of two alike the one to be read, or the newer. */
function bestOf(
  { proof: { evidence, items = [] } }: Case,
  { language }: Reading,
): Pick<Insight, 'evidence' | 'items'> {
  const first = readableFirst(evidence, language)
  const byThread = [...Map.groupBy(first, ({ threadId }) => threadId)]
  const parts = (threadId: string, quotes: Insight['evidence']) =>
    new Set(quotes.map(({ role, messageId }) => role ?? messageId)).size +
    (items.some((item) => item.threadId === threadId) ? 1 : 0)
  const [best] = byThread.toSorted(([a, x], [b, y]) => parts(b, y) - parts(a, x))
  if (best === undefined) return { evidence: [], items }
  const [threadId, quotes] = best
  const theirs = items.filter((item) => item.threadId === threadId)
  return { evidence: quotes, ...(theirs.length === 0 ? {} : { items: theirs }) }
}
