import type { AnalysisLabels } from '../../../domain/analysis/analysis.ts'
import type { ThreadFilter } from '../../../domain/thread/thread-query.ts'
import { encodeKey } from '../../../domain/values/ids.ts'

/**
 * What lists filter by, as strings in one array: an index over it and the order of a list answers every
 * filter. A user is one who wrote a message; one whose words all lost is known for erasing alone.
 */
export const TAGS = {
  user: (userId: string) => `user\n${encodeKey(userId)}`,
  lostUser: (userId: string) => `lost user\n${encodeKey(userId)}`,
  pending: (key: string) => `pending\n${encodeKey(key)}`,
  analyzed: (key: string) => `analyzed\n${encodeKey(key)}`,
  label: (key: string, field: LabelField, value: string) =>
    `${field}\n${encodeKey(key)}\n${encodeKey(value)}`,
} as const

const LABEL_FIELDS = ['topic', 'language', 'outcome'] as const
type LabelField = (typeof LABEL_FIELDS)[number]

/** Of an analyzed thread under a key. */
export function analyzedTags(key: string, labels: AnalysisLabels): string[] {
  const each = LABEL_FIELDS.flatMap((field) => {
    const value = labels[field]
    return value === undefined ? [] : [TAGS.label(key, field, value)]
  })
  return [TAGS.analyzed(key), ...each]
}

export function isUserTag(tag: string): boolean {
  return tag.startsWith('user\n') || tag.startsWith('lost user\n')
}

/** Tags that a thread must have to pass; the one that the fewest have comes first. */
export function requiredTags(filter: ThreadFilter): string[] {
  const { analyzerKey: key, state, userId } = filter
  const users = userId === undefined ? [] : [TAGS.user(userId)]
  if (key === undefined) return users
  const labels = LABEL_FIELDS.flatMap((field) => {
    const value = filter[field]
    return value === undefined ? [] : [TAGS.label(key, field, value)]
  })
  const pending = state === 'pending' ? [TAGS.pending(key)] : []
  const analyzed = state === 'analyzed' && labels.length === 0 ? [TAGS.analyzed(key)] : []
  return [...labels, ...users, ...pending, ...analyzed]
}
