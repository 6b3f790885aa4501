import type { Outcome, SignalKind } from '../domain/analysis/analysis.ts'
import type { FailureKind } from '../domain/analysis/failure-kind.ts'
import type { Evidence } from '../domain/analysis/evidence.ts'
import type { Figure, Insight, Mean } from './figures.ts'

/**
 * What a section shows, apart from how: HTML, Markdown and the page draw each kind of block once, for
 * every section. All texts are plain text, to be escaped by who draws them.
 */
export type Block = TextBlock | MeanBlock | InsightsBlock | FiguresBlock | TableBlock | ThreadsBlock

/** A sentence, such as that there is nothing to say. */
export interface TextBlock {
  readonly kind: 'text'
  readonly text: string
}

/** A mean on a scale that ends at `most`. */
export interface MeanBlock extends Mean {
  readonly kind: 'mean'
  readonly mean: number
  /** What it is a mean of, in a few words. */
  readonly name: string
  readonly most: number
}

/** Claims with their figures and the words that prove them. */
export interface InsightsBlock {
  readonly kind: 'insights'
  /** `ranked` is numbered; `bars` compares the figures with each other; `plain` does neither. */
  readonly look: 'ranked' | 'bars' | 'plain'
  readonly items: readonly InsightItem[]
}

export interface InsightItem extends Insight {
  /** The list of the threads that the figure counts; absent where no list can be narrowed so. */
  readonly threads?: ThreadCondition
}

/** What a figure counts beyond the report's own filter, as the API's list of threads takes it. */
export interface ThreadCondition {
  readonly topic?: string
  readonly language?: string
  readonly outcome?: Outcome
  readonly failure?: FailureKind
  readonly signal?: SignalKind
}

/** Named figures that need no sentence. */
export interface FiguresBlock {
  readonly kind: 'figures'
  readonly title: string
  /** What the rows are named by, as the head of a column. */
  readonly by: string
  readonly rows: readonly FigureRow[]
}

export interface FigureRow {
  readonly label: string
  readonly figure: Figure
  readonly threads?: ThreadCondition
}

/** Numbers and short words; the first cell of a row is its name. */
export interface TableBlock {
  readonly kind: 'table'
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** Threads, each with the reasons it stands here. */
export interface ThreadsBlock {
  readonly kind: 'threads'
  readonly items: readonly ThreadItem[]
}

export interface ThreadItem {
  readonly threadId: string
  readonly title?: string | undefined
  /** ISO, UTC. */
  readonly lastMessageAt?: string | undefined
  readonly reasons: readonly string[]
  readonly evidence: readonly Evidence[]
}

/** Insights as a block; none where there are none. */
export function insightsBlock(items: readonly Insight[], look: InsightsBlock['look']): Block[] {
  return items.length === 0 ? [] : [{ kind: 'insights', look, items }]
}

/** A mean as a block; none where no thread tells. */
export function meanBlock(name: string, { mean, n, of }: Mean, most: number): Block[] {
  return mean === undefined ? [] : [{ kind: 'mean', name, mean, most, n, of }]
}
