import type { AnalysisLabels } from '../../../domain/analysis/analysis.ts'
import type { ThreadFilter } from '../../../domain/thread/thread-query.ts'
import { encodeKey } from '../../../domain/values/ids.ts'

/** Who wrote in a thread; one whose words all lost is known for erasing alone. */
export const USERS = {
  present: (userId: string) => `present\n${encodeKey(userId)}`,
  lost: (userId: string) => `lost\n${encodeKey(userId)}`,
} as const

/**
 * Where a thread stands under each key, as strings in one array: an index over it and the order of a
 * list answers every filter.
 */
export const TAGS = {
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

/** Tags that a thread must have to pass; the one that the fewest have comes first. */
export function requiredTags(filter: ThreadFilter): string[] {
  const { analyzerKey: key, state } = filter
  if (key === undefined) return []
  const labels = LABEL_FIELDS.flatMap((field) => {
    const value = filter[field]
    return value === undefined ? [] : [TAGS.label(key, field, value)]
  })
  const pending = state === 'pending' ? [TAGS.pending(key)] : []
  const analyzed = state === 'analyzed' && labels.length === 0 ? [TAGS.analyzed(key)] : []
  return [...labels, ...pending, ...analyzed]
}
