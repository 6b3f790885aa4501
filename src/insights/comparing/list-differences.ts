import { checkedLimit, encodeCursor } from '../../domain/thread/thread-query.ts'
import { given } from '../../domain/values/given.ts'
import { HitCraftError } from '../../errors/hitcraft-error.ts'
import type { ChatStore } from '../../storage/chat-store.ts'
import { answersOf, QUESTIONS } from './answers.ts'
import type { Difference, Differences } from './comparison.ts'
import { pairsOf } from './pairs.ts'
import type { Side } from './pairs.ts'

export interface DifferencesQuery {
  readonly a: Side
  readonly b: Side
  /** One of {@link QUESTIONS}. */
  readonly field: string
  /** 1 to 1,000; default 50. */
  readonly limit?: number
}

/**
 * A page of the threads of which two sides answer a question differently. A cursor stands in both sides.
 * @throws HitCraftError INVALID_INPUT for a field or limit that is none
 */
export async function listDifferences(
  store: Pick<ChatStore, 'listAnalyses'>,
  { a, b, field, limit }: DifferencesQuery,
): Promise<Differences> {
  const most = checkedLimit(limit)
  if (!QUESTIONS.some((one) => one.field === field)) {
    const fields = QUESTIONS.map((one) => one.field).join(', ')
    throw new HitCraftError('INVALID_INPUT', 'there is no such field to compare', {
      remedy: `There are ${fields}.`,
    })
  }
  const items: Difference[] = []
  for await (const pair of pairsOf(store, { a, b })) {
    if (pair.a === undefined || pair.b === undefined) continue
    const answers = [pair.a, pair.b].map(({ analysis }) => answersOf(analysis).get(field) ?? '')
    const [ofA = '', ofB = ''] = answers
    if (ofA === ofB) continue
    if (items.length === most) {
      const id = items.at(-1)?.id ?? ''
      return { items, next: encodeCursor('id', { id }) }
    }
    const { id, title, preview, lastMessageAt } = pair.a.summary
    items.push({ id, ...given({ title, preview, lastMessageAt }), a: ofA, b: ofB })
  }
  return { items }
}
