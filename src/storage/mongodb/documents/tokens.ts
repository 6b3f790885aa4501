import { textsOf } from '../../../domain/thread/content-part.ts'
import { indexTokens } from '../../../domain/search/search-tokens.ts'
import type { Thread } from '../../../domain/thread/thread.ts'

/** The token of a thread that has more than an index should hold: any search must look into it. */
export const ANY_TOKEN = '*'

/** UTF-8 bytes of tokens that one document holds beside its body. */
const MOST_BYTES = 2_000_000

/** What the index holds of a thread. */
export function tokensOf(thread: Thread): string[] {
  const tokens: string[] = []
  let bytes = 0
  for (const token of indexTokens(thread.messages.flatMap(({ content }) => textsOf(content)))) {
    tokens.push(token)
    bytes += Buffer.byteLength(token) + 16
    if (bytes > MOST_BYTES) return [ANY_TOKEN]
  }
  return tokens
}
