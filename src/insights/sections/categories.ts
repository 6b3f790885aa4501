import { z } from 'zod'
import { UNCLASSIFIED } from '../../domain/kinds/topic-assignment.ts'
import { itemOf } from '../content.ts'
import type { InsightItem } from '../content.ts'
import type { Case } from '../counting/cases.ts'
import { caseInsight, isMany } from '../counting/case-texts.ts'
import { shareOf } from '../counting/labels.ts'
import type { Reading } from '../counting/reading.ts'
import { changeText } from '../counting/time/trend-text.ts'
import { trendOf } from '../counting/time/trend.ts'
import { insightSchema } from '../figures.ts'
import type { SectionDefinition } from '../section.ts'

const topicSchema = insightSchema.extend({
  /** The id of the topic; `unclassified` for what fits none. */
  topic: z.string(),
  /** The id of the topic that it is a part of, which is listed too. */
  parent: z.string().optional(),
})
type TopicInsight = z.infer<typeof topicSchema>

/** What users come for, by topic: groups with their topics, most threads first; what fits no topic last. */
export const categories: SectionDefinition<TopicInsight[]> = {
  title: 'Topics',
  about:
    'What users come for, joined by meaning over all languages. A thread counts under each of its requests.',
  empty: 'No topics yet: they appear after the first analysis.',
  schema: z.array(topicSchema),
  count: () => ({ result: topicsIn }),
  content(topics) {
    const parts = Map.groupBy(topics, ({ parent = '' }) => parent)
    const items = (parts.get('') ?? []).map((head): InsightItem => {
      const within = parts.get(head.topic)
      return within === undefined
        ? itemOf(head)
        : Object.assign(itemOf(head), { parts: within.map(itemOf) })
    })
    return items.length === 0 ? [] : [{ kind: 'insights', look: 'bars', items }]
  },
  leads(topics) {
    const [first, second] = topics.filter(
      ({ topic, parent }) => topic !== UNCLASSIFIED && parent === undefined,
    )
    if (first === undefined || !isMany(first) || second?.figure.n === first.figure.n) return []
    const { topic: _topic, parent: _parent, ...insight } = first
    return [
      {
        insight: {
          ...insight,
          id: 'leading-topic',
          label: `Largest topic: ${first.label}`,
          statement: `The largest topic is “${first.label}”: ${shareOf(first.figure)}.`,
          claim: 'More threads than any other.',
        },
      },
    ]
  },
}

/** Groups, each with its topics behind it, then topics without a group. */
function topicsIn(reading: Reading): TopicInsight[] {
  const { problems, names } = reading
  const cases = problems.topics()
  const parts = Map.groupBy(
    cases.filter(({ part: { topic } }) => names.get(topic, 'topic') !== undefined),
    ({ part: { topic } }) => names.get(topic)?.parent ?? '',
  )
  const groups = cases.filter(
    ({ part: { topic = '' } }) => names.get(topic, 'group') !== undefined && parts.has(topic),
  )
  const known = new Set(groups.flatMap(({ part: { topic } }) => topic ?? []))
  const alone = cases.filter(({ part: { topic } }) => {
    const name = names.get(topic, 'topic')
    return name !== undefined && !known.has(name.parent ?? '')
  })
  const unclassified = cases.filter(({ part: { topic } }) => topic === UNCLASSIFIED)
  const heads = [...groups, ...alone].toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1))
  return [...heads, ...unclassified].flatMap((head) => {
    const { topic = '' } = head.part
    const below = known.has(topic) ? (parts.get(topic) ?? []) : []
    return [insightOf(head, reading)].concat(below.map((one) => insightOf(one, reading, topic)))
  })
}

function insightOf(one: Case, reading: Reading, parent?: string): TopicInsight {
  const { topic = '' } = one.part
  const { names, problems, days, periods } = reading
  const label = names.title(topic) ?? topic
  const sentence =
    topic === UNCLASSIFIED ? 'What is asked for fits no topic' : `“${label}” is asked for`
  const failing = problems.get({ failure: 'any', topic })
  const trend = trendOf(one, days, periods)
  const told = [
    ...(names.get(topic)?.terms ?? []).filter((term) => !label.includes(term)).slice(0, 3),
    ...(trend === undefined || trend.change === 'steady' ? [] : [changeText(trend)]),
  ]
  const { claim: _claim, also = [], ...insight } = caseInsight(one, label, sentence, reading)
  const failed =
    failing === undefined || failing.n === 0
      ? []
      : [{ text: 'a failure in', n: failing.n, threads: failing.door }]
  const all = [...also, ...failed]
  return {
    ...insight,
    ...(told.length === 0 ? {} : { claim: `${told.join(' · ')}.` }),
    ...(all.length === 0 ? {} : { also: all }),
    topic,
    ...(parent === undefined ? {} : { parent }),
  }
}
