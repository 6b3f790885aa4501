import type { z } from 'zod'
import type { Analysis } from '../domain/analysis/analysis.ts'
import type { Block } from './content.ts'
import type { Reading } from './counting/reading.ts'
import type { CountedThread } from './counting/tally.ts'
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
  /** Where it is said how much the analyzer overlooks, if that was measured: with what it answers, or below what it shows. */
  readonly tellsOverlooked?: 'about' | 'below'
  /** Begins to count one report. */
  count(): SectionCounter<T>
  /** What it shows of its data; nothing: `empty` is shown. */
  content(data: T): readonly Block[]
  /** What of it may stand among the key insights. */
  leads?(data: T): readonly Lead[]
  /** Makes the data of what it counted itself and what all others lead with. It is then read first. */
  compose?(own: T, leads: readonly Lead[]): T
}

/**
 * Takes the analyses one by one, newest last message first, keeps counts and a few quotes, and says at
 * the end what it counted.
 */
export interface SectionCounter<T> {
  /**
   * @param item with the findings that count alone
   * @param whole the analysis with what is a maybe, too
   */
  add?(item: CountedThread, whole: Analysis): void
  /**
   * @param reading what was counted for all sections together
   * @returns data that nobody else holds: quotes that turn out unproved are taken out of it
   */
  result(reading: Reading): T
}

/** An insight that a section offers to the key insights. */
export interface Lead {
  readonly insight: Insight
  /** By how much it matters. Absent: it frames the others and stands behind them. */
  readonly weight?: number
  /** Set where the section itself has said it at the head of the report: it is not said again, whoever leads with it. */
  readonly told?: true
}
