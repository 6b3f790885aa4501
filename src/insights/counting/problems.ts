import type { Analysis, Failure, Finding, Request } from '../../domain/analysis/analysis.ts'
import type { FailureKind } from '../../domain/analysis/failure-kind.ts'
import type { PlacedIn } from '../../domain/analysis/analysis.ts'
import { endedBadly } from '../../domain/analysis/went-badly.ts'
import { UNCLASSIFIED } from '../../domain/kinds/topic-assignment.ts'
import type { AnalyzedSummary } from '../../storage/chat-store.ts'
import { Case, caseId } from './cases.ts'
import type { CasePart } from './cases.ts'
import { DayCounts } from './time/day-counts.ts'
import type { CountedThread, Proof } from './tally.ts'

/**
 * Failures, needs and topics over all threads that a report reads, and each kind of failure in each topic:
 * counted once, for all sections that speak of them.
 */
export class Problems {
  /** Of all threads that were read. */
  readonly days = new DayCounts()
  readonly #cases = new Map<string, Case>()
  readonly #needed = new Map<string, NeededHere>()

  /** A thread of the report. Findings that do not count must have been taken out. */
  add(item: CountedThread): void {
    this.days.add(dayOf(item))
    for (const { part, proof, isSilent } of casesOf(item)) {
      const known = this.#caseOf(part)
      count(known, item, proof)
      if (isSilent === true) known.silent++
    }
    for (const [needed, finding] of neededIn(item)) {
      const known = this.#neededBy(needed)
      count(known.one, item, finding)
      known.beside.push(groupsOf(item).map(({ id }) => id))
      if (isToldOtherwise(item, finding)) known.isTold = true
    }
  }

  /** A thread from before the report's range, with which it is compared. */
  addEarlier(item: AnalyzedSummary): void {
    this.days.add(dayOf(item))
    for (const { part } of casesOf(item)) this.#caseOf(part).days.add(dayOf(item))
  }

  get(part: CasePart): Case | undefined {
    return this.#cases.get(caseId(part))
  }

  /** Every case, also one of earlier threads alone (its n is 0), most threads first; ties by id. */
  all(): readonly Case[] {
    return [...this.#cases.values()].toSorted((a, b) => b.n - a.n || (a.id < b.id ? -1 : 1))
  }

  /** Kinds of failure over all topics. */
  kinds(): readonly Case[] {
    return this.all().filter(
      ({ part: { failure, topic }, n }) =>
        n > 0 && failure !== undefined && failure !== 'any' && topic === undefined,
    )
  }

  /** One kind of failure in one topic, each. */
  cells(): readonly Case[] {
    return this.all().filter(
      ({ part: { failure, topic }, n }) =>
        n > 0 && failure !== undefined && failure !== 'any' && topic !== undefined,
    )
  }

  needs(): readonly Case[] {
    return this.all().filter(({ part: { need }, n }) => n > 0 && need !== undefined)
  }

  /**
   * Needs that are in no group, each in the words of who asked. Whose threads all have a need in a group that is shown is left
   * out: who lacks something asks for it in several ways.
   */
  singleNeeds(isShown: (group: string) => boolean): readonly Case[] {
    return [...this.#needed.values()].flatMap(({ one, beside, isTold }) => {
      const isApart = beside.some((groups) => !groups.some(isShown))
      return isApart && !isTold ? [one] : []
    })
  }

  topics(): readonly Case[] {
    return this.all().filter(
      ({ part: { failure, topic }, n }) => n > 0 && failure === undefined && topic !== undefined,
    )
  }

  #caseOf(part: CasePart): Case {
    const id = caseId(part)
    const known = this.#cases.get(id) ?? new Case(part)
    this.#cases.set(id, known)
    return known
  }

  #neededBy(needed: string): NeededHere {
    const known = this.#needed.get(needed) ?? {
      one: new Case({ needed }),
      beside: [],
      isTold: false,
    }
    this.#needed.set(needed, known)
    return known
  }
}

/** A need in the words of who asked. */
interface NeededHere {
  readonly one: Case
  /** The groups that its threads have needs in, a list a thread. */
  readonly beside: (readonly string[])[]
  /** Whether it is told otherwise: by a group, or by work that failed. */
  isTold: boolean
}

const DECLINES: ReadonlySet<FailureKind> = new Set([
  'refused',
  'cannot',
  'does-not-know',
  'cannot-open',
])

interface CaseHere {
  readonly part: CasePart
  readonly proof: Proof
  readonly isSilent?: boolean
}

function count(known: Case, item: CountedThread, proof: Proof): void {
  known.add(item, proof)
  known.days.add(dayOf(item))
  known.daysHere.add(dayOf(item))
  if (endedBadly(item.analysis.outcome)) known.badly++
  if (isDeclined(item, proof)) known.declined++
  const { language = 'unknown' } = item.analysis
  known.languages.set(language, (known.languages.get(language) ?? 0) + 1)
}

function isDeclined({ analysis: { failures } }: CountedThread, { evidence }: Proof): boolean {
  const answers = new Set(
    evidence.filter(({ role }) => role === 'answer').map(({ messageId }) => messageId),
  )
  return failures.some(
    (failure) =>
      DECLINES.has(failure.kind) &&
      failure.evidence.some(({ role, messageId }) => role === 'answer' && answers.has(messageId)),
  )
}

/** The needs of a thread by their words, each once. */
function neededIn({ analysis: { unmetNeeds } }: CountedThread): Map<string, Finding> {
  return new Map(unmetNeeds.toReversed().map((finding) => [finding.label, finding]))
}

/** Whether a need is in a group, or is work that the product has and that failed. */
function isToldOtherwise(item: CountedThread, { evidence, items }: Finding): boolean {
  const isPlaced = groupsOf(item).some(({ messageId }) => messageId === evidence[0]?.messageId)
  return items !== undefined || isPlaced
}

function groupsOf({ summary }: CountedThread): readonly PlacedIn[] {
  return summary.analysis?.state === 'analyzed' ? (summary.analysis.needs ?? []) : []
}

/** What a thread is a case of, each once. */
function casesOf({ summary, analysis }: AnalyzedSummary): CaseHere[] {
  const state = summary.analysis?.state === 'analyzed' ? summary.analysis : undefined
  const { topic, topics, needs = [] } = state ?? {}
  // Without `topics` it is not placed yet, and no list has it; in a small theme alone it fits no topic.
  const fitsNone = topics !== undefined && topic === undefined
  const where = [...(fitsNone ? [{ id: UNCLASSIFIED }] : []), ...(topics ?? [])]
  const failures = failuresOf(analysis)
  const placed = where.flatMap(({ id }) =>
    failures.map(({ failure, ...one }): CaseHere =>
      Object.assign(one, { part: { failure, topic: id } }),
    ),
  )
  return [
    ...where.map((place) => ({
      part: { topic: place.id },
      proof: requestIn(analysis.requests, place),
    })),
    ...failures.map(({ failure, ...one }) => Object.assign(one, { part: { failure } })),
    ...placed,
    ...needs.map((place) => ({
      part: { need: place.id },
      proof: findingAt(analysis.unmetNeeds, place),
    })),
  ]
}

/** The kinds of failure in a thread, and `any`; each with its best proof. */
function failuresOf({ failures }: Analysis) {
  const byKind = Map.groupBy(failures, ({ kind }): FailureKind | 'any' => kind)
  const all = failures.length === 0 ? [] : [['any', failures] as const]
  return [...byKind, ...all].map(([failure, found]) => ({
    failure,
    proof: bestProof(found),
    isSilent: found.every(({ noticedBy }) => noticedBy === 'nobody'),
  }))
}

/** The one that shows most of what happened: what was asked, what failed, what was said to it. */
function bestProof(failures: readonly Failure[]): Proof {
  const parts = ({ evidence, items = [] }: Failure) =>
    new Set(evidence.map(({ role, messageId }) => role ?? messageId)).size +
    (items.length > 0 ? 1 : 0)
  return failures.reduce((best, other) => (parts(other) > parts(best) ? other : best))
}

/** The request that is of a topic. */
function requestIn(requests: readonly Request[], { messageId }: PlacedIn): Proof {
  const asked = requests.find((request) => request.messageId === messageId) ?? requests[0]
  return asked ?? { evidence: [] }
}

/** The need that is of a group: the one whose words stand in the message that was placed. */
function findingAt(findings: readonly Finding[], { messageId }: PlacedIn): Proof {
  const isThere = ({ evidence }: Finding) => evidence.some((quote) => quote.messageId === messageId)
  return findings.find(isThere) ?? findings[0] ?? { evidence: [] }
}

function dayOf({ summary: { lastMessageAt } }: AnalyzedSummary): string | undefined {
  return lastMessageAt?.slice(0, 10)
}
