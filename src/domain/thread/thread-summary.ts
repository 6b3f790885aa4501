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

function previewOf(thread: Thread): string | undefined {
  const isSpoken = ({ content }: Message) => textsOf(content).join('').trim() !== ''
  const isAsked = (one: Message) => one.role === 'user' && isSpoken(one)
  const message = thread.messages.find(isAsked) ?? thread.messages.find(isSpoken)
  if (message === undefined) return undefined
  const line = textsOf(message.content).join(' ').slice(0, 2000).replace(/\s+/gu, ' ').trim()
  if (line.length <= PREVIEW_UNITS) return line
  // Never cut a surrogate pair in two.
  return line.slice(0, PREVIEW_UNITS - 1).replace(/[\uD800-\uDBFF]$/, '') + '…'
}
