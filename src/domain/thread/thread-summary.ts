import { textsOf } from './content-part.ts'
import type { AnalysisLabels } from '../analysis/analysis.ts'
import type { Message } from './message.ts'
import type { Thread } from './thread.ts'

/** What a list row needs, without the messages. */
export interface ThreadSummary {
  readonly id: string
  readonly title?: string
  /** The beginning of the first words a user wrote, one line, at most 120 UTF-16 units. */
  readonly preview?: string
  readonly messageCount: number
  readonly firstMessageAt?: string
  readonly lastMessageAt?: string
  /** Distinct user ids of the messages, ordered by code units. */
  readonly userIds: readonly string[]
  readonly contentHash: string
  /** Under the analyzer key that the question named; absent where it named none. */
  readonly analysis?: AnalysisState
}

/** Where a thread stands under one analyzer key. */
export type AnalysisState =
  | { readonly state: 'pending' }
  | ({ readonly state: 'analyzed' } & AnalysisLabels)

const PREVIEW_UNITS = 120
/** Units of a message that are looked at for it: more where white space takes many. */
const LOOKED_AT = [200, 2000]

/** The summary of a thread, without its analysis state. */
export function summarize(thread: Thread): ThreadSummary {
  // A message without a time is told to lie behind one: of its predecessor, or of the request it is in.
  const times = thread.messages
    .flatMap(({ createdAt, origin }) => createdAt ?? origin.after ?? [])
    .sort()
  const first = times[0]
  const last = times.at(-1)
  const preview = previewOf(thread)
  const users = new Set(thread.messages.flatMap((message) => message.userId ?? []))
  return {
    id: thread.id,
    ...(thread.title === undefined ? {} : { title: thread.title }),
    ...(preview === undefined ? {} : { preview }),
    messageCount: thread.messages.length,
    ...(first === undefined ? {} : { firstMessageAt: first }),
    ...(last === undefined ? {} : { lastMessageAt: last }),
    userIds: [...users].sort(),
    contentHash: thread.contentHash,
  }
}

function previewOf({ messages }: Thread): string | undefined {
  const words = firstWords(messages.filter(({ role }) => role === 'user')) ?? firstWords(messages)
  if (words === undefined) return undefined
  let line = ''
  for (const units of LOOKED_AT) {
    line = words.slice(0, units).replace(/\s+/gu, ' ').trim()
    // Never cut a surrogate pair in two.
    if (line.length > PREVIEW_UNITS) {
      return line.slice(0, PREVIEW_UNITS - 1).replace(/[\uD800-\uDBFF]$/, '') + '…'
    }
  }
  return line
}

/** The texts of the first message that has words. */
function firstWords(messages: readonly Message[]): string | undefined {
  for (const { content } of messages) {
    const texts = textsOf(content)
    if (texts.some((text) => text.trim() !== '')) return texts.join(' ')
  }
  return undefined
}
