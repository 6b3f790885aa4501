import { unitsOf } from '../../../domain/search/search-tokens.ts'
import { textsOf } from '../../../domain/thread/content-part.ts'
import type { ThreadListQuery } from '../../../domain/thread/thread-query.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import type { ChatStore } from '../../../storage/chat-store.ts'
import { rowsOf } from './near.ts'
import { numberOf } from './tally.ts'
import type { ThreadTruth } from './thread-truth.ts'

/** Words that one search asks for, all of which must be found. */
const AT_ONCE = 16

/** Words that are searched for of a thread, unless all are. */
const SOME_WORDS = 32

/**
 * Whether a thread is found by its words: 32 of them, told by their hash, or all. The words of each search must all
 * be there, so one that the index lacks is missed whichever it is.
 *
 * @param isDeep searches for all
 */
export async function isFound(
  store: ChatStore,
  { thread, summary }: Pick<ThreadTruth, 'thread' | 'summary'>,
  isDeep: boolean,
): Promise<boolean> {
  const known = wordsOf(thread, isDeep ? Number.POSITIVE_INFINITY : SOME_WORDS)
  const time = momentOf(summary.lastMessageAt)
  for (let at = 0; at < known.length; at += AT_ONCE) {
    const asked = known.slice(at, at + AT_ONCE).map((word) => `"${word}"`)
    const words = asked.join(' ')
    const rows = await rowsOf((page) => store.searchThreads({ ...page, words }), time, thread.id)
    if (rows.length === 0) return false
  }
  return true
}

/** The range of time that holds one moment. */
export function momentOf(time: string | undefined): Pick<ThreadListQuery, 'from' | 'to'> {
  const next = new Date(Date.parse(time ?? '') + 1)
  if (time === undefined || Number.isNaN(next.getTime())) return {}
  const to = next.toISOString()
  // Behind the year 9999 times are written otherwise.
  return to > time ? { from: time, to } : {}
}

/** Words of a thread, one for each token, as they stand there. */
function wordsOf(thread: Thread, most: number): string[] {
  const words = new Map<string, string>()
  for (const { content } of thread.messages) {
    for (const text of textsOf(content)) {
      for (const { token, start, end } of unitsOf(text)) {
        if (!words.has(token)) words.set(token, text.slice(start, end))
      }
    }
  }
  const all = [...words]
  if (all.length <= most) return all.map(([, word]) => word)
  return all
    .map(([token, word]) => ({ word, number: numberOf(token) }))
    .toSorted((a, b) => a.number - b.number)
    .slice(0, most)
    .map(({ word }) => word)
}
