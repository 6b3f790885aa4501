import { isTextPart } from '../../../domain/thread/content-part.ts'
import { findMatch } from '../../../domain/search/search-query.ts'
import type { SearchQuery, SearchSpan } from '../../../domain/search/search-query.ts'
import type { Thread } from '../../../domain/thread/thread.ts'

/** A span that matched, with its words. */
export type Match = SearchSpan & { readonly match: string }

/** Where a query matches a thread, with the words that stand there; undefined where it does not. */
export function matchIn(thread: Thread | undefined, search: SearchQuery): Match | undefined {
  const span = thread === undefined ? undefined : findMatch(thread, search)
  if (thread === undefined || span === undefined) return undefined
  const part = thread.messages.find(({ id }) => id === span.messageId)?.content[span.part]
  const text = part !== undefined && isTextPart(part) ? part.text : ''
  return { ...span, match: text.slice(span.start, span.end) }
}
