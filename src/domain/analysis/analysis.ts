import { z } from 'zod'
import { evidenceSchema } from './evidence.ts'

/** How the thread ended for the user. `unknown` stays out of every average. */
export const outcomeSchema = z.enum(['resolved', 'partly', 'unresolved', 'abandoned', 'unknown'])
export type Outcome = z.infer<typeof outcomeSchema>

export const failureKindSchema = z.enum([
  /** The assistant declined. */
  'refusal',
  /** The assistant said that the product cannot do this. */
  'feature-unavailable',
  'inaccurate',
  /** An error item, or the product broke. */
  'technical-error',
  'not-specific',
  /** The answer came in another language than the user's. */
  'wrong-language',
  /** The user had to ask the same again, in other words. */
  'repeated-question',
  /** A work was started or promised and its completion never came. */
  'promised-not-delivered',
  'ignored-request',
])
export type FailureKind = z.infer<typeof failureKindSchema>

/**
 * The proof of a finding: words of the thread. A finding about something that has no words (an error
 * item, a start without completion) quotes the words it answers and names the item in `items`.
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
  /** `user` when the user complained of it, `nobody` when only the analyzer saw it. */
  noticedBy: z.enum(['user', 'nobody']),
  /** One line about this case, in English, of our own words. */
  note: z.string().optional(),
  ...proof,
})
export type Failure = z.infer<typeof failureSchema>

/** Something a user needed, an improvement, a strength: a short label that counting can join. */
export const findingSchema = z.strictObject({
  /** A short noun phrase in the words of the thread's language. */
  label: z.string().min(1),
  ...proof,
})
export type Finding = z.infer<typeof findingSchema>

/** What a user says outright of the assistant. */
export const signalKindSchema = z.enum(['thanks', 'complaint'])
export type SignalKind = z.infer<typeof signalKindSchema>

/** 1 (angry) to 5 (delighted) at one user turn. */
export const satisfactionPointSchema = z.strictObject({
  messageId: z.string(),
  score: z.number().min(1).max(5),
})

/** One analyzer's findings on one thread at one content hash. What it cannot tell is absent. */
export const analysisSchema = z.strictObject({
  schemaVersion: z.literal(1),
  threadId: z.string(),
  analyzerKey: z.string(),
  contentHash: z.string(),
  /** One line. */
  summary: z.string(),
  /** BCP 47; absent where too little was said to tell. */
  language: z.string().optional(),
  /** What the user came for, one short phrase in the user's words, with its proof. */
  request: findingSchema.optional(),
  outcome: outcomeSchema,
  outcomeEvidence: z.array(evidenceSchema),
  /** 1 to 5 over the whole thread, rounded to one decimal; absent where nothing tells. */
  satisfaction: z
    .strictObject({
      score: z.number().min(1).max(5),
      course: z.array(satisfactionPointSchema),
      evidence: z.array(evidenceSchema),
    })
    .optional(),
  /** 0 to 10, rounded to one decimal; absent where nothing tells. */
  quality: z
    .strictObject({ score: z.number().min(0).max(10), reasons: z.array(z.string()) })
    .optional(),
  failures: z.array(failureSchema),
  unmetNeeds: z.array(findingSchema),
  improvements: z.array(findingSchema),
  strengths: z.array(findingSchema),
  /** What the user said outright. */
  signals: z.array(z.strictObject({ kind: signalKindSchema, evidence: z.array(evidenceSchema) })),
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
  /** Items dropped because no evidence of theirs was left. */
  itemsDropped: z.int().min(0),
})
export type Analysis = z.infer<typeof analysisSchema>

/** What of an analysis lists and filters need. */
export interface AnalysisLabels {
  readonly outcome: Outcome
  readonly language?: string
  /** Topic id under the current topic model; absent while the thread has no assignment. */
  readonly topic?: string
  readonly satisfaction?: number
  /** Kinds of the failures, each once, ordered. */
  readonly failures: readonly FailureKind[]
}

export function labelsOf(analysis: Analysis): AnalysisLabels {
  return {
    outcome: analysis.outcome,
    ...(analysis.language === undefined ? {} : { language: analysis.language }),
    ...(analysis.satisfaction === undefined ? {} : { satisfaction: analysis.satisfaction.score }),
    failures: [...new Set(analysis.failures.map(({ kind }) => kind))].sort(),
  }
}
