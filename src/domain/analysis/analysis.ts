import { z } from 'zod'
import { evidenceSchema } from './evidence.ts'
import { failureKindSchema } from './failure-kind.ts'
import type { FailureKind } from './failure-kind.ts'

/**
 * How the thread ended for the user; it follows from what became of the requests. `unknown` is counted
 * in every denominator.
 */
export const outcomeSchema = z.enum(['resolved', 'partly', 'unresolved', 'abandoned', 'unknown'])
export type Outcome = z.infer<typeof outcomeSchema>

/**
 * How well a finding is held. `shown`: findings like it were right often enough where they were read
 * (see `measured.json` of the local analyzer). `maybe`: kept for a reader, no facet, counted nowhere.
 */
export const certaintySchema = z.enum(['shown', 'maybe'])
export type Certainty = z.infer<typeof certaintySchema>

/**
 * The proof of a finding: words of the thread that carry it alone. What has no words (an error item, a
 * start without completion) is named in `items`, and the words around it are quoted.
 */
const proof = {
  evidence: z.array(evidenceSchema),
  /** Non-text items that prove the finding: message id, part index and the item's type. */
  items: z
    .array(z.strictObject({ messageId: z.string(), part: z.int().min(0), type: z.string() }))
    .optional(),
}

export const failureSchema = z.strictObject({
  kind: failureKindSchema,
  certainty: certaintySchema,
  /** `user` when the user complained of it, `nobody` when only the analyzer saw it. */
  noticedBy: z.enum(['user', 'nobody']),
  /** One line about this case, in English, of our own words. */
  note: z.string().optional(),
  ...proof,
})
export type Failure = z.infer<typeof failureSchema>

/** Something a user needed, an improvement, a strength: a short label that counting can join. */
export const findingSchema = z.strictObject({
  /** A short phrase in the words of the thread's language. */
  label: z.string().min(1),
  certainty: certaintySchema,
  ...proof,
})
export type Finding = z.infer<typeof findingSchema>

/** What became of a request by the end of the thread. */
export const fulfilmentSchema = z.enum([
  /** Served, as far as the thread tells. */
  'answered',
  /** Served in part, or served after trouble. */
  'partly',
  /** Refused, not possible, not known. */
  'declined',
  'handed-over',
  /** An error of the product stands in its way. */
  'broke',
  /** The answer was taken back, or called wrong and not mended. */
  'taken-back',
  /** Not served for another reason: beside the point, cut off, given up, never delivered. */
  'not-served',
  'unknown',
])
export type Fulfilment = z.infer<typeof fulfilmentSchema>

/** One wish of the user, in the user's words. A later turn that works on the same wish is no new one. */
export const requestSchema = z.strictObject({
  /** One short phrase that says the wish. */
  label: z.string().min(1),
  /** The message that asks. */
  messageId: z.string(),
  fulfilment: fulfilmentSchema,
  ...proof,
})
export type Request = z.infer<typeof requestSchema>

/** What a user says outright of the assistant. */
export const signalKindSchema = z.enum(['thanks', 'complaint'])
export type SignalKind = z.infer<typeof signalKindSchema>

export const signalSchema = z.strictObject({
  kind: signalKindSchema,
  certainty: certaintySchema,
  evidence: z.array(evidenceSchema),
})

/** One analyzer's findings on one thread at one content hash. What it cannot tell is absent. */
export const analysisSchema = z.strictObject({
  schemaVersion: z.literal(2),
  threadId: z.string(),
  analyzerKey: z.string(),
  contentHash: z.string(),
  /** One line. */
  summary: z.string(),
  /** BCP 47; absent where too little was said to tell. */
  language: z.string().optional(),
  /** What the user came for, in the order asked; empty where nothing was asked for. */
  requests: z.array(requestSchema),
  outcome: outcomeSchema,
  outcomeEvidence: z.array(evidenceSchema),
  /**
   * How content the user is at the end beside other threads' users: 0 least, 1 most, to two decimals. A
   * rank, no rating: means of it say nothing. Absent where nothing tells.
   */
  satisfaction: z
    .strictObject({ rank: z.number().min(0).max(1), evidence: z.array(evidenceSchema) })
    .optional(),
  failures: z.array(failureSchema),
  /** Requests that were not served, with the decline or the failure. */
  unmetNeeds: z.array(findingSchema),
  improvements: z.array(findingSchema),
  strengths: z.array(findingSchema),
  /** What the user said outright. */
  signals: z.array(signalSchema),
  /** Works that the product began in this thread (`mixing`, `song_rendering`, …), by feature. */
  features: z.array(
    z.strictObject({
      feature: z.string(),
      started: z.int().min(0),
      completed: z.int().min(0),
    }),
  ),
  /** How many quotes the analyzer proposed, and how many were dropped for not being in the message. */
  quotes: z.strictObject({ checked: z.int().min(0), dropped: z.int().min(0) }),
  /** Items dropped because no evidence of theirs was left, or none that carries them alone. */
  itemsDropped: z.int().min(0),
})
export type Analysis = z.infer<typeof analysisSchema>

/** The findings that count. */
export function shownOf<T extends { readonly certainty: Certainty }>(findings: readonly T[]): T[] {
  return findings.filter(({ certainty }) => certainty === 'shown')
}

/** An analysis with the findings that count alone. */
export function countedPart(analysis: Analysis): Analysis {
  return {
    ...analysis,
    failures: shownOf(analysis.failures),
    unmetNeeds: shownOf(analysis.unmetNeeds),
    improvements: shownOf(analysis.improvements),
    strengths: shownOf(analysis.strengths),
    signals: shownOf(analysis.signals),
  }
}

/** A topic of a thread, or what was needed in it: an id of the current topic model. */
export interface PlacedIn {
  readonly id: string
  /** The message that asks for it, where it is told. */
  readonly messageId?: string | undefined
}

/** What of an analysis lists, filters and reports need. */
export interface AnalysisLabels {
  readonly outcome: Outcome
  readonly language?: string
  /** Topic id under the current topic model; absent while the thread has no assignment. */
  readonly topic?: string
  /** All its topics, of whatever level, and the groups of what was needed in it. */
  readonly topics?: readonly PlacedIn[]
  readonly needs?: readonly PlacedIn[]
  /** Kinds of the failures that are shown, each once, ordered. */
  readonly failures: readonly FailureKind[]
}

export function labelsOf({ outcome, language, failures }: Analysis): AnalysisLabels {
  return {
    outcome,
    ...(language === undefined ? {} : { language }),
    failures: [...new Set(shownOf(failures).map(({ kind }) => kind))].sort(),
  }
}
