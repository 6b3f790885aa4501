import type { Evidence } from '../domain/analysis/evidence.ts'
import type { Count, Figure, Insight, ItemProof } from './figures.ts'

/**
 * What a section shows, apart from how: HTML, Markdown and the page draw each kind of block once, for
 * every section. All texts are plain text, to be escaped by who draws them.
 */
export type Block =
  | TextBlock
  | InsightsBlock
  | FiguresBlock
  | TableBlock
  | ThreadsBlock
  | MaybesBlock

/** A sentence, such as that there is nothing to say. */
export interface TextBlock {
  readonly kind: 'text'
  readonly text: string
}

/** Claims with their figures and the words that prove them. */
export interface InsightsBlock {
  readonly kind: 'insights'
  /** `ranked` is numbered; `bars` compares the figures with each other; `plain` does neither. */
  readonly look: 'ranked' | 'bars' | 'plain'
  readonly items: readonly InsightItem[]
}

export interface InsightItem extends Omit<Insight, 'evidence' | 'items'> {
  /** What it is made of, such as the topics of a group; folded away. */
  readonly parts?: readonly InsightItem[]
  readonly proofs: readonly Proof[]
}

/** What proves a claim in one thread: what was asked, answered and said to it, and items beside the words. */
export interface Proof {
  readonly threadId: string
  readonly quotes: readonly Evidence[]
  readonly items: readonly ItemProof[]
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
}

/** Numbers and short words; the first cell of a row is its name. */
export interface TableBlock {
  readonly kind: 'table'
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

/** A count is a door to its threads. */
export type Cell = string | number | CountCell
export interface CountCell extends Count {
  /** Of how many; said beside it. */
  readonly of?: number
  /** How much of what could be there is, 0 to 1: the ground of the cell. */
  readonly heat?: number
}

/** Threads, each with the reasons it stands here. */
export interface ThreadsBlock {
  readonly kind: 'threads'
  readonly items: readonly ThreadItem[]
  /** All that could stand here: these are the first of them. */
  readonly all: Count
}

export interface ThreadItem {
  readonly threadId: string
  readonly title?: string | undefined
  /** ISO, UTC. */
  readonly lastMessageAt?: string | undefined
  readonly reasons: readonly string[]
  readonly proofs: readonly Proof[]
}

/** What is not sure enough to be counted: words, folded away. */
export interface MaybesBlock {
  readonly kind: 'maybes'
  readonly items: readonly MaybeItem[]
}

export interface MaybeItem {
  readonly label: string
  /** Why it is not counted. */
  readonly why: string
  readonly proofs: readonly Proof[]
}

/** Insights as a block; none where there are none. */
export function insightsBlock(insights: readonly Insight[], look: InsightsBlock['look']): Block[] {
  return insights.length === 0 ? [] : [{ kind: 'insights', look, items: insights.map(itemOf) }]
}

/** An insight as it is shown: its proofs by thread. */
export function itemOf({ evidence, items, ...insight }: Insight): InsightItem {
  return Object.assign(insight, { proofs: proofsOf(evidence, items) })
}

/** Quotes and items by their threads, in the order of the quotes. */
export function proofsOf(
  evidence: readonly Evidence[],
  items: readonly ItemProof[] = [],
): readonly Proof[] {
  const ids = new Set([...evidence, ...items].map(({ threadId }) => threadId))
  return [...ids].map((threadId) => ({
    threadId,
    quotes: evidence.filter((quote) => quote.threadId === threadId),
    items: items.filter((item) => item.threadId === threadId),
  }))
}
