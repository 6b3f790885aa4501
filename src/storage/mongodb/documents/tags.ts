import type { AnalysisLabels } from '../../../domain/analysis/analysis.ts'
import type { ThreadFilter } from '../../../domain/thread/thread-query.ts'
import type { Thread } from '../../../domain/thread/thread.ts'
import { encodeKey } from '../../../domain/values/ids.ts'

/**
 * What a thread is found by, as strings in one array: an index over it and the order of a list answers
 * every filter. Each is a name, an analyzer key (none for what holds under every key) and a value.
 */
export const TAGS = {
  pending: (key: string) => tag('pending', key),
  analyzed: (key: string) => tag('analyzed', key),
  /** Someone who wrote in it. */
  user: (userId: string) => tag('user', '', userId),
  /** Someone whose words all lost, known for erasing alone. */
  lost: (userId: string) => tag('lost', '', userId),
  label: (key: string, field: LabelField, value: string) => tag(field, key, value),
} as const

function tag(name: string, key: string, value = ''): string {
  return `${name}\n${encodeKey(key)}\n${encodeKey(value)}`
}

/** Whether a tag holds whatever the analyses say. */
export function isOfThread(tag: string): boolean {
  return /^[^\n]*\n\n/.test(tag)
}

const LABEL_FIELDS = ['topic', 'language', 'outcome'] as const
type LabelField = (typeof LABEL_FIELDS)[number]

/** @param userIds of its messages */
export function threadTags(thread: Thread, userIds: readonly string[]): string[] {
  const present = new Set(userIds)
  const lost = new Set(thread.revisions.flatMap(({ userId }) => userId ?? [])).difference(present)
  return [...userIds.map(TAGS.user), ...[...lost].map(TAGS.lost)]
}

/** Of an analyzed thread under a key. */
export function analyzedTags(key: string, labels: AnalysisLabels): string[] {
  const each = LABEL_FIELDS.flatMap((field) => {
    const value = labels[field]
    return value === undefined ? [] : [TAGS.label(key, field, value)]
  })
  return [TAGS.analyzed(key), ...each]
}

/** Tags that a thread must have to pass; the one that the fewest have comes first. */
export function requiredTags(filter: ThreadFilter): string[] {
  const { analyzerKey: key, state, userId } = filter
  const user = userId === undefined ? [] : [TAGS.user(userId)]
  if (key === undefined) return user
  const labels = LABEL_FIELDS.flatMap((field) => {
    const value = filter[field]
    return value === undefined ? [] : [TAGS.label(key, field, value)]
  })
  const pending = state === 'pending' ? [TAGS.pending(key)] : []
  const analyzed = state === 'analyzed' && labels.length === 0 ? [TAGS.analyzed(key)] : []
  return [...user, ...labels, ...pending, ...analyzed]
}
