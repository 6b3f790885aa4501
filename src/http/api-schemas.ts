import { z } from 'zod'
import { analysisSchema, outcomeSchema, signalKindSchema } from '../domain/analysis/analysis.ts'
import type { SignalKind } from '../domain/analysis/analysis.ts'
import { failureKindSchema } from '../domain/analysis/failure-kind.ts'
import type { FailureKind } from '../domain/analysis/failure-kind.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import { facetOf } from '../domain/thread/facet.ts'
import type { Facet } from '../domain/thread/facet.ts'
import { THREAD_ORDERS } from '../domain/thread/thread-query.ts'
import { jsonValueSchema } from '../domain/values/json.ts'
import { contentPartSchema } from '../domain/thread/content-part.ts'
import { choiceSchema } from '../domain/analysis/choice.ts'
import { runSchema } from '../domain/analysis/run.ts'
import { budgetSchema, spendingSchema } from '../domain/analysis/spending.ts'
import type { BudgetLimit, Spending } from '../domain/analysis/spending.ts'
import type { Block, Cell, Proof } from '../insights/content.ts'
import type { ReportContent } from '../insights/describe-report.ts'
import { TOPIC_LEVELS } from '../insights/counting/topic-names.ts'
import type { Door } from '../insights/door.ts'
import type { Count, Figure, Held } from '../insights/figures.ts'

/**
 * Requests and answers of the HTTP API: the one place they are written down. The page takes its types
 * from here. All times are ISO 8601, UTC; all offsets are UTF-16 units.
 */

export const errorBodySchema = z.strictObject({
  error: z.strictObject({ code: z.string(), message: z.string(), remedy: z.string() }),
})
export type ErrorBody = z.infer<typeof errorBodySchema>

/** A date or a time with its zone; parsed by `parseTimeBound`. Empty is absent. */
const bound = z.string().max(40).optional()
const shortText = z.string().max(200)
/** A tag as the reports list it; `unknown` are the threads in no language that could be told. */
const language = shortText

/** `uploading` while bytes come, `stalled` while some are missing and nobody sends them. */
const importStatusSchema = z.enum([
  'uploading',
  'stalled',
  'queued',
  'reading',
  'done',
  'failed',
  'interrupted',
])

/** One import: waiting, under way, or done. */
export const importItemSchema = z.strictObject({
  id: z.string(),
  file: z.string(),
  format: z.string().optional(),
  status: importStatusSchema,
  /** When it was received, or when the import began. */
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  bytes: z.int(),
  /** Of an upload how many came; of an import how many were read, of the unpacked content. */
  bytesRead: z.int(),
  /** What `bytesRead` grows to, where known. */
  bytesTotal: z.int().optional(),
  /** Threads read so far. */
  threads: z.int(),
  messages: z.int(),
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  erased: z.int(),
  /** Threads whose stored bytes were damaged and that the file held whole. */
  repaired: z.int(),
  rejected: z.int(),
  notes: z.array(z.string()),
  error: errorBodySchema.shape.error.optional(),
  /** Whether the server can cancel or dismiss it. */
  cancellable: z.boolean(),
})
export type ImportItem = z.infer<typeof importItemSchema>

export const uploadQuerySchema = z.strictObject({ name: z.string().min(1).max(1000) })

/** Announces a file whose bytes come by `PUT`, in as many requests as it takes. */
export const announceSchema = z.strictObject({
  name: z.string().min(1).max(1000),
  size: z.int().min(0),
  /** Tells the file from others of its name and size; the same one finds a half upload again. */
  mark: z.string().min(1).max(200),
})
export type Announce = z.infer<typeof announceSchema>

/** Where the bytes of a request belong: behind those that are here. */
export const appendQuerySchema = z.strictObject({ offset: z.coerce.number().int().min(0) })

/** What a cancelled import had stored before: it stays, and is analyzed like all. */
export const cancelledSchema = z.strictObject({
  id: z.string(),
  kept: z.strictObject({ threads: z.int(), messages: z.int() }),
})
export type Cancelled = z.infer<typeof cancelledSchema>

export const pageQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(4000).optional(),
})

export const importListSchema = z.strictObject({
  items: z.array(importItemSchema),
  next: z.string().optional(),
})
export type ImportList = z.infer<typeof importListSchema>

export const rejectListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      offset: z.int(),
      line: z.int().optional(),
      length: z.int(),
      reason: z.string(),
    }),
  ),
  /** Whether there are more than are listed. */
  more: z.boolean(),
})
export type RejectList = z.infer<typeof rejectListSchema>

export const runItemSchema = runSchema.omit({ worker: true, schemaVersion: true })
export type RunItem = z.infer<typeof runItemSchema>

export const runListSchema = z.strictObject({
  items: z.array(runItemSchema),
  next: z.string().optional(),
})
export type RunList = z.infer<typeof runListSchema>

export const startRunSchema = z.strictObject({
  limit: z.int().min(1).optional(),
  retopic: z.boolean().optional(),
  /** Where a model is asked: the most that it may spend. */
  budget: budgetSchema.optional(),
  /** So many drawn at random; see `ChoiceOptions`. */
  sample: z.int().min(1).optional(),
  /** Those alone that pass. */
  only: choiceSchema.shape.only,
})
export type StartRun = z.infer<typeof startRunSchema>

export const planQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).optional(),
})

/** What an analysis would do. Nothing is sent to a service to tell it: tokens are estimated. */
export const runPlanSchema = z.strictObject({
  analyzerKey: z.string(),
  pending: z.int(),
  planned: z.int(),
  /** Of those `seen` (the first 1,000 planned at most): analyzed before, and changed since. */
  changed: z.int(),
  seen: z.int(),
  /** Absent where no model is asked: it costs nothing. */
  calls: z
    .strictObject({
      provider: z.string(),
      model: z.string(),
      calls: z.int(),
      /** How many of them were looked at, 0 to 1. Below 1 every figure is told by these, also the most. */
      share: z.number(),
      tokens: z.strictObject({
        input: z.int(),
        /** How far off the input may be, as a share. */
        inputOff: z.number(),
        counted: z.int(),
        output: z.int(),
        most: z.int(),
      }),
      /** Billionths of a US dollar; absent where no price of the model is known. */
      nanoUsd: z.strictObject({ about: z.int(), most: z.int() }).optional(),
      pricesAsOf: z.string().optional(),
      seconds: z.int(),
      /** Answers of earlier runs that it is told by; 0: lengths and times are assumed. */
      learnedFrom: z.int(),
    })
    .optional(),
})
export type RunPlan = z.infer<typeof runPlanSchema>

/** What is going on now; also the data of each event of `/api/events`. */
export const liveStateSchema = z.strictObject({
  imports: z.array(importItemSchema),
  run: z
    .strictObject({
      status: z.enum(['waiting', 'running', 'failed', 'outage']),
      done: z.int(),
      planned: z.int(),
      /** What it cost so far, where a model is asked. */
      spending: spendingSchema.optional(),
      error: errorBodySchema.shape.error.optional(),
    })
    .optional(),
  /** Grows whenever the store was changed by this server: ask again for what you show. */
  revision: z.int(),
})
export type LiveState = z.infer<typeof liveStateSchema>

export const overviewSchema = z.strictObject({
  threads: z.int(),
  pending: z.int(),
  analyzerKey: z.string(),
  /** The model that is asked for an analysis, which costs something; absent where none is. */
  model: z.strictObject({ provider: z.string(), name: z.string() }).optional(),
  /** Where it is all kept. */
  store: z.strictObject({ kind: z.string() }),
  maxUploadBytes: z.number(),
  topics: z.array(
    z.strictObject({ id: z.string(), title: z.string(), level: z.enum(TOPIC_LEVELS) }),
  ),
})
export type Overview = z.infer<typeof overviewSchema>

export const reportQuerySchema = z.strictObject({
  from: bound,
  to: bound,
  topic: shortText.optional(),
  language: language.optional(),
  /** A day (UTC): what came since is compared with what was before. */
  since: z.iso.date().optional(),
  /** `blocks`: the JSON with its sections as what they show, for a client that draws them. */
  format: z.enum(['json', 'blocks', 'md', 'html']).default('json'),
})

/** Two opinions: an analyzer key each, or the beginning of one. */
export const compareQuerySchema = z.strictObject({
  a: shortText.min(1),
  b: shortText.min(1),
  from: bound,
  to: bound,
})

/** Of these the threads that differ in a field of the comparison. */
export const differencesQuerySchema = compareQuerySchema.extend({
  field: shortText.min(1),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(8000).optional(),
})

/** The answer in the format `blocks`. */
export type ApiReport = ReportContent
export type ApiBlock<K extends Block['kind'] = Block['kind']> = Extract<Block, { kind: K }>
export type ApiDoor = Door
export type ApiProof = Proof
export type ApiCell = Cell
export type ApiCount = Count
export type ApiHeld = Held
export type ApiFigure = Figure
export type ApiEvidence = Evidence
export type ApiBudget = BudgetLimit
export type ApiSpending = Spending
export type ApiFailureKind = FailureKind
export type ApiSignalKind = SignalKind

/** `name:value` of any facet; several are given by the field several times, and all must hold. */
const facets = z
  .union([z.string().max(600), z.array(z.string().max(600)).max(20)])
  .transform((texts, context): readonly Facet[] =>
    [texts].flat().map((text) => {
      const facet = facetOf(text)
      if (facet === undefined) context.addIssue('must be a name, a colon and a value')
      return facet ?? z.NEVER
    }),
  )

export const threadQuerySchema = z.strictObject({
  words: z.string().max(1000).optional(),
  /** A text or a thread's id: threads in which something like it was asked, nearest first; one page. Without `words`. */
  like: z.string().max(20_000).optional(),
  from: bound,
  to: bound,
  user: shortText.optional(),
  state: z.enum(['pending', 'analyzed']).optional(),
  language: language.optional(),
  outcome: outcomeSchema.optional(),
  topic: shortText.optional(),
  /** Threads with a failure of this kind, noticed or not. */
  failure: failureKindSchema.optional(),
  /** Threads in which a user said thanks or complained. */
  signal: signalKindSchema.optional(),
  /** As a report names them behind a figure: `noticed:cut-off/nobody`, `need:n4`. */
  facet: facets.optional(),
  order: z.enum(THREAD_ORDERS).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(40),
  cursor: z.string().max(8000).optional(),
})

export const threadRowSchema = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  preview: z.string().optional(),
  messageCount: z.int(),
  firstMessageAt: z.string().optional(),
  lastMessageAt: z.string().optional(),
  users: z.int(),
  state: z.enum(['pending', 'analyzed']),
  outcome: outcomeSchema.optional(),
  language: z.string().optional(),
  topic: z.string().optional(),
  failures: z.array(z.string()),
  /** Of a search by meaning: how near its request is that `match` quotes, 0 to 1. */
  near: z.number().optional(),
  /** Of a search: where the words are, and the words around them. */
  match: z
    .strictObject({
      messageId: z.string(),
      part: z.int(),
      start: z.int(),
      end: z.int(),
      before: z.string(),
      words: z.string(),
      after: z.string(),
    })
    .optional(),
})
export type ThreadRow = z.infer<typeof threadRowSchema>

export const threadPageSchema = z.strictObject({
  items: z.array(threadRowSchema),
  next: z.string().optional(),
  /** How many threads pass in all; on the first page. */
  total: z.int().optional(),
  /** How far the search index has come; only of a search. */
  index: z.strictObject({ complete: z.boolean(), indexed: z.int(), total: z.int() }).optional(),
})
export type ThreadPage = z.infer<typeof threadPageSchema>

/** An id can be anything, a path among it: so it goes in the query. */
export const threadIdQuerySchema = z.strictObject({ id: z.string().min(1).max(20_000) })

export const threadDetailSchema = z.strictObject({
  id: z.string(),
  title: z.string().optional(),
  source: z.strictObject({ formats: z.array(z.string()) }),
  contentHash: z.string(),
  /** By name, of whatever kind the source gave them. */
  attributes: jsonValueSchema,
  /** How many states of messages it keeps that lost against a later one. */
  revisions: z.int(),
  messages: z.array(
    z.strictObject({
      id: z.string(),
      role: z.string(),
      userId: z.string().optional(),
      createdAt: z.string().optional(),
      editedAt: z.string().optional(),
      content: z.array(contentPartSchema),
    }),
  ),
  /** Absent while none stands; `current` false when the thread has grown since. */
  analysis: analysisSchema.optional(),
  current: z.boolean(),
  topic: z.strictObject({ id: z.string(), title: z.string() }).optional(),
})
export type ThreadDetail = z.infer<typeof threadDetailSchema>
export type ApiMessage = ThreadDetail['messages'][number]
export type ApiAnalysis = z.infer<typeof analysisSchema>

/** What an erasure took away. */
export const erasedSchema = z.strictObject({
  threads: z.int(),
  /** Stored reports that spoke of them, by name. */
  reports: z.array(z.string()),
})
export type Erased = z.infer<typeof erasedSchema>

export const historyPageSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      threadId: z.string(),
      runId: z.string(),
      analyzerKey: z.string(),
      /** Absent, like the time, where a history that was taken over does not say it. */
      messageCount: z.int().optional(),
      timestamp: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
})
export type HistoryPage = z.infer<typeof historyPageSchema>

export const healthSchema = z.strictObject({
  status: z.enum(['ok', 'degraded']),
  store: z.string(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['ok', 'warning', 'failed']),
      found: z.string(),
      remedy: z.string().optional(),
    }),
  ),
})
export type Health = z.infer<typeof healthSchema>
