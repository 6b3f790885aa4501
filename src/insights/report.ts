import { z } from 'zod'
import { figureSchema } from './figures.ts'
import { chosenSchema } from './sampled/chosen.ts'
import { sectionsSchema } from './sections.ts'

/** What a report says: the document of `report --json`. Its sections are those of `SECTIONS`, in that order. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(2),
  filter: z.strictObject({
    from: z.string().optional(),
    to: z.string().optional(),
    /** A day (UTC): what came since is compared with what was before. */
    since: z.string().optional(),
    topic: z.string().optional(),
    /** The title of that topic, where there is one of its id. */
    topicTitle: z.string().optional(),
    language: z.string().optional(),
    analyzerKey: z.string(),
  }),
  /** Absent where the threads are whatever was pending, or were chosen in several ways. */
  chosen: chosenSchema.optional(),
  usage: z.strictObject({
    threads: z.int(),
    /** Of these, analyzed at their present content: every section speaks of them alone. */
    analyzed: z.int(),
    pending: z.int(),
    messages: z.int(),
    users: z.int(),
    firstMessageAt: z.string().optional(),
    lastMessageAt: z.string().optional(),
    languages: z.array(z.strictObject({ language: z.string(), figure: figureSchema })),
    /** By day of the last message, UTC, oldest first; days without threads are left out. */
    perDay: z.array(
      z.strictObject({ day: z.string(), threads: z.int(), messages: z.int(), users: z.int() }),
    ),
  }),
  sections: sectionsSchema,
  /** Threads whose requests stand in it as titles: a report goes with each thread that it speaks of. */
  titles: z.array(z.strictObject({ threadId: z.string() })),
  evidence: z.strictObject({
    /** verified + dropped. */
    quotes: z.int(),
    verified: z.int(),
    dropped: z.int(),
  }),
})
export type Report = z.infer<typeof reportSchema>
