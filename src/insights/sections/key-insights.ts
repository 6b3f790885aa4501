import type { Insight, Report } from '../../domain/report.ts'
import { percentOf, shareOf, threadsOf } from '../labels.ts'

/** What the other sections counted. */
export type Counted = Pick<
  Report['sections'],
  'categories' | 'responseQuality' | 'unmetNeeds' | 'userSatisfaction' | 'productEffectiveness'
>

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
  const frame = [unfinished(sections, analyzed), leadingTopic(sections), contentment(sections)]
  const extra = frame.flatMap((insight) => insight ?? [])
  return [...problems.slice(0, MOST_INSIGHTS - extra.length), ...extra]
}

function plain({ id, label, statement, figure, evidence }: Insight): Insight {
  return { id, label, statement, figure, evidence }
}

/** What users mostly come for. */
function leadingTopic({ categories }: Counted): Insight | undefined {
  const first = categories.find(({ id }) => id !== 'topic:unclassified')
  if (first === undefined || first.figure.anecdotal) return undefined
  const statement = `The largest topic is “${first.label}”: ${shareOf(first.figure)}.`
  return { ...plain(first), id: 'leading-topic', label: 'What users come for', statement }
}

/** How the threads ended whose end is known. */
function unfinished({ productEffectiveness }: Counted, analyzed: number): Insight | undefined {
  const by = new Map(productEffectiveness.outcomes.map(({ outcome, figure }) => [outcome, figure]))
  const known = analyzed - (by.get('unknown')?.n ?? 0)
  const badly = (by.get('unresolved')?.n ?? 0) + (by.get('abandoned')?.n ?? 0)
  if (known === 0 || badly === 0) return undefined
  return {
    id: 'unfinished',
    label: 'How threads end',
    statement: `Of ${threadsOf(known)} whose end is known, ${badly.toLocaleString('en-US')} (${percentOf(badly, known)}) ended unresolved or abandoned.`,
    figure: { n: badly, of: known, users: by.get('unresolved')?.users ?? 0, anecdotal: badly < 5 },
    evidence: [],
  }
}

/** Whether users said what they thought. */
function contentment({ userSatisfaction }: Counted): Insight | undefined {
  const { thanks, complaints } = userSatisfaction
  if (thanks.figure.n + complaints.figure.n === 0) return undefined
  return {
    id: 'contentment',
    label: 'What users say outright',
    statement: `Users said thanks in ${shareOf(thanks.figure)}; they complained in ${shareOf(complaints.figure)}.`,
    figure: complaints.figure,
    evidence: complaints.evidence.slice(0, 2),
  }
}
