import { z } from 'zod'
import { analysisSchema, outcomeSchema, signalKindSchema } from '../../domain/analysis/analysis.ts'
import { failureKindSchema } from '../../domain/analysis/failure-kind.ts'
import { contentPartSchema } from '../../domain/thread/content-part.ts'
import { THREAD_ORDERS } from '../../domain/thread/thread-query.ts'
import { jsonValueSchema } from '../../domain/values/json.ts'
import { bound, facets, language, shortText } from './fields.ts'

/** Lists of threads, one thread, and its erasure. */

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

/** What of a thread an analysis would send: the document of `analyze --show-sent --json`. */
export const sentSchema = z.strictObject({
  /** `claude`, `openai`; absent, like the model, where the analyzer sends nothing. */
  to: z.string().optional(),
  model: z.string().optional(),
  /** In the order of the asking. */
  requests: z.array(
    z.strictObject({
      /** The instructions, the same for all threads. */
      fixed: z.string(),
      /** The messages, redacted. */
      transcript: z.string(),
      /** JSON schema of the answer. */
      schema: z.record(z.string(), jsonValueSchema),
      maxOutputTokens: z.int(),
    }),
  ),
  /** What stands in the messages for personal data; absent where nothing is sent. */
  placeholders: z.array(z.string()).optional(),
})

export type Sent = z.infer<typeof sentSchema>

/** What an erasure took away. */
export const erasedSchema = z.strictObject({
  threads: z.int(),
  /** Stored reports that spoke of them, by name. */
  reports: z.array(z.string()),
})

export type Erased = z.infer<typeof erasedSchema>
