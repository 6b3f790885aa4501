import type { AnalyzedSummary } from '../storage/chat-store.ts'
import type { TopicModel } from '../domain/analysis/topic-model.ts'

/** What a section may know beside the analyses. */
export interface SectionContext {
  /** The current topic model, whose titles the report shows. */
  readonly model: TopicModel | undefined
}

/**
 * One section of the report: takes the analyses one by one, newest last message first, keeps counts and
 * a few quotes, and says at the end what it counted.
 */
export interface Section<T> {
  add(item: AnalyzedSummary): void
  /** @param analyzed how many analyses were added: the denominator */
  result(analyzed: number): T
}

export type OpenSection<T> = (context: SectionContext) => Section<T>
