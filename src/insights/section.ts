import type { z } from 'zod'
import type { TopicModel } from '../domain/analysis/topic-model.ts'
import type { AnalyzedSummary } from '../storage/chat-store.ts'
import type { Block, ThreadCondition } from './content.ts'
import type { Insight } from './figures.ts'

/**
 * One section of the report, whole: what it counts, the shape of its data in the document
 * (`report --json`) and what it shows. It is one file in `sections/` and one entry in `SECTIONS`; the schema
 * of the report, the counting, the proof of quotes, HTML, Markdown, the HTTP API and the page follow from it.
 */
export interface SectionDefinition<T> {
  readonly title: string
  /** What it answers, in one sentence. */
  readonly about: string
  /** Stands there when there is nothing to say. */
  readonly empty: string
  /** Of its data. Objects with `evidence` are found at any depth, and their quotes proved. */
  readonly schema: z.ZodType<T>
  /** Set where an item of the data (a list) that loses all of its quotes goes with them. Else it stays. */
  readonly dropsUnproved?: true
  /** Begins to count one report. */
  count(context: SectionContext): SectionCounter<T>
  /** What it shows of its data; nothing: `empty` is shown. */
  content(data: T): readonly Block[]
  /** What of it may stand among the key insights. */
  leads?(data: T): readonly Lead[]
  /** Which threads an insight counts, by its id, for those by which a list can be narrowed. */
  doors?(data: T): ReadonlyMap<string, ThreadCondition>
  /** Makes the data of what it counted itself and what all others lead with. It is then read first. */
  compose?(own: T, leads: readonly Lead[]): T
}

/** What a section may know beside the analyses. */
export interface SectionContext {
  /** The current topic model, whose titles the report shows. */
  readonly model: TopicModel | undefined
}

/**
 * Takes the analyses one by one, newest last message first, keeps counts and a few quotes, and says at
 * the end what it counted.
 */
export interface SectionCounter<T> {
  add(item: AnalyzedSummary): void
  /**
   * @param analyzed how many analyses were added: the denominator
   * @returns data that nobody else holds: quotes that turn out unproved are taken out of it
   */
  result(analyzed: number): T
}

/** An insight that a section offers to the key insights. */
export interface Lead {
  readonly insight: Insight
  /** Threads, times how much one of them matters. Absent: it frames the others and stands behind them. */
  readonly weight?: number
}
