import type { Document } from 'mongodb'
import { decodeKey, encodeKey } from '../../../domain/values/ids.ts'
import type { PendingThread } from '../../chat-store.ts'
import { corrupt } from '../../core/damaged.ts'
import type { ListRow } from '../../list-page.ts'
import { textField } from './packed.ts'
import { pieceOf } from './thread-bodies.ts'
import { ownOf, projectionOf, refOf } from './thread-fields.ts'

export const LIST_ROW = projectionOf('last', 'summary')
export const LIST_ROW_WITH_LABELS = projectionOf('last', 'summary', 'labels')
export const PENDING_ROW = projectionOf('contentHash', 'messageCount')

/** @throws HitCraftError CORRUPT */
export function listRowOf(document: Document, analyzerKey: string | undefined): ListRow {
  const { id } = refOf(document)
  const { last, summary, labels } = ownOf(document)
  if (typeof last !== 'string' || typeof summary !== 'string') {
    throw corrupt(pieceOf(id), 'has no summary')
  }
  const known = analyzerKey === undefined ? null : labelsUnder(analyzerKey, labels)
  if (known === undefined) throw corrupt(pieceOf(id), 'has no labels')
  return { id, last, summary, labels: known }
}

/** JSON; null where it is pending, undefined where that cannot be told. */
function labelsUnder(analyzerKey: string, labels: unknown): string | null | undefined {
  const key = encodeKey(analyzerKey)
  const found = labelsOf(labels)?.find((each) => each['key'] === key)
  if (found === undefined) return Array.isArray(labels) ? null : undefined
  return typeof found['labels'] === 'string' ? found['labels'] : undefined
}

/** Encoded analyzer keys under which a thread's document says that it is analyzed. */
export function analyzedUnder(document: Document): string[] {
  return (labelsOf(ownOf(document)['labels']) ?? []).map(({ key }) => textField(key))
}

function labelsOf(value: unknown): Readonly<Record<string, unknown>>[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.map((each: unknown) => ({ ...Object(each) }) as Record<string, unknown>)
}

/** @throws HitCraftError CORRUPT */
export function pendingThreadOf(document: Document): PendingThread {
  const { id } = refOf(document)
  const { contentHash, messageCount } = ownOf(document)
  if (typeof contentHash !== 'string' || typeof messageCount !== 'number') {
    throw corrupt(pieceOf(id), 'has no hash or number of messages')
  }
  return { id: decodeKey(id), contentHash, messageCount }
}
