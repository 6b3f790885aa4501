import type { Insight, Report } from '../../domain/report.ts'
import { shareOf } from '../labels.ts'

/** What the other sections counted. */
export type Counted = Pick<
  Report['sections'],
  'categories' | 'responseQuality' | 'unmetNeeds' | 'userSatisfaction'
> & { readonly unfinished: Insight | undefined }

const MOST_INSIGHTS = 7
/** How much a case of each weighs beside another's: a refusal costs more than a repeated question. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'technical-error': 1.4,
  'promised-not-delivered': 1.4,
  refusal: 1.2,
  'feature-unavailable': 1.2,
}

/**
 * What most deserves attention, made of the sections' figures alone: failures and needs by threads and
 * weight, then what users mostly come for and how content they were. Sentences say of how many.
 */
export function keyInsights(sections: Counted, analyzed: number): Insight[] {
  if (analyzed === 0) return []
  const failures = sections.responseQuality.failures.map((failure) => ({
    insight: plain(failure),
    weight: failure.figure.n * (WEIGHTS[failure.kind] ?? 1),
  }))
  const needs = sections.unmetNeeds
    .filter(({ figure }) => !figure.anecdotal)
    .map((need) => ({ insight: plain(need), weight: need.figure.n * 1.3 }))
  const problems = [...failures, ...needs]
    .filter(({ insight }) => !insight.figure.anecdotal && insight.evidence.length > 0)
    .toSorted((a, b) => b.weight - a.weight || (a.insight.id < b.insight.id ? -1 : 1))
    .map(({ insight }) => insight)
  const frame = [sections.unfinished, leadingTopic(sections), contentment(sections)]
  const extra = frame.flatMap((insight) => insight ?? [])
  return [...problems.slice(0, MOST_INSIGHTS - extra.length), ...extra]
}

/** An insight without what its section adds. */
function plain({ id, label, statement, claim, figure, evidence }: Insight): Insight {
  return { id, label, statement, ...(claim === undefined ? {} : { claim }), figure, evidence }
}

/** What users mostly come for. */
function leadingTopic({ categories }: Counted): Insight | undefined {
  const first = categories.find(({ id }) => id !== 'topic:unclassified')
  if (first === undefined || first.figure.anecdotal) return undefined
  const statement = `The largest topic is “${first.label}”: ${shareOf(first.figure)}.`
  const claim = `The largest topic is “${first.label}”.`
  return { ...first, id: 'leading-topic', label: 'What users come for', statement, claim }
}

/** Whether users said what they thought. */
function contentment({ userSatisfaction }: Counted): Insight | undefined {
  const { thanks, complaints } = userSatisfaction
  if (thanks.figure.n + complaints.figure.n === 0) return undefined
  return {
    id: 'contentment',
    label: 'What users say outright',
    statement: `${complaints.statement} ${thanks.statement}`,
    claim: `${complaints.figure.n === 0 ? complaints.statement : 'Users complained.'} ${thanks.statement}`,
    figure: complaints.figure,
    evidence: complaints.evidence.slice(0, 2),
  }
}
